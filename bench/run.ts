// `npm run bench [part of a name…]`: runs every bench/*.bench.ts, each of which exports `bench` and yields lines.
import { readdir } from 'node:fs/promises';

const wanted = process.argv.slice(2);
const files = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

for (const file of files) {
  const { bench }: { bench: () => Iterable<string> | AsyncIterable<string> } = await import(`./${file}`);
  for await (const line of bench()) console.log(`${file.replace('.bench.ts', '')}: ${line}`);
}
