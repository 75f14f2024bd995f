import type { PlannedRangeView, PlannedRequestView, ReadPlanView } from '../../../src-shared/contract/read-plan.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { boundsText } from '../../ui/pace-text.ts';
import { formatInterval } from '../../ui/time-format.ts';

const counted = (count: number, one: string, some: string): string =>
  `${formatInteger(count)} ${count === 1 ? one : some}`;

/** `1.4 ms`, `36 ms` */
export const shortMs = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** `3 requests, 64 tags, 36 ms of 500 ms, 7 %`: one line a pace. An adaptive one ends with `adaptive 200 ms–10 s`. */
export function paceWords({ intervalMs, bounds, tags, requests, cycleMs }: ReadPlanView['groups'][number]): string {
  const words = [counted(requests.length, 'request', 'requests'), counted(tags, 'tag', 'tags')];
  if (cycleMs === null) words.push(`every ${formatInterval(intervalMs)}`);
  else words.push(`${shortMs(cycleMs)} of ${formatInterval(intervalMs)}`, percent(cycleMs / intervalMs));
  if (bounds) words.push(`adaptive ${boundsText(bounds)}`);
  return words.join(', ');
}

export const percent = (share: number): string => {
  const value = share * 100;
  return `${value > 0 && value < 1 ? '< 1' : Math.round(value)} %`;
};

const CELLS = {
  bit: ['bit', 'bits'],
  byte: ['byte', 'bytes'],
  register: ['register', 'registers'],
  word: ['word', 'words'],
} as const;

/** `107–116, 10 registers, 3 of them unused` */
export function rangeWords({ start, count, cell, gaps }: PlannedRangeView): string {
  const [one, some] = CELLS[cell];
  const unused = gaps.reduce((sum, gap) => sum + gap.count, 0);
  const place = count === 1 ? `${start}` : `${start}–${start + count - 1}`;
  return `${place}, ${counted(count, one, some)}${unused === 0 ? '' : `, ${formatInteger(unused)} of them unused`}`;
}

/** `40 of 250 bytes, 6 wasted` */
export function bytesWords({ bytes }: PlannedRequestView): string {
  if (!bytes) return '';
  return `${formatInteger(bytes.read)} of ${formatInteger(bytes.capacity)}${bytes.wasted === 0 ? '' : `, ${formatInteger(bytes.wasted)} wasted`}`;
}

/** `Gaps up to 9 bridged: 3 → 2 requests, 18 bytes more are read along.` */
export function suggestionWords(suggestion: NonNullable<ReadPlanView['suggestion']>, requestMs: number | null): string {
  const { maxGap, requests, requestsNow, wastedBytes } = suggestion;
  const saved = requestMs === null ? '' : `, ${shortMs((requestsNow - requests) * requestMs)} less`;
  return `Gaps up to ${formatInteger(maxGap)} bridged: ${requestsNow} → ${requests} requests${saved}. ${formatInteger(wastedBytes)} bytes are then read that no tag wants.`;
}

/** Above this share of their interval polls count as slow. */
const ROOM_UP_TO = 0.5;

/**
 * How many tags more at 1 s leave its polls in half of their time, by what a request took of late and by how many tags fit
 * into one so far; undefined where nobody knows. What else is behind the same endpoint is not counted.
 */
export function roomAt1s({ requestMs, load, groups }: ReadPlanView): number | undefined {
  const requests = groups.reduce((sum, group) => sum + group.requests.length, 0);
  const tags = groups.reduce((sum, group) => sum + group.tags, 0);
  if (requestMs === null || requestMs <= 0 || load === null || requests === 0) return undefined;
  const more = Math.floor((Math.max(0, ROOM_UP_TO - load) * 1_000) / requestMs);
  return Math.floor((more * tags) / requests);
}
