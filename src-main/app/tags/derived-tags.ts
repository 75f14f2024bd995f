import { createHash } from 'node:crypto';
import {
  type Derivation,
  derivations,
  derivedId,
  derivedTitle,
  derivedTopic,
  WINDOW_MS,
} from '../../../src-shared/domain/aggregate.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { TagWindows } from '../../processing/aggregate-points.ts';
import type { DeviceEntry, TagEntry } from './tag-directory.ts';

/** How long a point may take from the device to here, beside what its way of coming in needs. */
const GRACE_MS = 1_000;

/** The tags that the aggregates of a tag make, without their numbers. */
export function derivedTags(of: TagEntry): readonly Omit<TagEntry, 'number'>[] {
  return derivations(of.tag.aggregates).map((derivation) => ({
    uid: derivedUid(of.uid, derivation),
    topic: derivedTopic(of.topic, derivation),
    tag: derivedTag(of.tag, derivation),
    device: of.device,
    derived: { ...derivation, of },
  }));
}

/**
 * The identity of a derived tag: a UUID of version 5 (RFC 9562, 5.5) in the namespace that the identity of its tag is, so
 * that its history is the same one in every run, through renames, and when the aggregate is taken away and comes back.
 */
export function derivedUid(tagUid: string, { window, fn }: Derivation): string {
  const hash = createHash('sha1');
  hash.update(Buffer.from(tagUid.replaceAll('-', ''), 'hex')).update(`${window}.${fn}`);
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** As it would stand in a file: without all that makes a value of a reading, which its tag has behind it. */
function derivedTag(tag: Tag, derivation: Derivation): Tag {
  const { fn } = derivation;
  const { description, classification, owner, unit, eu_low, eu_high } = tag;
  const isLevel = fn !== 'count' && fn !== 'std';
  return {
    id: derivedId(tag.id, derivation),
    name: `${tag.name ?? tag.id} ${derivedTitle(derivation)}`,
    enabled: true,
    access: 'read',
    address: tag.address,
    topic_suffix: derivedTopic(tag.topic_suffix ?? tag.id, derivation),
    ...(description !== undefined && { description }),
    ...(classification !== undefined && { classification }),
    ...(owner !== undefined && { owner }),
    ...(unit !== undefined && fn !== 'count' && { unit }),
    ...(isLevel && eu_low !== undefined && { eu_low }),
    ...(isLevel && eu_high !== undefined && { eu_high }),
  };
}

/** What the windows of a device's tags are made with. */
export function tagWindows({ derived, device, pollIntervalMs }: DeviceEntry): readonly TagWindows[] {
  const bySource = Map.groupBy(derived, (entry) => entry.derived!.of);
  return [...bySource].map(([{ number, tag }, made]) => {
    const graceUs = 1_000 * graceMs(tag, device.manifest.subscribes?.(device.connection) ? pollIntervalMs : 0);
    const byWindow = Map.groupBy(made, (entry) => entry.derived!.window);
    return {
      tag: number,
      windows: [...byWindow].map(([window, own]) => ({
        windowUs: 1_000 * WINDOW_MS[window],
        graceUs,
        outputs: own.map((entry) => ({ fn: entry.derived!.fn, tag: entry.number })),
      })),
    };
  });
}

/** What a device sends by itself comes together, and what a swinging door holds back comes when the line turns. */
function graceMs({ deadband, poll_interval }: Tag, sentEveryMs: number): number {
  const everyMs = sentEveryMs > 0 && poll_interval !== undefined ? parseDurationMs(poll_interval)! : sentEveryMs;
  const heldMs = deadband?.swinging_door === undefined ? 0 : (parseDurationMs(deadband.max_interval ?? '0s') ?? 0);
  return GRACE_MS + everyMs + heldMs;
}
