import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { verifyRecord } from '../../checks/verify-record.ts';
import type { Simulator } from '../../drivers/driver.ts';
import { modbusTcp } from '../../drivers/modbus/manifest.ts';
import { drivers } from '../../drivers/registry.ts';
import { surroundingsOf } from '../../entry/surroundings.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { connectSocket, type SocketClient } from '../../testing/socket-client.ts';
import { startEngine } from '../engine.ts';
import { checksFolder } from './checks-folder.ts';

const surroundings = surroundingsOf(new URL('../../entry/headless-main.ts', import.meta.url).href);
const TAGS = [
  { id: 'pt-102', name: 'PT-102', address: 'holding:1:float32', unit: 'bar', eu_low: 0, eu_high: 10 },
  {
    id: 'lv-120',
    name: 'LV-120',
    address: 'holding:3:float32',
    unit: '%',
    eu_low: 0,
    eu_high: 100,
    access: 'read_write',
  },
  { id: 'pump', name: 'Pump', address: 'coil:1', enum: { 0: 'Stopped', 1: 'Running' }, access: 'read_write' },
];

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

interface Bench {
  readonly folder: string;
  readonly simulator: Simulator;
  rpc: SocketClient['rpc'];
  /** What it shows. */
  readonly transmitter: { pressure: number };
  restart(between?: () => Promise<void>): Promise<void>;
}

/** A real device of the simulator, and an engine that checks its loops. */
async function givenBench(): Promise<Bench> {
  lifetime = new Lifetime('loop checks');
  const port = await freePort();
  const transmitter = { pressure: 0 };
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }),
    tags: TAGS.map(({ address }) => ({ address })),
    value: (index) => (index === 0 ? transmitter.pressure : 0),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const boiler = {
    ...{
      id: 'boiler-1',
      name: 'Boiler-1',
      protocol: 'modbus-tcp',
      uns_prefix: 'test/boiler-1',
      poll_interval: '200ms',
    },
    connection: { host: '127.0.0.1', port: simulator.port, unit_id: 1, request_timeout: '500ms' },
    tags: TAGS,
  };
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Test }\nserver: { port: ${port} }\nlog: { level: error }\naccess: { login: "off" }\n`,
    'devices/boiler-1.yaml': JSON.stringify(boiler),
  });
  lifetime.defer(() => folder.remove());
  const start = async () => {
    const engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
    const client = await connectSocket(port);
    const stop = async (): Promise<void> => {
      await client.close();
      await engine.stop();
    };
    return { rpc: client.rpc, stop };
  };
  let running = await start();
  lifetime.defer(() => running.stop());
  const bench: Bench = {
    ...{ folder: folder.path, simulator, rpc: running.rpc, transmitter },
    restart: async (between) => {
      await running.stop();
      await between?.();
      running = await start();
      bench.rpc = running.rpc;
    },
  };
  await good(bench);
  return bench;
}

const good = ({ rpc }: Bench): Promise<void> =>
  eventually(async () => {
    const rows = await rpc.values.ofDevice({ device: 'boiler-1' });
    expect(rows.every(({ quality }) => quality === 192)).toBe(true);
  });

const PT = { id: 'sat', device: 'boiler-1', tag: 'pt-102' };

async function givenSheet(bench: Bench): Promise<void> {
  const { loops } = await bench.rpc.checks.propose({});
  expect(loops.map(({ tag, template }) => [tag, template])).toEqual([
    ['lv-120', 'ao'],
    ['pt-102', 'ai'],
    ['pump', 'do'],
  ]);
  const wired = loops.map((loop) => (loop.tag === 'pt-102' ? { ...loop, wire_break: true } : loop));
  await bench.rpc.checks.save({ id: 'sat', name: 'Boiler SAT', points: [0, 100], loops: wired, base: null });
}

/** Sets the transmitter and captures a step, as a person on the radio does. */
async function captured(bench: Bench, value: number, step: string): Promise<CheckLoopView> {
  bench.transmitter.pressure = value;
  await eventually(async () => {
    const rows = await bench.rpc.values.ofDevice({ device: 'boiler-1' });
    expect(rows.find(({ tag_id: tag }) => tag === 'pt-102')?.value).toBeCloseTo(value, 5);
  });
  return await bench.rpc.checks.capture({ ...PT, step });
}

const resultOf = ({ steps }: CheckLoopView, key: string) => steps.find((step) => step.key === key)?.capture;

describe('a loop', () => {
  it('is captured, signed, found changed when its scaling changes, and named when its record is altered', async () => {
    const bench = await givenBench();
    await givenSheet(bench);
    const first = await captured(bench, 0.02, 'point-0');
    expect(resultOf(first, 'point-0')).toMatchObject({ result: 'pass', quality: 'Good', by: 'hand', expected: 0 });
    expect(resultOf(first, 'point-0')!.error).toBeCloseTo(0.2, 3);
    await expect(bench.rpc.checks.sign({ ...PT, verdict: 'pass', name: 'JD' })).rejects.toMatchObject({
      code: 'NX_CHECK_REFUSED',
      message: expect.stringContaining('100 % has no capture'),
    });
    const off = await captured(bench, 9.8, 'point-100');
    expect(resultOf(off, 'point-100')).toMatchObject({ result: 'fail' });
    await expect(bench.rpc.checks.sign({ ...PT, verdict: 'pass', name: 'JD' })).rejects.toMatchObject({
      message: expect.stringContaining('100 % is outside of what is expected'),
    });
    // What an edit of the sheet makes of it is captured again; what still proves its step stays.
    const { version, ...sheet } = await bench.rpc.checks.get({ id: 'sat' });
    const edited = await bench.rpc.checks.save({ ...sheet, tolerance: 5, base: version });
    const lenient = (await bench.rpc.checks.loops({ id: 'sat' }))[1]!;
    expect([resultOf(lenient, 'point-0')?.result, resultOf(lenient, 'point-100')]).toEqual(['pass', null]);
    await bench.rpc.checks.save({ ...sheet, base: edited.version });
    await captured(bench, 10, 'point-100');

    await bench.simulator.setFault('refuse');
    await eventually(async () => {
      await expect(bench.rpc.checks.capture({ ...PT, step: 'point-0' })).rejects.toMatchObject({
        code: 'NX_CHECK_REFUSED',
        message: 'PT-102 is Bad (device offline). Nothing was captured.',
      });
    });
    const broken = await bench.rpc.checks.capture({ ...PT, step: 'wire' });
    expect(resultOf(broken, 'wire')).toMatchObject({ result: 'pass', value: null });
    await bench.simulator.setFault('none');

    const signed = await bench.rpc.checks.sign({ ...PT, verdict: 'pass', name: 'JD' });
    expect(signed).toMatchObject({ state: 'pass', signature: { name: 'JD', revision: 1, verdict: 'pass' } });
    await expect(bench.rpc.checks.witness({ ...PT, name: 'jd' })).rejects.toMatchObject({ code: 'NX_CHECK_REFUSED' });
    expect(await bench.rpc.checks.witness({ ...PT, name: 'MR' })).toMatchObject({ witness: { name: 'MR' } });

    await bench.rpc.config.changeTag({ device: 'boiler-1', tag: 'pt-102', patch: { description: 'Feed water' } });
    expect((await bench.rpc.checks.loops({ id: 'sat' }))[1]).toMatchObject({ state: 'pass', changes: [] });
    await bench.rpc.config.changeTag({ device: 'boiler-1', tag: 'pt-102', patch: { scale: 2 } });
    expect((await bench.rpc.checks.loops({ id: 'sat' }))[1]).toMatchObject({
      state: 'changed',
      changes: ['scale none → 2'],
    });

    const bundle = await bench.rpc.checks.bundle({ id: 'sat' });
    expect(bundle.chain.breaks).toEqual([]);
    const signatureAt = bundle.loops[1]!.signature!.entry;
    const record = join(checksFolder(bench.folder), 'record.log');
    await bench.restart(async () => {
      const text = await readFile(record, 'utf8');
      await writeFile(record, text.replace('"name":"JD"', '"name":"XY"'));
    });
    expect(await bench.rpc.checks.verify({})).toMatchObject({
      breaks: [{ entry: signatureAt, text: 'It was altered after it was written.' }],
    });
    expect((await bench.rpc.checks.loops({ id: 'sat' }))[1]).toMatchObject({ signature: null });
    expect((await verifyRecord(checksFolder(bench.folder), bundle)).breaks).toHaveLength(2);
  });

  it('that moves while it is captured by itself is not, and by hand is', async () => {
    const bench = await givenBench();
    await givenSheet(bench);
    const whileMoving = async (by: 'hand' | 'steady'): Promise<CheckLoopView> => {
      await captured(bench, 0, 'point-0');
      const capture = bench.rpc.checks.capture({ ...PT, step: 'point-100', by });
      await systemClock.sleep(500);
      bench.transmitter.pressure = 10;
      return await capture;
    };
    await expect(whileMoving('steady')).rejects.toMatchObject({
      code: 'NX_CHECK_REFUSED',
      message: expect.stringContaining('PT-102 moved from 0 to 10 bar or back while it was looked at.'),
    });
    expect(resultOf((await bench.rpc.checks.loops({ id: 'sat' }))[1]!, 'point-100')).toBeNull();
    expect(resultOf(await whileMoving('hand'), 'point-100')).toMatchObject({ result: 'fail', by: 'hand', max: 10 });
  });

  it('whose record is cut stays broken after the next entry, and a torn one does not', async () => {
    const bench = await givenBench();
    await givenSheet(bench);
    const note = (text: string) => bench.rpc.checks.note({ ...PT, details: { note: text } });
    await note('one');
    await note('two');
    await note('three');
    const record = join(checksFolder(bench.folder), 'record.log');
    await bench.restart(async () => {
      const text = await readFile(record, 'utf8');
      await writeFile(record, `${text}4 abcdef`);
    });
    expect(await bench.rpc.checks.verify({})).toMatchObject({ entries: 3, breaks: [] });
    await bench.restart(async () => {
      const lines = (await readFile(record, 'utf8')).trimEnd().split('\n');
      await writeFile(record, `${lines.slice(0, 2).join('\n')}\n`);
    });
    const missing = [{ entry: 3, text: 'Entry 3 is missing: the record was cut.' }];
    expect((await bench.rpc.checks.loops({ id: 'sat' }))[1]).toMatchObject({ details: { note: 'two' } });
    await note('four');
    expect((await bench.rpc.checks.verify({})).breaks).toEqual(missing);
  });

  it('takes photos of a kind and size that it knows, and tells when one was exchanged', async () => {
    const bench = await givenBench();
    await givenSheet(bench);
    const picture = await readFile(new URL('icons/tray.png', surroundings.resources), 'base64');
    const { photos } = await bench.rpc.checks.addPhoto({ ...PT, name: 'tray.png', base64: picture });
    expect(photos).toMatchObject([{ name: 'tray.png', id: expect.stringMatching(/^[0-9a-f]{64}\.png$/) }]);
    const photo = photos[0]!.id;
    expect(await bench.rpc.checks.photo({ photo })).toEqual({ base64: picture, type: 'image/png' });
    const rubbish = Buffer.from('<svg onload=alert(1)>').toString('base64');
    await expect(bench.rpc.checks.addPhoto({ ...PT, name: 'x.png', base64: rubbish })).rejects.toMatchObject({
      code: 'NX_CHECK_REFUSED',
    });
    await writeFile(
      join(checksFolder(bench.folder), 'photos', photo),
      Buffer.concat([Buffer.from(picture, 'base64'), Buffer.from('more')]),
    );
    await expect(bench.rpc.checks.photo({ photo })).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('that is an output is written through the one door, armed, and captured by what shows it', async () => {
    const bench = await givenBench();
    await givenSheet(bench);
    const pump = { id: 'sat', device: 'boiler-1', tag: 'pump' };
    const writes = (): number => bench.simulator.frames().filter((frame) => [5, 6, 15, 16].includes(frame[7]!)).length;
    await expect(bench.rpc.checks.exercise({ ...pump, step: 'command-1' })).rejects.toMatchObject({
      code: 'NX_NOT_ARMED',
    });
    expect(writes()).toBe(0);
    await bench.rpc.writes.arm({ device_id: 'boiler-1', reason: 'Loop checks' });
    await bench.rpc.checks.exercise({ ...pump, step: 'command-1' });
    const loop = await bench.rpc.checks.exercise({ ...pump, step: 'command-0' });
    expect(loop.steps.map(({ key, capture }) => [key, capture?.result])).toEqual([
      ['command-1', 'pass'],
      ['command-0', 'pass'],
    ]);
    expect(loop.steps[0]!.capture).toMatchObject({ value: 1, by: 'write', write: { status: 'DONE_VERIFIED' } });
    expect(writes()).toBe(2);
    expect(await bench.rpc.checks.sign({ ...pump, verdict: 'pass', name: 'JD' })).toMatchObject({ state: 'pass' });
    await expect(bench.rpc.checks.exercise({ ...pump, step: 'command-1' })).rejects.toMatchObject({
      message: expect.stringContaining('is signed by JD'),
    });
    expect(writes()).toBe(2);
    const valve = await bench.rpc.checks.exercise({ id: 'sat', device: 'boiler-1', tag: 'lv-120', step: 'write-100' });
    expect(resultOf(valve, 'write-100')).toMatchObject({ result: 'pass', value: 100, expected: 100 });
    const failed = await bench.rpc.checks.sign({
      id: 'sat',
      device: 'boiler-1',
      tag: 'lv-120',
      verdict: 'fail',
      name: 'JD',
      defect: 'Sticks',
    });
    expect(failed).toMatchObject({ state: 'fail', punch: [{ text: 'Sticks', closedBy: null }] });
  });
});
