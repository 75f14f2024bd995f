import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Writes `SHA256SUMS` beside the packages, as `sha256sum -c` reads it. */
export function writeChecksums(output: string, files: readonly string[]): void {
  const line = (file: string): string =>
    `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}\n`;
  writeFileSync(join(output, 'SHA256SUMS'), files.map(line).join(''));
}
