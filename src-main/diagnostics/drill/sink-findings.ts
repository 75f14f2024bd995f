import type { z } from 'zod';
import type { DrillFinding } from '../../../src-shared/contract/drill.ts';
import type { SinkBalance } from '../../../src-shared/contract/system.ts';
import type { CutState } from '../../kernel/socket-gate.ts';
import { judged, noPoints, notJudged, pointsText, secondsText, told } from './finding.ts';
import type { SinkTrack } from './sink-track.ts';

type Counts = z.output<typeof SinkBalance>;

/** One sink at the start of a drill and at its end. */
export interface SinkSeen {
  readonly track: SinkTrack;
  /** For people. */
  readonly title: string;
  readonly before: Counts;
  readonly after: Counts;
  /** What the log had accepted at those moments. */
  readonly accepted: number;
  /** A file has no connection: it is left alone instead. */
  readonly hasSockets: boolean;
  readonly cut: CutState | undefined;
  /** How long it was given to catch up. */
  readonly deadlineMs: number;
}

/** What is said of a sink that was cut: that it was, that it noticed, what waited, and that nothing is missing in its balance. */
export function sinkFindings(seen: SinkSeen): DrillFinding[] {
  const { track, title, before, after, accepted, hasSockets, cut, deadlineMs } = seen;
  const { most, noticedMs, backMs, firstMs, drainMs, perSecond } = track.figures;
  const findings: DrillFinding[] = [];
  if (hasSockets) {
    const ended = cut ? cut.ended + cut.turnedAway : 0;
    const text = cut ? `${cut.ended} ended, ${cut.turnedAway} attempts turned away` : 'not known';
    const note = ended > 0 ? '' : 'Nothing was cut, so this drill proves nothing about it.';
    findings.push(judged(title, 'Connections cut', text, 'at least 1', ended > 0, note));
    findings.push(
      noticedMs === undefined
        ? judged(title, 'Noticed', 'never', 'within the cut', false)
        : told(title, 'Noticed after', secondsText(noticedMs)),
    );
    if (backMs !== undefined) findings.push(told(title, 'Connected again after', secondsText(backMs)));
  } else findings.push(told(title, 'Store left alone', 'nothing was taken out of the log meanwhile'));
  findings.push(judged(title, 'Waited at most', pointsText(most), 'more than 0', most > 0));
  if (firstMs !== undefined) findings.push(told(title, 'First delivery after', secondsText(firstMs)));
  findings.push(
    drainMs === undefined
      ? judged(title, 'Caught up', `${pointsText(track.queued)} still wait`, secondsText(deadlineMs), false)
      : judged(title, 'Caught up after', secondsText(drainMs), secondsText(deadlineMs), true),
  );
  if (perSecond !== undefined) findings.push(told(title, 'Rate meanwhile', `${pointsText(Math.round(perSecond))}/s`));
  const sum = after.before + after.delivered + after.queued + after.dropped + after.quarantined + (after.excluded ?? 0);
  findings.push(noPoints(title, 'Balance, accepted less accounted for', Math.abs(accepted - sum)));
  findings.push(noPoints(title, 'Given up by the log', after.dropped - before.dropped));
  findings.push(noPoints(title, 'Quarantined', after.quarantined - before.quarantined));
  return findings;
}

/** Of a sink that could not be followed to its end. */
export const sinkUnknown = (title: string, why: string): DrillFinding => notJudged(title, 'Points', why);
