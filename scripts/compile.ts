// npm run --silent compile -- grants.json | -
// From a file of grants, or a line of standard input each, to the policies they compile to.
import { readFile } from 'node:fs/promises';
import { argv, stderr, stdin, stdout } from 'node:process';
import * as z from 'zod/mini';
import { compileGrantSet } from './compile-grant-set.ts';
import { GrantSet } from './compile-input.ts';

const usage = 'Usage: npm run --silent compile -- <grants.json | ->\n';

/** 0: compiled; 1: some grants were refused; 2: the input is not of the shape that docs/grants.md describes. */
type Outcome = { readonly status: 0 | 1 | 2; readonly output: string; readonly complaint?: string };

const compileText = (bytes: Uint8Array): Outcome => {
  const read = readJson(bytes);
  if (!read.ok) return malformed(read.complaint);
  const set = GrantSet.safeParse(read.value);
  if (!set.success) return malformed(z.prettifyError(set.error));
  const result = compileGrantSet(set.data);
  return { status: result.refused.length > 0 ? 1 : 0, output: JSON.stringify(result) };
};

const malformed = (complaint: string): Outcome => ({
  status: 2,
  output: JSON.stringify({ error: { code: 'invalid-input', detail: complaint } }),
  complaint,
});

const readJson = (
  bytes: Uint8Array,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly complaint: string } => {
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (cause) {
    return {
      ok: false,
      complaint: cause instanceof SyntaxError ? `not JSON: ${cause.message}` : 'not UTF-8',
    };
  }
};

const compileFile = async (path: string): Promise<number> => {
  const { status, output, complaint } = compileText(await readFile(path));
  if (complaint === undefined) stdout.write(`${output}\n`);
  else stderr.write(`${path}: ${complaint}\n`);
  return status;
};

/** One result a line, in order, whatever a line holds: a malformed one is answered with `{"error": …}` in its place. */
const compileLines = async (): Promise<number> => {
  let status = 0;
  let number = 0;
  for await (const line of linesOf(stdin)) {
    number += 1;
    const outcome = compileText(line);
    status = Math.max(status, outcome.status);
    if (outcome.complaint !== undefined) stderr.write(`line ${number}: ${outcome.complaint}\n`);
    if (!stdout.write(`${outcome.output}\n`)) await new Promise((resolve) => stdout.once('drain', resolve));
  }
  return status;
};

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]);
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield Buffer.concat(pieces);
}

const main = async (): Promise<number> => {
  const [path, ...more] = argv.slice(2);
  if (path === undefined || more.length > 0) {
    stderr.write(usage);
    return 2;
  }
  if (path === '-') return compileLines();
  try {
    return await compileFile(path);
  } catch (cause) {
    stderr.write(`${path}: ${cause instanceof Error ? cause.message : 'cannot be read'}\n`);
    return 2;
  }
};

// Whoever reads the output may stop reading, as `head` does.
stdout.on('error', () => process.exit(2));

process.exitCode = await main();
