import type { LineageStep } from '../../../src-shared/contract/lineage.ts';
import type { Trace } from '../../../src-shared/contract/trace.ts';
import { isNumeric } from '../../../src-shared/domain/data-type.ts';
import { unitSymbol } from '../../../src-shared/domain/units.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TraceOutcome } from '../../acquisition/trace-tag.ts';
import { FrameReader } from '../../diagnostics/traffic/frame-reader.ts';
import { laneOf } from '../../log/lane.ts';
import { forward, transformationsOf } from '../../processing/transformations.ts';
import { driverTag } from '../../project/check/check-device.ts';
import { rulesFor } from '../devices/device-job.ts';
import type { EngineParts } from '../engine-parts.ts';
import { frameView } from '../handlers/frame-view.ts';
import { placeOf } from '../twins/twin-place.ts';
import type { TagEntry } from './tag-directory.ts';
import { traceSinks } from './trace-sinks.ts';

type TraceEngine = Pick<EngineParts, 'editor' | 'plant' | 'storage' | 'clock'>;

/**
 * Reads one tag once more and follows its value to its sinks.
 * @throws NexusError NX_NOT_FOUND for a tag that is not there, NX_REQUEST_INVALID for one that is not read.
 */
export async function traceValue(
  parts: TraceEngine,
  { device: id, tag: tagId }: { readonly device: string; readonly tag: string },
): Promise<Trace> {
  const entry = parts.plant.directory.tag(id, tagId);
  const { tag, topic } = entry;
  const { device } = entry.device;
  if (device.manifest.expressions || entry.derived) {
    const text = `“${tagId}” is calculated: nothing is read for it. Trace one of the tags that it is made of.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { device: id, tag: tagId });
  }
  const askedUs = parts.clock.wallUs();
  const { outcome, taken } = await parts.plant.trace(id, tagId);
  const place = placeOf(device, parts.plant.simulatorPort(id));
  const help = device.manifest.describeAddress(driverTag(tag), device.connection);
  const read = outcome.kind === 'read' ? outcome : undefined;
  return {
    device: id,
    tag: tagId,
    name: tag.name ?? tag.id,
    unit: tag.unit === undefined ? '' : unitSymbol(tag.unit),
    topic,
    protocol: place.manifest.title,
    endpoint: place.manifest.endpoint(place.connection),
    address: tag.address,
    notations: [...help.notations],
    dataType: help.dataType,
    askedUs,
    failure: failureOf(outcome),
    turnUs: read?.turnUs ?? null,
    frames: outcome.kind === 'down' ? [] : framesOf(outcome.frames, new FrameReader(place.manifest, place.connection)),
    readUs: read?.readUs ?? null,
    raw: typeof read?.raw === 'bigint' ? String(read.raw) : (read?.raw ?? null),
    rawStatus: read?.status ?? null,
    steps: stepsOf(parts, entry, read?.raw, isNumeric(help.dataType)),
    point: read ? { timeUs: read.pointUs, value: finite(read.value), status: read.pointStatus } : null,
    engineUs: taken?.engineUs ?? null,
    log: taken?.accepted
      ? {
          us: taken.accepted.us,
          segment: taken.accepted.head.segment,
          lane: laneOf(entry.device.uid),
          offset: taken.accepted.head.offset,
        }
      : null,
    sinks: read && taken?.accepted ? await traceSinks(parts, entry, read.pointUs, taken.accepted.head.totalPoints) : [],
  };
}

function failureOf(outcome: TraceOutcome): Trace['failure'] {
  if (outcome.kind === 'read') return null;
  return { code: outcome.kind === 'down' ? 'NX_DRIVER_DISCONNECTED' : outcome.code, text: outcome.text };
}

const framesOf = (frames: Extract<TraceOutcome, { kind: 'read' }>['frames'], reader: FrameReader): Trace['frames'] =>
  frames.map((frame, index) => frameView(reader.read({ ...frame, number: index + 1, ends: undefined })));

function stepsOf(
  { editor }: TraceEngine,
  { tag, topic }: TagEntry,
  raw: Extract<TraceOutcome, { kind: 'read' }>['raw'] | undefined,
  isNumber: boolean,
): LineageStep[] {
  const rules = isNumber ? rulesFor(topic, editor.current.project.config.quality_rules) : [];
  let at = typeof raw === 'string' || raw === undefined || raw === null ? Number.NaN : Number(raw);
  return transformationsOf(tag, rules).map((step): LineageStep => {
    const before = at;
    at = forward(step, at);
    return { kind: step.kind, text: step.text, before: finite(before), after: finite(at) };
  });
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
