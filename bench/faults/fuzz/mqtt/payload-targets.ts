import { onePoint } from '../../../../src-main/testing/one-point.ts';
import { readSetBody, readWriteBody } from '../../../../src-main/uns/commands/command-body.ts';
import { parseCommandTopic } from '../../../../src-main/uns/commands/command-topic.ts';
import { decodeMessage } from '../../../../src-main/uns/explorer/decode-message.ts';
import { topicDecoders } from '../../../../src-main/uns/explorer/topic-decoders.ts';
import { CompactPayload } from '../../../../src-main/uns/payload/compact-payload.ts';
import { decodePayload } from '../../../../src-main/uns/payload/decode-payload.ts';
import { BATCH_END, BatchEntry, batchStart } from '../../../../src-main/uns/payload/json-batch.ts';
import { JsonPayload } from '../../../../src-main/uns/payload/json-payload.ts';
import { MsgpackPayload, msgpackMeta } from '../../../../src-main/uns/payload/msgpack-payload.ts';
import type { TagRow } from '../../../../src-main/uns/publishing/publisher-messages.ts';
import { fillPoint, incomingPoint } from '../../../../src-main/uns/remote/incoming-point.ts';
import { jsonMemo, scanJson } from '../../../../src-main/uns/remote/json-scan.ts';
import { newPoint } from '../../../../src-main/uns/remote/remote-point.ts';
import { decodePayload as decodeSparkplug, PayloadFault } from '../../../../src-main/uns/sparkplug/decode-payload.ts';
import { PayloadWriter, planMetric } from '../../../../src-main/uns/sparkplug/encode-payload.ts';
import { METRIC_TYPE } from '../../../../src-main/uns/sparkplug/metric-type.ts';
import { metricValue } from '../../../../src-main/uns/sparkplug/metric-value.ts';
import type { DataType } from '../../../../src-shared/domain/data-type.ts';
import { STATUS } from '../../../../src-shared/domain/quality.ts';
import { AcceptedWrong, type FuzzTarget, type Verdict } from '../files/fuzz-target.ts';

const FRAMES = 10_000;
const META = { log: '0198f0aa-0000-7000-8000-000000000000', lane: 1, seq: 4_711 };
const JSON_META = `,"log":"${META.log}","lane":1,"seq":4711`;
const TIME_US = 1_795_255_200_123_456;
const TOPIC = 'acme/boiler/steam_pressure';

const rowOf = (dataType: DataType): TagRow => ({
  ...{ uid: 'u', topic: TOPIC, deviceTopic: 'acme/boiler', device: 'boiler', tag: 'steam_pressure' },
  ...{ dataType, unit: 'bar' },
});
const ROWS: readonly (readonly [row: TagRow, value: number, status: number])[] = [
  [rowOf('float32'), 8.42, STATUS.Good],
  [rowOf('int32'), -70_000, STATUS.Good],
  [rowOf('bool'), 1, STATUS.Good],
  [rowOf('float64'), Number.NaN, STATUS.BadNoCommunication],
  [rowOf('float64'), 1.7976931348623157e308, STATUS.UncertainInitialValue],
];
const each = (encode: (row: TagRow, batch: ReturnType<typeof onePoint>) => string | Uint8Array): readonly Buffer[] =>
  ROWS.map(([row, value, status]) => Buffer.from(encode(row, onePoint(value, TIME_US, status)) as string));

const JSON_SAMPLES = each((row, batch) => new JsonPayload(row).encode(batch, 0, undefined, JSON_META));

/** The same bytes among others, as they lie in the buffer of a socket: nothing beside them may be read. */
function among(bytes: Buffer, fill: number): Buffer {
  const whole = Buffer.alloc(bytes.length + 64, fill);
  bytes.copy(whole, 32);
  return whole.subarray(32, 32 + bytes.length);
}

/** Reads twice, with other neighbours each time. */
function readAmong<T>(bytes: Buffer, read: (bytes: Buffer) => T): T {
  const texts = [0x22, 0x91].map((fill) => JSON.stringify(read(among(bytes, fill)), writable));
  if (texts[0] !== texts[1]) throw new AcceptedWrong('bytes beside the message were read');
  return read(bytes);
}
const writable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? `${value}n`
    : typeof value === 'number' && !Number.isFinite(value)
      ? String(value)
      : value;

const payload = (name: string, samples: readonly Buffer[], topic = TOPIC): FuzzTarget => ({
  ...{ name, samples, frames: FRAMES },
  judge: (bytes): Verdict => {
    const found = readAmong(bytes, (each_) => decodePayload(topic, each_));
    const point = newPoint();
    for (const decoded of found?.points ?? []) fillPoint(incomingPoint(decoded), point);
    return found ? 'read' : 'refused';
  },
});

/** The quick way through a payload reads what the thorough one does, or nothing. */
const quickJson: FuzzTarget = {
  ...{ name: 'JSON, read in place', samples: JSON_SAMPLES, frames: FRAMES },
  judge: (bytes): Verdict => {
    const thorough = newPoint();
    const [decoded] = decodePayload(TOPIC, bytes)?.points ?? [];
    const isPoint = decoded !== undefined && fillPoint(incomingPoint(decoded), thorough);
    let isRead = false;
    for (const sample of JSON_SAMPLES) {
      const quick = newPoint();
      const memo = jsonMemo(sample.toString())!;
      const given = among(bytes, 0x7d);
      const start = given.byteOffset;
      const whole = Buffer.from(given.buffer);
      if (!scanJson(whole, start, start + given.length, memo, quick)) continue;
      isRead = true;
      if (!isPoint || JSON.stringify(quick, writable) !== JSON.stringify(thorough, writable))
        throw new AcceptedWrong(`${JSON.stringify(quick, writable)} in place, ${JSON.stringify(thorough, writable)}`);
    }
    return isRead || isPoint ? 'read' : 'refused';
  },
};

function sparkplugSamples(): readonly Buffer[] {
  const samples = [
    { type: METRIC_TYPE.Double, value: 8.42 },
    { type: METRIC_TYPE.Int32, value: -7 },
    { type: METRIC_TYPE.UInt64, value: Number.NaN, cell: { row: 0, kind: 'uint64' as const, value: 2n ** 64n - 1n } },
    { type: METRIC_TYPE.String, value: Number.NaN, cell: { row: 0, kind: 'string' as const, value: 'läuft' } },
    { type: METRIC_TYPE.Boolean, value: 1 },
    { type: METRIC_TYPE.Float, value: Number.NaN, status: STATUS.BadNoCommunication },
  ];
  return (['birth', 'data', 'replay'] as const).map((how) => {
    const writer = new PayloadWriter();
    writer.begin(TIME_US / 1_000);
    samples.forEach(({ type, value, cell, status = STATUS.Good }, at) => {
      const plan = planMetric(`boiler/m${at}`, type, 100 + at);
      if (how === 'birth') writer.birth(plan, { timeUs: TIME_US, value, status, cell });
      else writer.data(plan, TIME_US, value, status, cell, how === 'replay', false);
    });
    return Buffer.from(writer.end(7));
  });
}

const sparkplug: FuzzTarget = {
  ...{ name: 'Sparkplug B', samples: sparkplugSamples(), frames: FRAMES },
  judge: (bytes): Verdict => {
    const found = readAmong(bytes, (each_) => decodeSparkplug(each_));
    if (found instanceof PayloadFault) return 'refused';
    for (const { raw, datatype } of found.metrics) if (raw) metricValue(raw, datatype);
    return 'read';
  },
};

/** Births that a node was seen with are remembered, up to a number: nodes begin anew before that tells. */
const MOST_LEARNT = 500;
const explored = (name: string, topic: string, samples: readonly Buffer[]): FuzzTarget => {
  let decoders = topicDecoders();
  let learnt = 0;
  return {
    ...{ name, samples, frames: FRAMES / 2 },
    judge: (bytes): Verdict => {
      if (++learnt % MOST_LEARNT === 0) decoders = topicDecoders();
      decoders.learn(topic, bytes);
      const { value, text } = decodeMessage(topic, bytes, decoders.all);
      if (value.length > 80 || text.length > 65_536) throw new AcceptedWrong(`a line of ${value.length} characters`);
      return 'read';
    },
  };
};

const COMMANDS = [
  { tag_id: 'setpoint', value: 4.5, request_id: 'r-1', ts: 1_795_255_200_000, ttl_ms: 5_000 },
  { tag_id: 'setpoint', value: true, verify: true, expect: 4, reason: 'start-up', device_id: 'boiler' },
  { tag_id: 'setpoint', value: 'auto', ts: '2026-11-21T10:00:00Z' },
].map((body) => Buffer.from(JSON.stringify(body)));

/** What is taken as a command has a tag, a value of three kinds, and nothing that the form does not allow. */
const command = (
  name: string,
  samples: readonly Buffer[],
  read: (bytes: Buffer) => ReturnType<typeof readWriteBody>,
): FuzzTarget => ({
  ...{ name, samples, frames: FRAMES },
  judge: (bytes): Verdict => {
    const found = readAmong(bytes, read);
    if ('fault' in found) return 'refused';
    const { tag, value, ttlMs, tsUs, requestId } = found;
    const isSound =
      /^[\w-]{1,128}$/.test(tag) &&
      ['number', 'boolean', 'string'].includes(typeof value) &&
      (typeof value !== 'number' || Number.isFinite(value)) &&
      (ttlMs === undefined || (ttlMs >= 1 && ttlMs <= 30_000)) &&
      (tsUs === undefined || Number.isFinite(tsUs)) &&
      (requestId === undefined || requestId.length <= 128);
    if (!isSound) throw new AcceptedWrong(`the command ${JSON.stringify(found, writable).slice(0, 300)}`);
    return 'read';
  },
});

const topics: FuzzTarget = {
  name: 'topics of commands',
  samples: ['nexus/cmd/boiler/write', '$nexus/cmd/boiler/setpoint/set'].map((topic) => Buffer.from(topic)),
  frames: FRAMES,
  judge: (bytes): Verdict => {
    const text = bytes.toString();
    const found = parseCommandTopic(text, ['nexus', '$nexus']);
    if (!found || found.isForbidden) return 'refused';
    const isOurs = /^\$?nexus\/cmd\/[^/]*\/(?:[^/]*\/set|write)$/.test(text) && !/[+#]/.test(text);
    if (!isOurs) throw new AcceptedWrong(`the topic ${text.slice(0, 200)}`);
    return 'read';
  },
};

/** Everything that is read out of an MQTT message. */
export const PAYLOAD_TARGETS: readonly FuzzTarget[] = [
  payload('JSON', JSON_SAMPLES),
  quickJson,
  payload(
    'JSON of a batch',
    [
      Buffer.from(
        ROWS.reduce(
          (text, [row, value, status], at) =>
            `${text}${at > 0 ? ',' : ''}${new BatchEntry(row).encode(onePoint(value, TIME_US, status), 0, undefined)}`,
          batchStart('boiler', TIME_US, JSON_META),
        ) + BATCH_END,
      ),
    ],
    'acme/boiler',
  ),
  payload(
    'compact',
    each((row, batch) => new CompactPayload(row).encode(batch, 0, undefined, JSON_META)),
  ),
  payload(
    'MessagePack',
    each((row, batch) => new MsgpackPayload(row).encode(batch, 0, undefined, msgpackMeta(META))),
  ),
  sparkplug,
  explored('any message', TOPIC, [...JSON_SAMPLES, Buffer.from('8.42'), Buffer.from('läuft'), Buffer.of(0, 1, 0xff)]),
  explored('any message of a Sparkplug topic', 'spBv1.0/acme/DBIRTH/edge/boiler', sparkplugSamples()),
  command('commands', COMMANDS, (bytes) => readWriteBody(bytes, 'boiler')),
  command(
    'bare values',
    ['4.5', 'true', '"auto"', '-1e3'].map((text) => Buffer.from(text)),
    (bytes) => readSetBody(bytes, 'setpoint', 'float32'),
  ),
  topics,
];
