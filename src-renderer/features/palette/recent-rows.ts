import { z } from 'zod';
import { readStored, writeStored } from '../../state/stored.ts';

const KEY = 'nexus.recent';
const KEPT = 20;
const Recent = z.array(z.string()).max(KEPT);

let recent: readonly string[] = readStored(KEY, Recent) ?? [];

/** Keys of the rows that were chosen last, the latest first. */
export const recentRows = (): readonly string[] => recent;

export function rowUsed(key: string): void {
  recent = [key, ...recent.filter((one) => one !== key)].slice(0, KEPT);
  writeStored(KEY, recent);
}

const TAG = 'tag:';
export const tagKey = (device: string, tag: string): string => `${TAG}${device}/${tag}`;

/** Of them, the tags: `device/tag`. */
export const recentTags = (): readonly string[] =>
  recent.filter((key) => key.startsWith(TAG)).map((key) => key.slice(TAG.length));
