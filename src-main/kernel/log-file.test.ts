import { existsSync, mkdirSync, readdirSync, readFileSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { givenProjectFolder, type ProjectFolder } from '../testing/project-folder.ts';
import { LogFile } from './log-file.ts';
import { createLogger } from './logger.ts';

let folder: ProjectFolder;
let clock: FakeClock;
let path: string;

beforeEach(async () => {
  folder = await givenProjectFolder();
  clock = new FakeClock();
  path = join(folder.path, 'logs/edge.log');
});
afterEach(() => folder.remove());

const givenFile = (maxFiles = 4, maxBytes = 1_000): LogFile =>
  new LogFile({ path, maxBytes, maxFiles, maxAgeMs: 86_400_000 }, clock);
const line = (number: number): string => `${JSON.stringify({ number, pad: 'x'.repeat(80) })}\n`;
const names = (): string[] => readdirSync(join(folder.path, 'logs')).sort();
const numbersIn = (file: string): number[] =>
  readFileSync(join(folder.path, 'logs', file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text) => (JSON.parse(text) as { number: number }).number);

describe('the file of the log', () => {
  it('becomes another one before it is too large, and no line is lost or cut at the seam', () => {
    const file = givenFile(100);
    for (let number = 0; number < 200; number++) file.write(line(number));
    const found = names().sort((a, b) => b.length - a.length || (a < b ? 1 : -1));
    expect(found.length).toBeGreaterThan(15);
    expect(found.flatMap(numbersIn)).toEqual(Array.from({ length: 200 }, (_, number) => number));
    for (const name of found) expect(readFileSync(join(folder.path, 'logs', name)).length).toBeLessThanOrEqual(1_000);
    file.dispose();
  });

  it('keeps as many as it may, the newest', () => {
    const file = givenFile(3);
    for (let number = 0; number < 200; number++) file.write(line(number));
    expect(names()).toEqual(['edge.log', 'edge.log.1', 'edge.log.2']);
    expect(numbersIn('edge.log').at(-1)).toBe(199);
    file.dispose();
  });

  it('goes on where an earlier run ended', () => {
    for (const number of [1, 2]) {
      const file = givenFile();
      file.write(line(number));
      file.dispose();
    }
    expect(numbersIn('edge.log')).toEqual([1, 2]);
  });

  it('removes files that are too old, and leaves those of others alone', () => {
    mkdirSync(join(folder.path, 'logs'));
    const old = clock.wallUs() / 1e6 - 2 * 86_400;
    for (const name of ['edge.log.1', 'edge.log.2', 'edge.log.old']) {
      writeFileSync(join(folder.path, 'logs', name), '');
      if (name !== 'edge.log.1') utimesSync(join(folder.path, 'logs', name), old, old);
      else utimesSync(join(folder.path, 'logs', name), clock.wallUs() / 1e6, clock.wallUs() / 1e6);
    }
    const file = givenFile();
    file.write(line(0));
    expect(names()).toEqual(['edge.log', 'edge.log.1', 'edge.log.old']);
    file.dispose();
  });

  it('counts what it cannot write, says so once it can, and throws nothing', () => {
    writeFileSync(join(folder.path, 'logs'), 'a file where the folder should be');
    const file = givenFile();
    for (let number = 0; number < 5; number++) expect(file.write(line(number))).toBe(false);
    expect(file.lost).toBe(5);

    const moved = new LogFile(
      { path: join(folder.path, 'logs2/edge.log'), maxBytes: 1_000, maxFiles: 2, maxAgeMs: 1e9 },
      clock,
    );
    writeFileSync(join(folder.path, 'logs2'), '');
    moved.write(line(0));
    rmAndMake(join(folder.path, 'logs2'));
    expect(moved.write(line(1))).toBe(false);
    clock.stall(10_000);
    expect(moved.write(line(2))).toBe(true);
    const text = readFileSync(join(folder.path, 'logs2/edge.log'), 'utf8').split('\n');
    expect(JSON.parse(text[0]!)).toMatchObject({ level: 'warn', lines: 2 });
    expect(text[1]).toContain('"number":2');
    for (const each of [file, moved]) each.dispose();
  });

  it('takes the lines of the log as JSON, whatever a terminal shows', () => {
    const file = givenFile();
    let shown = '';
    const logger = createLogger('info', { write: (text) => void (shown += text), isTTY: true }, clock, file);
    logger.info('device connected', { device: 'boiler-1', password: 'hunter2' });
    file.dispose();
    logger.info('after the end');
    expect(shown).toContain('device=boiler-1');
    const [first, ...rest] = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    expect(JSON.parse(first!)).toMatchObject({ level: 'info', device: 'boiler-1', password: '[hidden]' });
    expect(rest).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });
});

function rmAndMake(file: string): void {
  writeFileSync(file, '');
  unlinkSync(file);
}
