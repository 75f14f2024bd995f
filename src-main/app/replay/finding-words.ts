import type { ReplayRow } from '../../../src-shared/contract/replay.ts';
import type { TagRule } from '../../processing/tag-rule.ts';
import { type Law, lawWords, tidy } from './linear-law.ts';
import type { PlannedTag, TagPair } from './replay-plan.ts';
import type { TagFindings, Told } from './tag-findings.ts';
import type { TagReplay } from './tag-replay.ts';

/** What was found of a tag that both have, as a row. @param replay of a tag that is read */
export function comparedRow(pair: TagPair, findings: TagFindings, replay: TagReplay | undefined): ReplayRow {
  const { compared, values, qualities, clamped, outside, fewer, more, worst } = findings;
  const untold = replay ? replay.clamped + replay.unread + replay.elsewhere : 0;
  const law = values > 0 ? lawOf(pair, findings) : undefined;
  const counts = { compared, values, qualities, clamped, outside, fewer, more, untold };
  const row = {
    ...named(pair),
    ...counts,
    law: law ?? null,
    alerts: replay?.alerts ?? 0,
    rejected: replay?.rejected ?? 0,
    notes: notesOf(pair, replay),
    worst: worst ? { timeUs: worst.timeUs, before: shown(worst.before), after: shown(worst.after) } : null,
  };
  const parts = differences(row, law);
  if (parts.length > 0) return { ...row, verdict: 'differs', text: parts.join('; ') };
  if (compared > 0) return { ...row, verdict: 'same', text: 'No difference' };
  const text = untold > 0 ? 'None of its points can be taken back' : 'No points in this range';
  return { ...row, verdict: 'unknown', text };
}

/** A tag whose points were not compared, and why. */
export function untoldRow(pair: TagPair, verdict: ReplayRow['verdict'], text: string): ReplayRow {
  return {
    ...named(pair),
    ...{ compared: 0, values: 0, qualities: 0, clamped: 0, outside: 0, alerts: 0, fewer: 0, rejected: 0, more: 0 },
    ...{ untold: 0, law: null, notes: [], worst: null, verdict, text },
  };
}

function named({ before, after }: TagPair): Pick<ReplayRow, 'device' | 'tag' | 'formerName' | 'topic' | 'units'> {
  const nameOf = ({ entry }: PlannedTag): string => `${entry.device.device.id}/${entry.tag.id}`;
  return {
    device: after.entry.device.device.id,
    tag: after.entry.tag.id,
    formerName: nameOf(before) === nameOf(after) ? null : nameOf(before),
    topic: after.entry.topic,
    units: [before.unit, after.unit],
  };
}

type Counted = Omit<ReplayRow, 'verdict' | 'text'>;

function differences(row: Counted, law: Law | undefined): string[] {
  const { values, compared, clamped, outside, qualities, alerts, fewer, rejected, more, units } = row;
  const parts: string[] = [];
  const words = law && lawWords(law);
  if (words) parts.push(words);
  else if (values > 0) parts.push(`${count(values)} of ${count(compared)} values differ`);
  if (units[0] !== units[1]) parts.push(`unit ${units[0] || 'none'} becomes ${units[1] || 'none'}`);
  if (clamped > 0) parts.push(`${count(clamped)} held at a clamp`);
  if (outside > 0) parts.push(`${count(outside)} outside the engineering range`);
  if (qualities > clamped) parts.push(`${count(qualities - clamped)} with another quality`);
  if (alerts > 0) parts.push(`${count(alerts)} ${alerts === 1 ? 'reading raises' : 'readings raise'} an alert`);
  if (rejected > 0) parts.push(`${count(rejected)} rejected`);
  if (fewer > rejected) parts.push(`${points(fewer - rejected)} fewer`);
  if (more > 0) parts.push(`${points(more)} more`);
  return parts;
}

/** By the two configurations where both are straight lines, else by what was seen. */
function lawOf({ before, after }: TagPair, { law }: TagFindings): Law | undefined {
  const isLine = ({ isMade, rule }: PlannedTag): boolean => !isMade && Number.isNaN(rule.rootFactor);
  if (!isLine(before) || !isLine(after)) return law.found;
  const factor = after.rule.factor / before.rule.factor;
  const shift = factor * before.rule.offset;
  return tidy(factor, after.rule.offset - shift, Math.abs(after.rule.offset) + Math.abs(shift));
}

function notesOf({ before, after }: TagPair, replay: TagReplay | undefined): string[] {
  const notes: string[] = [];
  if (replay) {
    const { clamped, unread, elsewhere } = replay;
    if (clamped > 0)
      notes.push(`${points(clamped)} had been held at a clamp: what the device said then is not stored.`);
    if (unread > 0)
      notes.push(
        `${points(unread)} ${unread === 1 ? 'is' : 'are'} no reading of this tag: between two of its steps, or outside its type.`,
      );
    if (elsewhere > 0) notes.push(`${points(elsewhere)} had been scaled by another revision.`);
  }
  if (after.isMade) return notes;
  const thins = ({ deadband, deadbandRatio, swingingDoor }: TagRule): boolean =>
    deadband > 0 || deadbandRatio > 0 || swingingDoor > 0;
  if (thins(before.rule))
    notes.push('Readings that its deadband held back are not stored: there may be more points than these.');
  if (before.rule.quality.some(({ action }) => action === 'reject'))
    notes.push('Readings that its quality rules rejected are not stored.');
  const interval = ({ entry }: PlannedTag): string => entry.tag.poll_interval ?? entry.device.device.poll_interval;
  if (interval(before) !== interval(after))
    notes.push(`Polled every ${interval(after)} instead of ${interval(before)}, which is not replayed.`);
  return notes;
}

const shown = (value: Told): number | string | null =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;
const count = (n: number): string => n.toLocaleString('en');
const points = (n: number): string => `${count(n)} ${n === 1 ? 'point' : 'points'}`;
