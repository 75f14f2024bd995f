import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewestFile, SyncedFiles } from './synced-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-synced-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pathOf = (number: number): string => join(folder, String(number));
const text = (number: number): string => readFileSync(pathOf(number), 'utf8');
const given = (newest?: NewestFile, reserveBytes = 0): SyncedFiles =>
  new SyncedFiles({ folder, pathOf, fileBytes: 10, reserveBytes }, newest);

describe('files that are on the medium', () => {
  it('are closed before they grow too large, and the newest goes on after a start', async () => {
    const first = given();
    for (const word of ['four', 'five5', 'one']) expect(await first.append(Buffer.from(word))).toBeUndefined();
    await first.dispose();
    const again = given({ number: 2, bytes: 3 });
    await again.append(Buffer.from('two'));
    await again.append(Buffer.from('larger than a file'));
    await again.append(Buffer.from('next'));
    await again.dispose();
    expect([1, 2, 3, 4].map(text)).toEqual(['fourfive5', 'onetwo', 'larger than a file', 'next']);
    expect(again.number).toBe(4);
  });

  it('keep what they have when an append fails, and take the next one', async () => {
    const files = given();
    await files.append(Buffer.from('12345678'));
    mkdirSync(pathOf(2));
    expect(await files.append(Buffer.from('abc'))).toMatchObject({ code: 'EEXIST' });
    rmdirSync(pathOf(2));
    expect(await files.append(Buffer.from('def'))).toBeUndefined();
    await files.dispose();
    expect([text(1), text(2)]).toEqual(['12345678', 'def']);
  });

  it('do not go on with a file that could not be cut back', async () => {
    symlinkSync('/dev/full', pathOf(1));
    const files = given({ number: 1, bytes: 0 });
    expect(await files.append(Buffer.from('abc'))).toMatchObject({ code: 'ENOSPC' });
    expect(await files.append(Buffer.from('def'))).toBeUndefined();
    await files.dispose();
    expect(text(2)).toBe('def');
  });

  it('give up their reserve before they refuse, and make it again', async () => {
    symlinkSync('/dev/full', pathOf(1));
    const files = given({ number: 1, bytes: 0 }, 100_000);
    expect(await files.append(Buffer.from('abc'))).toBeUndefined();
    expect([text(2), readdirSync(folder)]).toEqual(['abc', ['1', '2']]);
    await files.append(Buffer.from('def'));
    await files.dispose();
    expect(readdirSync(folder)).toEqual(['1', '2', 'reserve']);
  });
});
