import { describe, expect, it } from 'vitest';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { MsgpackPayload } from '../payload/msgpack-payload.ts';
import { type MetricPlan, PayloadWriter, planMetric } from '../sparkplug/encode-payload.ts';
import { METRIC_TYPE } from '../sparkplug/metric-type.ts';
import { decodeMessage } from './decode-message.ts';
import { rebirthCommand } from './sparkplug-messages.ts';
import { topicDecoders } from './topic-decoders.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 10);
const PRESSURE = planMetric('steam_pressure', METRIC_TYPE.Double, 7, 'bar');
const TOTAL = planMetric('total', METRIC_TYPE.Int64, 8);

function birth(): Uint8Array {
  const writer = new PayloadWriter();
  writer.begin(NOW_MS);
  for (const plan of [PRESSURE, TOTAL]) {
    writer.birth(plan, { timeUs: NOW_MS * 1_000, value: 1, status: STATUS.Good, cell: undefined });
  }
  return writer.end(0);
}

function data(plan: MetricPlan, value: number, status: number = STATUS.Good, cell?: TypedCell): Uint8Array {
  const writer = new PayloadWriter();
  writer.begin(NOW_MS + 1_000);
  writer.data(plan, NOW_MS * 1_000, value, status, cell, true, false);
  return writer.end(1);
}

const DATA = 'spBv1.0/plant/DDATA/edge-1/boiler-1';

describe('a Sparkplug message', () => {
  it('has the names, types and units of the birth that was seen', () => {
    const { all, learn } = topicDecoders();
    learn('spBv1.0/plant/DBIRTH/edge-1/boiler-1', birth());
    expect(decodeMessage(DATA, data(PRESSURE, 8.42), all)).toMatchObject({
      kind: 'sparkplug',
      value: 'steam_pressure = 8.42 bar',
      number: 8.42,
      sourceMs: NOW_MS,
    });
    const { text } = decodeMessage(DATA, data(PRESSURE, 8.42), all);
    expect(text.split('\n')).toEqual([
      'DDATA, seq 1, 2026-11-21T10:00:01.000Z',
      'steam_pressure = 8.42 bar (Double, alias 7, historical, 2026-11-21T10:00:00.000Z)',
    ]);
  });

  it('keeps negative integers of 64 bits exact', () => {
    const { all, learn } = topicDecoders();
    learn('spBv1.0/plant/NBIRTH/edge-1', birth());
    const cell: TypedCell = { row: 0, kind: 'int64', value: -9_223_372_036_854_775_807n };
    expect(decodeMessage(DATA, data(TOTAL, 0, STATUS.Good, cell), all).value).toBe('total = -9223372036854775807');
  });

  it('says the alias where no birth was seen, or one of another node', () => {
    const { all, learn } = topicDecoders();
    learn('spBv1.0/plant/NBIRTH/edge-2', birth());
    expect(decodeMessage(DATA, data(PRESSURE, 8.42), all)).toMatchObject({
      value: 'alias 7 (its birth was not seen) = 8.42',
      unborn: true,
    });
    const asked = rebirthCommand(DATA, NOW_MS);
    expect(asked?.topic).toBe('spBv1.0/plant/NCMD/edge-1');
    expect(decodeMessage(asked!.topic, asked!.payload, all).value).toBe('Node Control/Rebirth = true');
    expect(rebirthCommand('acme/x', NOW_MS)).toBeUndefined();
  });

  it('forgets the aliases of before when its node is born again', () => {
    const { all, learn } = topicDecoders();
    learn('spBv1.0/plant/NBIRTH/edge-1', birth());
    const writer = new PayloadWriter();
    writer.begin(NOW_MS);
    learn('spBv1.0/plant/NBIRTH/edge-1', writer.end(0));
    expect(decodeMessage(DATA, data(PRESSURE, 1), all).value).toContain('its birth was not seen');
  });

  it('says Bad and stale as the standard does, and that a birth has several metrics', () => {
    const { all, learn } = topicDecoders();
    learn('spBv1.0/plant/NBIRTH/edge-1', birth());
    expect(decodeMessage(DATA, data(PRESSURE, 1, STATUS.Bad), all)).toMatchObject({ quality: 'bad', number: null });
    expect(decodeMessage(DATA, data(PRESSURE, 1, STATUS.BadNotConnected), all).quality).toBe('uncertain');
    expect(decodeMessage('spBv1.0/plant/NBIRTH/edge-1', birth(), all).value).toBe('NBIRTH, 2 metrics');
  });

  it('that is none says why, and STATE is the JSON that it is', () => {
    const { all, learn } = topicDecoders();
    learn('spBv1.0/plant/NBIRTH/edge-1', Uint8Array.of(0xff, 0xff));
    expect(decodeMessage(DATA, Uint8Array.of(0x12, 0xff), all).value).toContain('no Sparkplug payload');
    expect(decodeMessage('spBv1.0/STATE/host', Buffer.from('{"online":true}'), all).kind).toBe('json');
  });
});

describe('a message in MessagePack', () => {
  it('says what the same point in JSON says', () => {
    const row = {
      uid: 'u',
      topic: 'a/b/c',
      deviceTopic: 'a/b',
      device: 'b',
      tag: 'c',
      dataType: 'float64',
      unit: 'bar',
    } as const;
    const batch = {
      count: 1,
      device: 0,
      origin: 'local',
      receivedUs: 0,
      tag: Uint32Array.of(0),
      timeUs: Float64Array.of(NOW_MS * 1_000),
      value: Float64Array.of(8.42),
      status: Uint32Array.of(STATUS.Good),
    } as const;
    const bytes = new MsgpackPayload(row).encode(batch, 0, undefined, new Uint8Array(0));
    expect(decodeMessage('a/b/c', bytes, topicDecoders().all)).toMatchObject({
      kind: 'msgpack',
      value: '8.42 bar',
      quality: 'good',
      number: 8.42,
      sourceMs: NOW_MS,
    });
  });
});

describe('a batch in JSON', () => {
  it('says how many values it has', () => {
    const text = '{"device_id":"boiler-1","timestamp":"2026-11-21T10:00:00Z","values":[{"tag_id":"a","value":1}]}';
    expect(decodeMessage('a/b', Buffer.from(text)).value).toBe('1 value');
  });
});
