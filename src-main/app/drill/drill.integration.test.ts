import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DrillResult } from '../../../src-shared/contract/drill.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type EngineRig, engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { MosquittoProcess } from '../../testing/mosquitto-process.ts';

let lifetime: Lifetime;
beforeEach(() => {
  lifetime = new Lifetime('drill test');
});
afterEach(() => lifetime.dispose());

const device = (n: number): { id: string } & Record<string, unknown> => ({
  id: `d${n}`,
  protocol: 'modbus-tcp',
  simulated: 'waves',
  uns_prefix: `acme/p/a/l/d${n}`,
  poll_interval: '100ms',
  connection: { host: '127.0.0.1', port: 15_020 + n },
  tags: Array.from({ length: 10 }, (_, t) => ({ id: `t${t}`, address: `holding:${t * 2}:float32` })),
});

/** Four twins of ten tags at 100 ms, a broker of others, a historian. */
async function given(more = ''): Promise<EngineRig> {
  const broker = await new MosquittoProcess(await freePort()).start();
  lifetime.defer(() => broker.stop());
  const settings = `{ name: Drill }\nmqtt: { enabled: true, url: "${broker.url}", retry: 1s }\n${more}`;
  const rig = await engineRig([1, 2, 3, 4].map(device), lifetime, settings);
  await eventually(async () => {
    const targets = await rig.rpc.drill.targets({});
    expect(targets.filter(({ problem }) => problem !== '')).toEqual([]);
  });
  return rig;
}

async function ended({ rpc }: EngineRig, id: string): Promise<DrillResult> {
  const isOver = async (): Promise<void> => {
    const job = (await rpc.jobs.list({})).find(({ kind }) => kind === 'drill');
    expect(job?.state).not.toBe('running');
  };
  await vi.waitFor(isOver, { timeout: 100_000, interval: 250 });
  return await rpc.drill.get({ id });
}

const verdicts = ({ findings }: DrillResult): string[] =>
  findings.map(({ subject, property, figure, verdict, note }) =>
    `${verdict}: ${subject}: ${property}: ${figure} ${note}`.trim(),
  );

describe('an outage drill', () => {
  it('cuts broker, historian and a device of a running gateway and proves with counts that nothing is missing', async () => {
    const rig = await given();
    const { rpc } = rig;
    const running = await rpc.drill.start({
      sinks: ['mqtt', 'historian'],
      devices: ['d1'],
      forS: 10,
      reason: 'hand-over',
    });
    await expect(rpc.drill.start({ sinks: ['mqtt'], forS: 10 })).rejects.toMatchObject({ code: 'NX_DRILL_BUSY' });
    await eventually(async () => {
      const sinks = await rpc.sinks.list({});
      expect(sinks.find(({ sink }) => sink === 'mqtt')?.state).toBe('offline');
    });
    const result = await ended(rig, running.id);
    const said = verdicts(result);
    expect(
      said.filter((one) => /^(fail|not judged)/.test(one)),
      said.join('\n'),
    ).toEqual([]);
    expect(result).toMatchObject({ state: 'passed', reason: 'hand-over' });
    const points = (of: string, property: string): number =>
      Number(
        /^[\d,]+/
          .exec(result.findings.find((one) => one.subject === of && one.property === property)!.figure)![0]
          .replaceAll(',', ''),
      );
    // 300 points a second of devices that were not cut, for ten seconds.
    expect(points('MQTT broker', 'Waited at most')).toBeGreaterThan(2_000);
    expect(points('MQTT broker', 'Compared by a subscriber')).toBeGreaterThan(3_000);
    expect(points('Historian', 'Read back from the store')).toBeGreaterThan(3_000);
    expect(points('Historian', 'Waited at most')).toBeGreaterThan(2_000);
    const pdf = await rpc.drill.report({ id: running.id, format: 'pdf' });
    expect(Buffer.from(pdf.base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect((await rpc.drill.list({})).map(({ id }) => id)).toEqual([running.id]);
  });

  it('is ended at any time, and what it cut is restored at once', async () => {
    const rig = await given();
    const { rpc } = rig;
    const mqtt = async (): Promise<string | undefined> =>
      (await rpc.sinks.list({})).find(({ sink }) => sink === 'mqtt')?.state;
    const { id } = await rpc.drill.start({ sinks: ['mqtt'], forS: 3_000 });
    await eventually(async () => expect(await mqtt()).toBe('offline'));
    expect(await rpc.drill.end({ id })).toMatchObject({ state: 'cancelled' });
    await eventually(async () => expect(await mqtt()).toBe('connected'));
    await expect(rpc.drill.start({ sinks: ['mqtt-other'] })).rejects.toMatchObject({ code: 'NX_DRILL_NO_TARGET' });
  });
});
