import { describe, expect, it } from 'vitest';
import { SINK_FLOWS, type SinkView } from '../../../src-shared/contract/sinks.ts';
import { sinkRow } from './sink-rows.ts';

const view = (over: Partial<SinkView>): SinkView => ({
  sink: 'mqtt-cloud',
  state: 'connected',
  flow: 'live',
  reason: null,
  broker: 'mqtts://cloud.acme.example',
  backlog: { points: 0, bytes: 0, oldestUs: null },
  drainPerSecond: 1_200,
  secondsToEmpty: 0,
  secondsToFull: null,
  ...over,
});

describe('a sink in one line', () => {
  it('is named as people name it', () => {
    const titles = ['historian', 'mqtt', 'mqtt-cloud-2'].map((sink) => sinkRow(view({ sink }), 0).title);
    expect(titles).toEqual(['Historian', 'Broker', 'Broker “cloud-2”']);
  });

  it('says what waits, since when and until when, only while it is behind', () => {
    const backlog = { points: 12_000, bytes: 1_048_576, oldestUs: 40e6 };
    expect(sinkRow(view({ backlog }), 100e6)).toMatchObject({ oldest: '', outlook: '', word: 'Live' });
    const behind = view({ flow: 'catching-up', backlog, secondsToEmpty: 120, secondsToFull: 9 });
    expect(sinkRow(behind, 100e6)).toMatchObject({ oldest: '1 m', outlook: 'empty in 2 m', tone: 'warning' });
    const away = view({ flow: 'storing', state: 'offline', backlog, secondsToEmpty: null, secondsToFull: 7_200 });
    expect(sinkRow(away, 100e6)).toMatchObject({ outlook: 'log full in 2 h', tone: 'error' });
  });

  it('has a word and a glyph of its own for each way a sink does', () => {
    const rows = SINK_FLOWS.map((flow) => sinkRow(view({ flow }), 0));
    expect(new Set(rows.map(({ word }) => word)).size).toBe(SINK_FLOWS.length);
    expect(sinkRow(view({ flow: 'storing', state: 'connecting' }), 0).word).toBe('Connecting');
  });
});
