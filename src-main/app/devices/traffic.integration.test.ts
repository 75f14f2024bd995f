import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NexusClient } from '../../../src-shared/contract/contract.ts';
import type { FrameView } from '../../../src-shared/contract/traffic.ts';
import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { Simulator } from '../../drivers/driver.ts';
import { findDriver } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';

const lifetime = new Lifetime('traffic');
let rpc: NexusClient;
let folder = '';

interface Device {
  readonly id: string;
  readonly protocol: string;
  readonly connection: Record<string, unknown>;
  readonly tags: readonly { readonly id: string; readonly address: string; readonly data_type?: string }[];
}
const DEVICES: readonly Device[] = [
  {
    id: 'boiler-1',
    protocol: 'modbus-tcp',
    connection: { unit_id: 3 },
    tags: [
      { id: 'level', address: '40101' },
      { id: 'temperature', address: '40102:float32' },
      { id: 'burner', address: '00005' },
    ],
  },
  {
    id: 'press-1',
    protocol: 's7',
    connection: {},
    tags: [
      { id: 'force', address: 'DB10.DBD4:REAL' },
      { id: 'ready', address: 'M5.2' },
    ],
  },
  {
    id: 'line-1',
    protocol: 'opcua',
    connection: { mode: 'poll', endpoint: 'opc.tcp://127.0.0.1:4840' },
    tags: [{ id: 'speed', address: 'nsu=urn:line;s=Speed', data_type: 'float64' }],
  },
];

beforeAll(async () => {
  const files: (Record<string, unknown> & { readonly id: string })[] = [];
  for (const device of DEVICES) {
    const simulator = await simulate(device);
    lifetime.defer(() => simulator.close());
    const connection = { host: simulator.host, port: simulator.port, ...device.connection };
    files.push({ ...device, name: device.id, uns_prefix: `acme/${device.id}`, poll_interval: '100ms', connection });
  }
  ({ rpc } = await engineRig(files, lifetime));
  folder = await mkdtemp(join(tmpdir(), 'nexus-traffic-'));
  lifetime.defer(() => rm(folder, { recursive: true }));
});
afterAll(() => lifetime.dispose());

function simulate({ protocol, connection, tags }: Device): Promise<Simulator> {
  const manifest = findDriver(protocol);
  const parsed = manifest.connection.parse({ host: '127.0.0.1', ...connection });
  const served = tags.map(({ address, data_type }) => ({ address, dataType: data_type as DataType | undefined }));
  return manifest.simulate({ connection: parsed, tags: served, value: () => 1, clock: systemClock, port: 0 });
}

/** The first frames of a device that somebody watches. */
async function watched(device: string, count: number): Promise<readonly FrameView[]> {
  const frames: FrameView[] = [];
  const stop = new AbortController();
  for await (const event of await rpc.traffic.frames({ signal: stop.signal, input: { device } })) {
    frames.push(...event.frames);
    if (frames.length >= count) break;
  }
  stop.abort();
  return frames;
}

/** What tshark reads of these fields in the file, line by line. */
async function tshark(device: string, filter: string, fields: readonly string[]): Promise<readonly string[]> {
  const { base64 } = await rpc.traffic.export({ device });
  const file = join(folder, `${device}.pcapng`);
  await writeFile(file, Buffer.from(base64, 'base64'));
  const shown = fields.flatMap((field) => ['-e', field]);
  const checks = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE'];
  const text = execFileSync('tshark', [...checks, '-r', file, '-Y', filter, '-T', 'fields', ...shown], {
    stdio: 'pipe',
  });
  return text.toString().trim().split('\n');
}

describe('the traffic of a device', () => {
  it('is not recorded until somebody watches, and no longer than that', async () => {
    const polls = async (): Promise<number> => (await rpc.devices.get({ device: 'boiler-1' })).health.polls;
    await vi.waitFor(async () => expect(await polls()).toBeGreaterThan(2), { timeout: 15_000 });
    expect(await rpc.traffic.state({ device: 'boiler-1' })).toMatchObject({ recording: false, frames: 0 });
    expect((await watched('boiler-1', 8)).length).toBeGreaterThanOrEqual(8);
    const isRecording = async (): Promise<boolean> => (await rpc.traffic.state({ device: 'boiler-1' })).recording;
    await vi.waitFor(async () => expect(await isRecording()).toBe(false), { timeout: 15_000 });
    await expect(rpc.traffic.state({ device: 'boiler-9' })).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('is read frame by frame, with each reply beside its request', async () => {
    const frames = await watched('boiler-1', 8);
    const request = frames.find(({ line }) => line === 'Read holding registers 40101–40103 (3)  unit 3')!;
    const reply = frames.find((frame) => frame.request === request.number)!;
    expect(reply).toMatchObject({ direction: 'received', line: '3 registers', refusal: false });
    expect(reply.tookUs).toBeGreaterThan(0);
    expect(reply.fields).toContainEqual({ name: '40101', value: '1 (0x0001)', at: 9, length: 2 });
    expect(reply.hex).toMatch(/^[0-9a-f]{4}00000009030306000/);
    expect(new Set(frames.map(({ connection }) => connection))).toEqual(new Set([1]));
  });

  it('goes on being recorded where that was switched on, and is forgotten when it is cleared', async () => {
    expect(await rpc.traffic.record({ device: 'press-1', on: true })).toMatchObject({ recording: true, on: true });
    await eventually(async () => expect((await rpc.traffic.state({ device: 'press-1' })).frames).toBeGreaterThan(8));
    expect(await rpc.traffic.record({ device: 'press-1', on: false })).toMatchObject({ recording: false, on: false });
    const kept = (await rpc.traffic.state({ device: 'press-1' })).frames;
    expect(kept).toBeGreaterThan(8);
    // What was taken before it was switched off may still be on its way.
    await eventually(async () => {
      expect(await rpc.traffic.clear({ device: 'press-1' })).toMatchObject({ frames: 0, bytes: 0 });
      await systemClock.sleep(200);
      expect((await rpc.traffic.state({ device: 'press-1' })).frames).toBe(0);
    });
    await expect(rpc.traffic.export({ device: 'press-1' })).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('is a pcapng file in which tshark reads the Modbus requests and replies', async () => {
    await watched('boiler-1', 8);
    const fields = ['mbtcp.unit_id', 'modbus.func_code', 'modbus.reference_num', 'modbus.word_cnt'];
    expect(await tshark('boiler-1', 'modbus.func_code == 3 && tcp.dstport == 502', fields)).toContain('3\t3\t100\t3');
    const values = await tshark('boiler-1', 'modbus.func_code == 3 && tcp.srcport == 502', ['modbus.regval_uint16']);
    expect(values[0]!.startsWith('1,')).toBe(true);
    expect(await tshark('boiler-1', 'tcp.analysis.flags || _ws.malformed', ['frame.number'])).toEqual(['']);
    expect(await tshark('boiler-1', 'ip.checksum.status == 0 || tcp.checksum.status == 0', ['frame.number'])).toEqual([
      '',
    ]);
  });

  it('is a pcapng file in which tshark reads the items of S7', async () => {
    await watched('press-1', 8);
    const fields = [
      's7comm.header.rosctr',
      's7comm.param.func',
      's7comm.param.item.db',
      's7comm.param.item.address.byte',
    ];
    const jobs = await tshark('press-1', 's7comm.param.func == 4 && s7comm.header.rosctr == 1', fields);
    expect(jobs[0]).toBe('1\t0x04\t10,0\t4,5');
    expect(await tshark('press-1', 'tcp.analysis.flags || _ws.malformed', ['frame.number'])).toEqual(['']);
  });

  it('is a pcapng file in which tshark reads the services of OPC UA', async () => {
    await watched('line-1', 8);
    const services = await tshark('line-1', 'opcua.servicenodeid.numeric', [
      'opcua.servicenodeid.numeric',
      'tcp.dstport',
    ]);
    // ReadRequest to the server, ReadResponse from it (OPC 10000-6, A.3).
    expect(services).toContain('631\t4840');
    expect(services.some((line) => line.startsWith('634\t'))).toBe(true);
    expect(await tshark('line-1', '_ws.malformed', ['frame.number'])).toEqual(['']);
  });

  it('keeps the real port where that is wanted, and says what it wrote otherwise', async () => {
    await watched('boiler-1', 4);
    const real = Buffer.from((await rpc.traffic.export({ device: 'boiler-1', ports: 'real' })).base64, 'base64');
    const usual = Buffer.from((await rpc.traffic.export({ device: 'boiler-1' })).base64, 'base64');
    expect(usual.toString('latin1')).toMatch(/Port \d+ of the device is written as 502/);
    expect(real.toString('latin1')).not.toContain('is written as');
    expect(real.readUInt32LE(0)).toBe(0x0a0d0d0a);
  });
});
