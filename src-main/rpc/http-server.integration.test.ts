import { request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningEngine, startEngine } from '../app/engine.ts';
import { drivers } from '../drivers/registry.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { importDevices } from '../project/import-devices.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { connectSocket } from '../testing/socket-client.ts';

const surroundings = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);
const lifetime = new Lifetime('http server test');
let engine: RunningEngine;
let port = 0;
let session = '';

beforeAll(async () => {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Test, mode: demo }\naccess: { login: token }\nlog: { level: error }\n',
  });
  lifetime.defer(() => folder.remove());
  await importDevices(
    fileURLToPath(new URL('../../resources/demo-plant/devices.yaml', import.meta.url)),
    folder.path,
    drivers,
  );
  port = await freePort();
  engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
  lifetime.defer(() => engine.stop());
});
afterAll(() => lifetime.dispose());

const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
const authorized = (): { headers: Record<string, string> } => ({ headers: { authorization: `Bearer ${session}` } });

/** The status of a request with headers that `fetch` does not let through. */
const statusOf = (path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    call.on('error', reject);
    call.end();
  });

/** Sends bytes as they are. @returns the status line, once the connection was closed by the other side or said something. */
const wire = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    const end = (): void => {
      socket.destroy();
      resolve(answer.split('\r\n')[0]!);
    };
    socket.setTimeout(5_000, end);
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (answer.includes('\r\n\r\n')) end();
    });
    socket.on('error', () => {});
    socket.on('close', end);
  });

describe('the workstation on loopback', () => {
  it('opens a session with the printed token, once', async () => {
    const token = new URL(engine.address!).hash.replace('#token=', '');
    expect(await (await fetch(url('/session'))).json()).toEqual({ login: 'token', setup: false, authenticated: false });
    const exchange = (): Promise<Response> =>
      fetch(url('/session'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
    const first = await exchange();
    session = ((await first.json()) as { session: string }).session;
    expect(first.status).toBe(200);
    expect((await exchange()).status).toBe(401);
    expect(await (await fetch(url('/session'), authorized())).json()).toEqual({
      login: 'token',
      setup: false,
      authenticated: true,
    });
  });

  it.each(['/api/v1/devices', '/metrics', '/api/v1/values'])('tells nothing at %s without a session', async (path) => {
    const response = await fetch(url(path));
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect((await fetch(url(path), authorized())).status).toBe(200);
  });

  it('refuses sockets without a session or from another site', async () => {
    await expect(connectSocket(port)).rejects.toThrow('401');
    await expect(connectSocket(port, { session, origin: 'http://evil.example' })).rejects.toThrow('403');
  });

  it('refuses other hosts and origins before anything else', async () => {
    expect(await statusOf('/health', { host: 'evil.example' })).toBe(403);
    expect(await statusOf('/health', { origin: 'null' })).toBe(403);
    expect(await statusOf('/health', {})).toBe(200);
  });

  it('answers live, ready and version without a session', async () => {
    expect(await (await fetch(url('/health/live'))).json()).toEqual({ status: 'live' });
    expect(await (await fetch(url('/health/ready'))).json()).toMatchObject({ status: 'ready', devices: 4 });
  });

  it('gives devices, tags, values and history over REST', async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(url(`/api/v1/${path}`), authorized())).json();
    expect(await get('devices/boiler-1')).toMatchObject({
      id: 'boiler-1',
      protocol: 'modbus-tcp',
      simulated: true,
      tags: 18,
    });
    expect(await get('devices/boiler-1/tags/steam_pressure')).toMatchObject({
      unit: 'bar',
      notations: expect.arrayContaining(['40108']),
    });
    await vi.waitFor(async () => expect(await get('values?topic=acme/%2B/utilities/power/%23')).toHaveLength(11), {
      timeout: 5_000,
    });
    const topic = 'acme/plant1/utilities/steam/boiler-1/steam_pressure';
    await vi.waitFor(
      async () => {
        const answer = (await get(`history?topic=${topic}&from=now-1m&buckets=5&aggregate=max`)) as {
          unit: string;
          rows: { value: number }[];
        };
        expect(answer.unit).toBe('bar');
        expect(answer.rows.at(-1)!.value).toBeGreaterThan(5);
      },
      { timeout: 5_000 },
    );
  });

  it.each([
    ['devices/none', 404, 'NX_NOT_FOUND', 'There is no device “none”'],
    ['history?topic=a/b&from=now-1h', 404, 'NX_NOT_FOUND', 'No tag has the topic'],
    [
      'history?topic=acme/plant1/utilities/steam/boiler-1/oxygen&from=yesterdy',
      400,
      'NX_REQUEST_INVALID',
      '“yesterdy” is not a time',
    ],
    [
      'history?topic=acme/plant1/utilities/steam/boiler-1/oxygen&from=now&to=now-1h',
      400,
      'NX_REQUEST_INVALID',
      'Swap them',
    ],
    ['history?topic=x&from=now-1h&buckets=-1', 400, 'NX_REQUEST_INVALID', ''],
    ['nothing/here', 404, 'NX_NOT_FOUND', 'There is no GET'],
  ])('answers /api/v1/%s with a problem', async (path, status, title, detail) => {
    const response = await fetch(url(`/api/v1/${path}`), authorized());
    const body = (await response.json()) as Record<string, unknown>;
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status, title, detail: expect.stringContaining(detail) });
    expect(response.status).toBe(status);
    expect(JSON.stringify(body)).not.toContain('.ts:');
  });

  // A4, A5, on the wire.
  it.each([
    [
      'a length and chunks',
      'POST /session HTTP/1.1\r\nHost: H\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      '400',
    ],
    ['two lengths', 'POST /session HTTP/1.1\r\nHost: H\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n', '400'],
    ['bare line feeds', 'GET /health HTTP/1.1\nHost: H\n\n', '400'],
    ['a folded header', 'GET /health HTTP/1.1\r\nHost: H\r\nX: a\r\n b\r\n\r\n', '400'],
    ['two hosts', 'GET /health HTTP/1.1\r\nHost: H\r\nHost: H\r\n\r\n', '40'],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', '400'],
    ['17 KiB of headers', `GET /health HTTP/1.1\r\nHost: H\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`, '431'],
    ['a method of no use', 'TRACE /health HTTP/1.1\r\nHost: H\r\n\r\n', '40'],
    [
      'chunks without end',
      `POST /session HTTP/1.1\r\nHost: H\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${' '.repeat(4_096)}\r\n`.repeat(20)}`,
      '413',
    ],
  ])('with %s is answered and the connection ends', async (_what, bytes, status) => {
    expect(await wire(bytes.replaceAll('Host: H', `Host: 127.0.0.1:${port}`))).toMatch(
      new RegExp(`^HTTP/1.1 ${status}`),
    );
  });

  it.each([
    'GET /api/v1/..%2f..%2fpackage.json HTTP/1.1\r\nHost: H\r\n\r\n',
    'GET /%2e%2e/%2e%2e/package.json HTTP/1.1\r\nHost: H\r\n\r\n',
    'GET /api/v1/devices/%c0%ae HTTP/1.1\r\nHost: H\r\n\r\n',
  ])('leaves no folder for %j', async (bytes) => {
    expect(await wire(bytes.replaceAll('Host: H', `Host: 127.0.0.1:${port}`))).toMatch(/40[0134]/);
    expect((await fetch(url('/health/live'))).status).toBe(200);
  });

  it('sends live values and series as binary frames beside the calls', async () => {
    const client = await connectSocket(port, { session });
    const tags = await client.rpc.devices.tags({ device: 'boiler-1' });
    const pressure = tags.find((tag) => tag.id === 'steam_pressure')!;
    expect(await client.rpc.values.watch({ tags: [pressure.index, 999_999] })).toEqual({ watching: 1 });
    await vi.waitFor(() => expect(client.frames.length).toBeGreaterThan(2), { timeout: 5_000 });
    expect(client.frames[0]).toMatchObject({
      kind: 'live',
      batch: { count: 1, tag: Uint32Array.of(pressure.index), flags: Uint8Array.of(1) },
    });
    await client.rpc.values.watch({ tags: [] });
    client.frames.length = 0;
    const nowUs = Date.now() * 1_000;
    const range = { fromUs: nowUs - 60e6, toUs: nowUs };
    const answer = await client.rpc.history.series({ frame: 7, device: 'boiler-1', tag: 'steam_pressure', ...range });
    expect(answer).toMatchObject({ frame: 7, rows: expect.any(Number) });
    expect(client.frames).toMatchObject([{ kind: 'series', number: 7, series: { kind: 'raw' } }]);
    await client.close();
  });

  it('streams status with a balance that holds, and lets go of a socket that breaks the rules', async () => {
    const client = await connectSocket(port, { session });
    const stop = new AbortController();
    for await (const { balance, devices } of await client.rpc.system.status({ signal: stop.signal })) {
      expect(devices.total).toBe(4);
      expect(balance.produced).toBe(balance.accepted + balance.rejected + balance.pending);
      expect(balance.accepted).toBeGreaterThan(40);
      for (const { delivered, queued, dropped, quarantined } of balance.sinks)
        expect(delivered + queued + dropped + quarantined).toBe(balance.accepted);
      break;
    }
    stop.abort();
    const closed = new Promise<number>((resolve) => client.socket.once('close', resolve));
    client.socket.send('x'.repeat(4 * 1024 * 1024 + 1));
    expect(await closed).toBe(1009);
  });

  it('makes a simulated device fail and come back, and refuses to for one that is not there', async () => {
    const client = await connectSocket(port, { session });
    await client.rpc.demo.setFault({ device: 'meter-1', fault: 'refuse' });
    const kind = async (): Promise<string> => (await client.rpc.devices.get({ device: 'meter-1' })).health.status.kind;
    await vi.waitFor(async () => expect(await kind()).toBe('offline'), { timeout: 8_000 });
    await client.rpc.demo.setFault({ device: 'meter-1', fault: 'none' });
    await vi.waitFor(async () => expect(await kind()).toMatch(/connected|degraded/), { timeout: 12_000 });
    await expect(client.rpc.demo.setFault({ device: 'nope', fault: 'none' })).rejects.toMatchObject({
      code: 'NX_NOT_FOUND',
    });
    await client.close();
  });
});
