import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FILE_NAME = /^(\d{8})\.jsonl$/;

/** The numbers of the files of a trail, oldest first. */
export function trailFiles(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => Number(FILE_NAME.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => a - b);
}

export const trailPath = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(8, '0')}.jsonl`);
