import { describe, expect, it } from 'vitest';
import { POINT_FLAG } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import { LOST, metricNamed, metricValueOf, NodeRig, ROWS, valuesOf } from '../../testing/edge-node-rig.ts';
import { METRIC_TYPE } from './metric-type.ts';

describe('births', () => {
  it('tck-id-message-flow-device-birth-publish-nbirth-wait, tck-id-payloads-dbirth-order: NBIRTH, then every DBIRTH, then data', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.record({ tags: [1, 2] });
    expect(rig.said.map(({ topic }) => topic)).toEqual([
      'spBv1.0/plant/NBIRTH/edge',
      'spBv1.0/plant/DBIRTH/edge/pump',
      'spBv1.0/plant/DBIRTH/edge/oven',
      'spBv1.0/plant/DDATA/edge/pump',
    ]);
    expect(rig.begun).toBe(1);
  });

  it('tck-id-topics-nbirth-bdseq-matching, tck-id-payloads-nbirth-bdseq-repeat: NBIRTH has the bdSeq of the will, Int64', () => {
    const rig = new NodeRig();
    for (const bdSeq of [0, 1]) {
      const will = rig.connect();
      expect(will.topic).toBe('spBv1.0/plant/NDEATH/edge');
      expect(metricValueOf(metricNamed(will, 'bdSeq'))).toBe(bdSeq);
      expect(metricNamed(rig.last('NBIRTH'), 'bdSeq')).toMatchObject({ datatype: METRIC_TYPE.Int64, alias: undefined });
      expect(metricValueOf(metricNamed(rig.last('NBIRTH'), 'bdSeq'))).toBe(bdSeq);
      rig.node.left();
    }
  });

  it('tck-id-payloads-ndeath-seq: NDEATH has no seq and nothing but bdSeq', () => {
    const will = new NodeRig().connect();
    expect(will.payload.seq).toBeUndefined();
    expect(will.metrics.map(({ name }) => name)).toEqual(['bdSeq']);
  });

  it('tck-id-operational-behavior-data-commands-rebirth-name, -datatype, -value, -name-aliases: Rebirth is born false, Boolean, without alias', () => {
    const rig = new NodeRig();
    rig.connect();
    const rebirth = metricNamed(rig.last('NBIRTH'), 'Node Control/Rebirth');
    expect(rebirth).toMatchObject({ datatype: METRIC_TYPE.Boolean, alias: undefined });
    expect(metricValueOf(rebirth)).toBe(false);
  });

  it('tck-id-topics-dbirth-metric-reqs, tck-id-payloads-metric-datatype-req, tck-id-payloads-alias-birth-requirement: name, alias, datatype, value and unit', () => {
    const rig = new NodeRig();
    rig.connect();
    const birth = rig.said.find(({ device }) => device === 'pump')!;
    expect(birth.metrics.map(({ name, datatype }) => [name, datatype])).toEqual([
      ['pressure', METRIC_TYPE.Double],
      ['running', METRIC_TYPE.Boolean],
    ]);
    expect(birth.metrics.map(metricValueOf)).toEqual([10, true]);
    expect(birth.metrics[0]!.timestamp).toBe(1.7e12);
    expect(birth.metrics[0]!.properties.get('engUnit')!.raw!.value).toBe('bar');
  });

  it('tck-id-payloads-alias-uniqueness: no two metrics of the node have the same alias', () => {
    const rig = new NodeRig();
    rig.connect();
    const aliases = rig.said
      .flatMap(({ metrics }) => metrics.map(({ alias }) => alias))
      .filter((alias) => alias !== undefined);
    expect(aliases).toHaveLength(6);
    expect(new Set(aliases).size).toBe(aliases.length);
  });

  it('tck-id-operational-behavior-data-publish-dbirth-values: null, and no value, where there is none', () => {
    const rig = new NodeRig();
    rig.known = valuesOf(ROWS, { 'uid 1': STATUS.BadSensorFailure, 'uid 2': LOST });
    rig.connect();
    const birth = rig.said.find(({ device }) => device === 'pump')!;
    expect(birth.metrics.map(({ isNull, raw }) => [isNull, raw])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
    expect(birth.metrics.map(({ properties }) => properties.get('Quality')!.raw!.value)).toEqual([0, 500]);
  });

  it('tell what passed by where the engine does not answer within two seconds', async () => {
    const rig = new NodeRig();
    rig.answers = false;
    rig.connect();
    expect(rig.record({ tags: [1] })).toBe(false);
    await rig.clock.advance(2_000);
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
  });

  it('wait for the tags of the project', () => {
    const rig = new NodeRig();
    rig.node.will();
    rig.node.connected(() => {});
    expect(rig.asked).toBe(0);
    rig.node.tell(ROWS, true);
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
  });
});

describe('sequence numbers', () => {
  it('tck-id-payloads-sequence-num-incrementing: one more each, 0 behind 255, over all messages of the node', () => {
    const rig = new NodeRig();
    rig.connect();
    for (let n = 0; n < 300; n++) rig.record({ tags: [n % 2 === 0 ? 1 : 3] });
    expect(rig.said.map(({ payload }) => payload.seq)).toEqual(rig.said.map((_, n) => n % 256));
    expect(rig.said).toHaveLength(303);
  });

  it('tck-id-topics-nbirth-seq-num: every NBIRTH begins at 0', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.record({ tags: [1] });
    rig.node.left();
    rig.connect();
    expect(rig.last('NBIRTH').payload.seq).toBe(0);
  });
});

describe('data', () => {
  it('tck-id-payloads-alias-data-cmd-requirement, tck-id-payloads-metric-datatype-not-req: the alias, and neither name nor datatype', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.record({ tags: [1, 2] });
    const aliases = rig.said.find(({ device }) => device === 'pump')!.metrics.map(({ alias }) => alias);
    const { metrics } = rig.last('DDATA');
    expect(metrics.map(({ alias, name, datatype }) => [alias, name, datatype])).toEqual(
      aliases.map((alias) => [alias, undefined, undefined]),
    );
    expect(metrics.every(({ timestamp, isHistorical }) => timestamp !== undefined && !isHistorical)).toBe(true);
  });

  it('tck-id-payloads-name-requirement: the name where aliases are not used', () => {
    const rig = new NodeRig({ hasAliases: false });
    rig.connect();
    rig.record({ tags: [1] });
    expect(rig.said.flatMap(({ metrics }) => metrics).every(({ alias }) => alias === undefined)).toBe(true);
    expect(rig.last('DDATA').metrics[0]!.name).toBe('pressure');
  });

  it('of several devices are a message each, and what nobody names is passed over', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.take();
    expect(rig.record({ tags: [5, 1, 5, 3, 4] })).toBe(true);
    expect(rig.said.map(({ device, metrics }) => [device, metrics.length])).toEqual([
      ['pump', 1],
      ['oven', 2],
    ]);
  });

  it('are history when they waited in the log or say so themselves', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.record({ tags: [1], isReplay: true });
    expect(rig.last('DDATA').metrics[0]!.isHistorical).toBe(true);
    rig.caughtUp();
    rig.record({ tags: [1, 2], batch: { flags: Uint8Array.of(POINT_FLAG.historical, 0) } });
    expect(rig.last('DDATA').metrics.map(({ isHistorical }) => isHistorical)).toEqual([true, false]);
  });

  it('are not history for long because a wall clock was set back after the connect', async () => {
    const rig = new NodeRig();
    rig.connect();
    rig.caughtUp();
    rig.record({ tags: [1], isReplay: true });
    await rig.clock.advance(10_000);
    rig.record({ tags: [1], isReplay: true });
    const history = rig.said.filter(({ type }) => type === 'DDATA').map(({ metrics }) => metrics[0]!.isHistorical);
    expect(history).toEqual([true, false]);
  });

  it('say Quality 192 once when a metric is Good again, and nothing while it stays so', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.caughtUp();
    const qualities = [STATUS.Good, STATUS.BadSensorFailure, STATUS.Good, STATUS.Good].map((status) => {
      rig.record({ tags: [1], batch: { status: Uint32Array.of(status) } });
      return rig.last('DDATA').metrics[0]!.properties.get('Quality')?.raw!.value;
    });
    expect(qualities).toEqual([undefined, 0, 192, undefined]);
  });
});
