import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { TimeRange } from '../../historian/query.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import { type CheckedDevice, driverTag } from '../../project/check/check-device.ts';
import { deviceFile } from '../../project/project-layout.ts';
import type { Revision } from '../../project/revisions/revision-store.ts';
import type { PlannedTag } from './replay-plan.ts';
import { ALWAYS } from './replay-read-tag.ts';

/** When each tag was scaled as a revision scales it, by its number: what was stored at other times is not of it. */
export type RuleSpans = ReadonlyMap<number, readonly TimeRange[]>;

/**
 * Looks through the revisions that were in force in a range.
 *
 * @param revisions all that are kept, oldest first
 * @param base the revision that the tags are of
 * @param devicesAt the devices of a revision
 */
export async function ruleSpans(
  tags: readonly PlannedTag[],
  revisions: readonly Revision[],
  base: number,
  range: TimeRange,
  devicesAt: (revision: number) => Promise<readonly CheckedDevice[]>,
): Promise<RuleSpans> {
  const own = revisions.find(({ number }) => number === base);
  if (!own) return new Map(tags.map(({ entry }) => [entry.number, ALWAYS]));
  const spans = new Map(tags.map(({ entry }): [number, TimeRange[]] => [entry.number, []]));
  for (const [index, revision] of revisions.entries()) {
    // Older than the oldest that is kept nothing is known, unless it was the first.
    const fromUs = revision.number === 1 ? Number.NEGATIVE_INFINITY : revision.timeUs;
    const toUs = revisions[index + 1]?.timeUs ?? Number.POSITIVE_INFINITY;
    // One more than the range touches: a value that stood when it began may be of that.
    const followsUs = revisions[index + 2]?.timeUs ?? Number.POSITIVE_INFINITY;
    if (followsUs <= range.fromUs || fromUs >= range.toUs) continue;
    const isSame = await sameIn(revision, own, tags, devicesAt);
    for (const tag of tags) if (isSame(tag)) add(spans.get(tag.entry.number)!, { fromUs, toUs });
  }
  return spans;
}

async function sameIn(
  revision: Revision,
  base: Revision,
  tags: readonly PlannedTag[],
  devicesAt: (revision: number) => Promise<readonly CheckedDevice[]>,
): Promise<(tag: PlannedTag) => boolean> {
  const hasSameFile = ({ entry }: PlannedTag): boolean => {
    const file = deviceFile(entry.device.device.id);
    return revision.files[file] === base.files[file];
  };
  if (tags.every(hasSameFile)) return () => true;
  const devices = await devicesAt(revision.number);
  const scales = new Map(
    devices.flatMap((device) => device.tags.map((tag) => [tag.uid, scaleOf(device, tag)] as const)),
  );
  return (tag) => hasSameFile(tag) || scales.get(tag.entry.uid) === scaleOf(tag.entry.device.device, tag.entry.tag);
}

/** All that a reading and the point that is made of it depend on. */
function scaleOf({ manifest, connection }: CheckedDevice, tag: Tag): string {
  const { factor, offset, rootFactor, rootOffset, clampLow, clampHigh } = compileTagRule(tag, 0);
  const { dataType } = manifest.describeAddress(driverTag(tag), connection);
  return [dataType, factor, offset, rootFactor, rootOffset, clampLow, clampHigh].join(' ');
}

function add(spans: TimeRange[], span: TimeRange): void {
  const last = spans.at(-1);
  if (last && last.toUs === span.fromUs) spans[spans.length - 1] = { fromUs: last.fromUs, toUs: span.toUs };
  else spans.push(span);
}
