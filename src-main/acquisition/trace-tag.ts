import type { ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import type { DriverManifest, WriteValue } from '../drivers/driver.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DeviceJob } from './acquisition-messages.ts';
import { deviceValue } from './device-value.ts';
import type { FrameCollector } from './frame-collector.ts';
import { readingColumns } from './reading-columns.ts';
import type { RunnerPorts } from './runner-ports.ts';
import type { Session } from './session.ts';
import type { TagGroup } from './tag-group.ts';
import type { TrafficFrame } from './traffic-batch.ts';

/** One tag that is to be read once more, and followed. */
export interface TraceOrder {
  readonly device: string;
  readonly tag: string;
  /** By which the batch of its point is known. */
  readonly number: number;
  readonly budgetMs: number;
}

/** How one traced read went; times are of the wall clock, µs. */
export type TraceOutcome =
  | {
      readonly kind: 'read';
      readonly frames: readonly TrafficFrame[];
      /** When it was the device's turn. */
      readonly turnUs: number;
      /** When its last answer was there. */
      readonly readUs: number;
      /** In device units, as the driver decoded it; null where it gave no good value. */
      readonly raw: WriteValue | null;
      /** OPC UA StatusCode of the reading. */
      readonly status: number;
      /** The time of the point that was made of it. */
      readonly pointUs: number;
      /** In engineering units; NaN where only a text, or nothing, can carry it. */
      readonly value: number;
      readonly pointStatus: number;
    }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly text: string;
      readonly frames: readonly TrafficFrame[];
    }
  /** The device cannot be reached now, or its tags are not read. Nothing was sent. */
  | { readonly kind: 'down'; readonly text: string };

export interface TraceParts {
  readonly job: DeviceJob;
  readonly manifest: DriverManifest;
  readonly groups: readonly TagGroup[];
  readonly session: Session;
  readonly clock: Clock;
  readonly frames: FrameCollector;
  readonly onBatch: RunnerPorts['onBatch'];
}

/**
 * Reads one tag by itself in a turn of its own, by the driver and the rules of every poll, and keeps what each of them saw. Its
 * point goes the way of all points. Never rejects.
 */
export async function traceTag(order: TraceOrder, parts: TraceParts): Promise<TraceOutcome> {
  const { job, groups, session, clock } = parts;
  const group = groups.find(({ tags }) => tags.some(({ id }) => id === order.tag));
  if (!group)
    return { kind: 'down', text: `“${order.device}” does not read a tag “${order.tag}”, so nothing was sent.` };
  const { link } = session;
  if (!link.isGood) {
    const reason = 'reason' in link.status && link.status.reason ? ` ${link.status.reason.text}` : '';
    return { kind: 'down', text: `“${job.id}” is not connected, so nothing was sent.${reason}` };
  }
  const budget = new AbortController();
  const timer = clock.after(order.budgetMs, () => budget.abort());
  const kept = { frames: [] as readonly TrafficFrame[] };
  try {
    const signal = AbortSignal.any([budget.signal, link.signal]);
    return await session.ownTurn((turn) => inTurn(order, parts, group, turn, signal, kept), signal);
  } catch (cause) {
    const { code, text } = toNexusError(cause);
    return { kind: 'failed', code, text, frames: kept.frames };
  } finally {
    timer.dispose();
  }
}

async function inTurn(
  order: TraceOrder,
  { job, manifest, session, clock, frames, onBatch }: TraceParts,
  group: TagGroup,
  turn: Parameters<Parameters<Session['ownTurn']>[0]>[0],
  signal: AbortSignal,
  kept: { frames: readonly TrafficFrame[] },
): Promise<TraceOutcome> {
  const row = group.tags.findIndex(({ id }) => id === order.tag);
  const tag = group.tags[row]!;
  const fresh = readingColumns(1);
  const turnUs = clock.wallUs();
  const collected = frames.begin();
  let readUs: number;
  try {
    readUs = await turn.read(session.plan([tag.driver]), fresh, signal);
  } finally {
    kept.frames = collected.end();
  }
  const raw = deviceValue(manifest.describeAddress(tag.driver, job.connection).dataType, fresh);
  const batch = group.single(row, fresh, readUs);
  // What a swinging door held back stands before it.
  const last = batch.count - 1;
  const [pointUs, value, pointStatus] = [batch.timeUs[last]!, batch.value[last]!, batch.status[last]!];
  onBatch(batch, order.number);
  return {
    kind: 'read',
    frames: kept.frames,
    turnUs,
    readUs,
    raw,
    status: fresh.status[0]!,
    pointUs,
    value,
    pointStatus,
  };
}
