import type { DrillFinding } from '../../../src-shared/contract/drill.ts';
import type { DeviceFigures } from './device-watch.ts';
import { judged, noPoints, notJudged, secondsText, told } from './finding.ts';

const tagsText = (tags: number): string => `${tags} ${tags === 1 ? 'tag' : 'tags'}`;

/** What is said of a device whose link was cut. */
export function deviceFindings(title: string, figures: DeviceFigures): DrillFinding[] {
  const { judged: known, once, flapped, unmarked, away, invented, noticedMs, backMs } = figures;
  if (known === 0) return [notJudged(title, 'Tags', 'None of its tags had a usable value before.')];
  const all = tagsText(known);
  return [
    noticedMs === undefined
      ? judged(title, 'Values marked Bad', 'never', 'within the cut', false)
      : told(title, 'Values marked Bad after', secondsText(noticedMs)),
    judged(title, 'Marked Bad once and usable again once', tagsText(once), all, once === known, rest(figures)),
    judged(title, 'Marked Bad more than once', tagsText(flapped), tagsText(0), flapped === 0),
    judged(title, 'Shown as usable throughout', tagsText(unmarked), tagsText(0), unmarked === 0),
    judged(title, 'Not usable again', tagsText(away), tagsText(0), away === 0),
    noPoints(title, 'Usable values from within the cut', invented, 'Values that nobody can have read.'),
    ...(backMs === undefined ? [] : [told(title, 'First value back after', secondsText(backMs))]),
  ];
}

const rest = ({ tags, judged: known }: DeviceFigures): string =>
  tags === known ? '' : `${tagsText(tags - known)} had no usable value before.`;

/** Polls of everything that was not cut, from the beginning to the end. */
export interface PollsSeen {
  readonly devices: number;
  readonly polls: number;
  readonly failed: number;
  readonly skipped: number;
  /** Devices that lost their link although they were not cut. */
  readonly lost: readonly string[];
}

/** A machine that does something else for a moment lets a poll pass; so many are no matter of the drill. */
const MOST_SKIPPED = 0.05;
const SOME_SKIPPED = 5;

export function pollFindings({ devices, polls, failed, skipped, lost }: PollsSeen): DrillFinding[] {
  const title = 'Other devices';
  if (devices === 0) return [];
  const most = Math.max(SOME_SKIPPED, Math.floor(polls * MOST_SKIPPED));
  return [
    told(title, 'Polls meanwhile', `${polls} of ${devices} ${devices === 1 ? 'device' : 'devices'}`),
    judged(title, 'Polls failed', `${failed}`, '0', failed === 0),
    judged(title, 'Polls skipped', `${skipped}`, `${most}`, skipped <= most),
    judged(title, 'Links lost', `${lost.length}`, '0', lost.length === 0, lost.slice(0, 5).join(', ')),
  ];
}
