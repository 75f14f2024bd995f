import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CRASH_POINTS } from './crash-points.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every call in the sources: the name and the file. */
function placed(): string[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return sources.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bcrashPoint\('([^']+)'\)/g)].map(
      ([, name]) => `${name} in ${file}`,
    ),
  );
}

describe('crash points', () => {
  it('are forty, each placed exactly once and where the table says', () => {
    expect(CRASH_POINTS).toHaveLength(40);
    expect(placed().sort()).toEqual(CRASH_POINTS.map(({ name, file }) => `${name} in ${file}`).sort());
  });
});
