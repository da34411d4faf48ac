// node scripts/write-security-table.ts
// Writes who may do what into docs/security.md, from the packaged template; a test of the template asserts that it is fresh.
import { readFile, writeFile } from 'node:fs/promises';
import { packageService } from './package-service.ts';
import { withTable } from './security-table.ts';

const path = new URL('../docs/security.md', import.meta.url);
const service = await packageService();
try {
  await writeFile(path, withTable(await readFile(path, 'utf8'), service.template));
} finally {
  await service.remove();
}
