import { describe, expect, it } from 'vitest';
import { LOST, metricNamed, metricValueOf, NodeRig, ROWS, valuesOf } from '../../testing/edge-node-rig.ts';

const lost = (tags: readonly number[]): object => ({
  value: Float64Array.from(tags, () => Number.NaN),
  status: Uint32Array.from(tags, () => LOST),
});

describe('a device that is lost', () => {
  it('tck-id-operational-behavior-device-ddeath: dies after its last data, and is born with its values when it is back', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.caughtUp();
    rig.take();
    rig.record({ tags: [3, 4], batch: lost([3, 4]) });
    expect(rig.take()).toEqual(['DDATA oven', 'DDEATH oven', 'NDATA']);
    rig.record({ tags: [1] });
    expect(rig.take()).toEqual(['DDATA pump']);
    rig.record({ tags: [3, 4], batch: { value: Float64Array.of(-5, 7) } });
    expect(rig.last('DBIRTH').metrics.map(metricValueOf)).toEqual([-5, 7]);
    expect(rig.take()).toEqual(['DBIRTH oven', 'NDATA', 'DDATA oven']);
  });

  it('lives on while one of its tags is in reach', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.caughtUp();
    rig.take();
    rig.record({ tags: [3], batch: lost([3]) });
    expect(rig.take()).toEqual(['DDATA oven']);
  });

  it('dies also where a tag that was removed had a good value last', () => {
    const rig = new NodeRig();
    rig.known = valuesOf(ROWS.slice(0, 3));
    rig.connect();
    rig.caughtUp();
    rig.record({ tags: [3, 4] });
    rig.take();
    rig.record({ tags: [3], batch: lost([3]) });
    expect(rig.take()).toEqual(['DDATA oven', 'DDEATH oven', 'NDATA']);
  });

  it('is not born when it is not there at the birth of the node', () => {
    const rig = new NodeRig();
    rig.known = valuesOf(ROWS, { 'uid 3': LOST, 'uid 4': LOST });
    rig.connect();
    rig.caughtUp();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump']);
  });

  it('dies again at once where it is switched off and points of it come late', () => {
    const rig = new NodeRig();
    const rows = ROWS.map((row) => (row.device === 'oven' ? { ...row, isOff: true } : row));
    rig.known = valuesOf(ROWS, { 'uid 3': LOST, 'uid 4': LOST });
    rig.connect(rows);
    rig.caughtUp();
    rig.record({ tags: [3, 4] });
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven', 'NDATA', 'DDATA oven', 'DDEATH oven', 'NDATA']);
  });

  it('is born for what waited of it in the log, and dies when that is sent', () => {
    const rig = new NodeRig();
    rig.known = valuesOf(ROWS, { 'uid 3': LOST, 'uid 4': LOST });
    rig.connect();
    rig.record({ tags: [3], isReplay: true });
    rig.record({ tags: [3, 4], isReplay: true, batch: lost([3, 4]) });
    rig.caughtUp();
    expect(rig.take()).toEqual([
      'NBIRTH',
      'DBIRTH pump',
      'DBIRTH oven',
      'NDATA',
      'DDATA oven',
      'DDATA oven',
      'DDEATH oven',
      'NDATA',
    ]);
  });
});

describe('devices of which the engine says nothing', () => {
  it('are born, and live until their values say otherwise', () => {
    const rig = new NodeRig();
    rig.known = undefined;
    rig.connect();
    rig.caughtUp();
    rig.record({ tags: [1] });
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven', 'DDATA pump']);
  });

  it('are not born where they are switched off', () => {
    const rig = new NodeRig();
    rig.known = undefined;
    rig.connect(ROWS.map((row) => (row.device === 'oven' ? { ...row, isOff: true } : row)));
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump']);
  });

  it('are born as they are once the engine says so late', async () => {
    const rig = new NodeRig();
    rig.answers = false;
    rig.connect();
    await rig.clock.advance(2_000);
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
    rig.node.values(valuesOf(ROWS, { 'uid 3': LOST, 'uid 4': LOST }));
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump']);
    rig.node.values(valuesOf(ROWS));
    rig.pump();
    expect(rig.take()).toEqual([]);
  });
});

describe('a rebirth', () => {
  it('tck-id-operational-behavior-data-commands-rebirth-action-1, -2, -3: data stop, all births follow, bdSeq stays', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.take();
    rig.answers = false;
    rig.node.rebirth();
    expect(rig.record({ tags: [1] })).toBe(false);
    rig.node.values(rig.known);
    rig.pump();
    expect(metricValueOf(metricNamed(rig.last('NBIRTH'), 'bdSeq'))).toBe(0);
    expect(rig.said.map(({ payload }) => payload.seq)).toEqual([0, 1, 2]);
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
    expect(rig.record({ tags: [1] })).toBe(true);
  });

  it('is given once to all who ask within five seconds', async () => {
    const rig = new NodeRig();
    rig.connect();
    for (let n = 0; n < 100; n++) rig.node.rebirth();
    rig.pump();
    expect(rig.take().filter((type) => type === 'NBIRTH')).toHaveLength(2);
    await rig.clock.advance(5_000);
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
    await rig.clock.advance(20_000);
    rig.pump();
    expect(rig.take()).toEqual([]);
  });

  it('follows a change of tags, and nothing follows when they stay the same', () => {
    const rig = new NodeRig();
    rig.connect();
    rig.take();
    rig.node.tell(ROWS, true);
    rig.pump();
    expect(rig.take()).toEqual([]);
    const added = { ...ROWS[0]!, uid: 'uid 5', tag: 'flow' };
    rig.known = valuesOf([...ROWS, added]);
    rig.node.tell([...ROWS, added], false);
    rig.pump();
    const { metrics } = rig.said.find(({ type, device }) => type === 'DBIRTH' && device === 'pump')!;
    expect(metrics.map(({ name }) => name)).toEqual(['pressure', 'running', 'flow']);
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
  });

  it('leaves a removed tag out once what waited of it is sent', () => {
    const rig = new NodeRig();
    rig.known = valuesOf(ROWS.slice(0, 3));
    rig.connect();
    rig.record({ tags: [4], isReplay: true });
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven', 'DDATA oven']);
    rig.caughtUp();
    const { metrics } = rig.said.find(({ device }) => device === 'oven')!;
    expect(metrics.map(({ name }) => name)).toEqual(['count']);
    rig.take();
    expect(rig.record({ tags: [4] })).toBe(true);
    expect(rig.take()).toEqual([]);
  });
});

describe('a primary host', () => {
  const host = (): NodeRig => new NodeRig({ primaryHost: 'scada' });

  it('tck-id-message-flow-edge-node-birth-publish-phid-wait, -online: nothing is said before it is online', () => {
    const rig = host();
    rig.connect();
    expect(rig.node.hostIs({ online: false, timestamp: 5 })).toBe(false);
    expect(rig.record({ tags: [1] })).toBe(false);
    expect(rig.said).toEqual([]);
    expect(rig.begun).toBe(0);
    expect(rig.node.hostIs({ online: true, timestamp: 5 })).toBe(false);
    rig.pump();
    expect(rig.take()).toEqual(['NBIRTH', 'DBIRTH pump', 'DBIRTH oven']);
  });

  it('may be said to be online before the subscription is confirmed', () => {
    const rig = host();
    rig.node.hostIs({ online: true, timestamp: 5 });
    rig.connect();
    expect(rig.node.phase).toBe('born');
    rig.node.left();
    rig.connect();
    expect(rig.node.phase).toBe('waiting');
  });

  it('tck-id-message-flow-edge-node-birth-publish-phid-wait-timestamp: an older state is passed over, also on the next connection', () => {
    const rig = host();
    rig.connect();
    rig.node.hostIs({ online: false, timestamp: 10 });
    rig.node.hostIs({ online: true, timestamp: 9 });
    expect(rig.node.phase).toBe('waiting');
    rig.node.left();
    rig.connect();
    rig.node.hostIs({ online: true, timestamp: 9 });
    expect(rig.node.phase).toBe('waiting');
    rig.node.hostIs({ online: true, timestamp: 10 });
    expect(rig.node.phase).toBe('born');
  });

  it('tck-id-message-flow-edge-node-birth-publish-phid-offline: its leaving ends the session, that of an older state does not', () => {
    const rig = host();
    rig.connect();
    rig.node.hostIs({ online: true, timestamp: 10 });
    expect(rig.node.hostIs({ online: false, timestamp: 9 })).toBe(false);
    expect(rig.node.hostIs({ online: false, timestamp: 10 })).toBe(true);
  });
});
