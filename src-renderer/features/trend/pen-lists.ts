import type { Pen } from '../../state/pen-list.ts';
import { type TagList, tagsAskedAgain, useTags } from '../../state/tags.ts';

/** How the lists of tags are that the pens of a trend come from. */
export interface PenLists {
  readonly status: TagList['status'];
  /** The devices whose tags could not be read, and why. */
  readonly failed: readonly string[];
  readonly reason: string;
  readonly readAgain: () => void;
}

/** Of all the lists: one that is on its way makes all wait, one that could not be read is told. */
export function usePenLists(pens: readonly Pen[]): PenLists {
  const byDevice = useTags((state) => state.byDevice);
  const devices = [...new Set(pens.map(({ device }) => device))];
  const failed = devices.filter((device) => byDevice[device]?.status === 'failed');
  const isReading = devices.some((device) => (byDevice[device]?.status ?? 'loading') === 'loading');
  return {
    status: isReading ? 'loading' : failed.length > 0 ? 'failed' : 'ready',
    failed,
    reason: byDevice[failed[0] ?? '']?.reason ?? '',
    readAgain: () => {
      for (const device of isReading ? devices : failed) tagsAskedAgain(device);
    },
  };
}
