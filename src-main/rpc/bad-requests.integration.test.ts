import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { contract } from '../../src-shared/contract/contract.ts';
import type { Contract, Procedure } from '../../src-shared/contract/define.ts';
import { startEngine } from '../app/engine.ts';
import { drivers } from '../drivers/registry.ts';
import { surroundingsOf } from '../entry/surroundings.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { importDevices } from '../project/import-devices.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { connectSocket } from '../testing/socket-client.ts';

const surroundings = surroundingsOf(new URL('../entry/headless-main.ts', import.meta.url).href);
const DEMO = fileURLToPath(new URL('../../resources/demo-plant/devices.yaml', import.meta.url));
const lifetime = new Lifetime('bad requests');
let port = 0;
let session = '';

beforeAll(async () => {
  const folder = await givenProjectFolder({
    'nexus.yaml': 'project: { name: Test, mode: demo }\naccess: { login: token }\nlog: { level: error }\n',
  });
  lifetime.defer(() => folder.remove());
  await importDevices(DEMO, folder.path, drivers);
  port = await freePort();
  const engine = await startEngine({ ...surroundings, folder: folder.path, port, drivers });
  lifetime.defer(() => engine.stop());
  const token = new URL(engine.address!).hash.replace('#token=', '');
  const answer = await send('POST', '/session', JSON.stringify({ token }));
  session = (JSON.parse(answer.text) as { session: string }).session;
});
afterAll(() => lifetime.dispose());

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function send(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body !== undefined && { body }),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

const api = (method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(method, `/api/v1${path}`, body, { authorization: `Bearer ${session}`, ...headers });

const routes = Object.values(contract as Contract)
  .flatMap((area) => Object.values(area))
  .filter((member): member is Procedure => member.kind === 'procedure')
  .flatMap(({ rest }) => (rest ? [rest] : []));

const MEBIBYTE = 1024 * 1024;
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a bad request', () => {
  // A1 of the reliability reference 5, for every call that the contract has.
  it.each(routes)('without a session learns nothing from $method $path', async ({ method, path }) => {
    const body = method === 'GET' ? undefined : '{}';
    const url = `/api/v1${path.replaceAll(/\{\w+\}/g, '1')}`;
    const answers = await Promise.all([
      send(method, url, body),
      send(method, url, body, { authorization: 'Bearer nonsense' }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.type).toContain('application/problem+json');
    }
    expect(answers[0]!.text).toBe(answers[1]!.text);
  });

  it.each([
    ['no JSON', '{"device_id": ', 400],
    ['no object', '[1, 2]', 400],
    ['an empty body', '', 400],
    ['a missing field', '{"device_id":"boiler-1","tag_id":"x"}', 400],
    ['a number beyond all', '{"device_id":"boiler-1","tag_id":"x","value":1e400}', 400],
    ['a list as value', '{"device_id":"boiler-1","tag_id":"x","value":[1]}', 400],
    ['a text for a number', '{"device_id":"boiler-1","tag_id":"x","value":1,"ttl_ms":"12"}', 400],
    ['a time without zone', '{"device_id":"boiler-1","tag_id":"x","value":1,"ts":"2026-01-01T00:00:00"}', 400],
    ['a key that reaches for the prototype', '{"__proto__":{"x":1},"device_id":"b","tag_id":"x","value":1}', 400],
    ['a body beyond 64 KiB', `{"device_id":"b","tag_id":"x","value":"${'x'.repeat(66_000)}"}`, 413],
  ])('with %s is refused with a problem', async (_what, body, status) => {
    const answer = await api('POST', '/writes', body);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.text).not.toMatch(/node_modules|at \w+ \(|\.ts:/);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('names the place of what it does not understand', async () => {
    const answer = await api('POST', '/writes', '{"device_id":"b","tag_id":"x","value":1,"ttl_ms":5}');
    expect(JSON.parse(answer.text)).toMatchObject({ title: 'NX_REQUEST_INVALID', issues: [{ path: ['ttl_ms'] }] });
  });

  it.each([
    ['a list 10,000 deep', `{"device":{"id":"deep","tags":${nested(10_000)}}}`],
    ['a map of nothing', '{"device":{}}'],
    ['an id that leaves the folder', '{"device":{"id":"../../evil"}}'],
    ['an id that is no text', '{"device":{"id":{"a":1}}}'],
    ['a device with two faults', '{"device":{"id":"x","protocol":"modbus-tcp","uns_prefix":"a/+","connection":{}}}'],
  ])('to add %s changes nothing', async (_what, body) => {
    const before = await api('GET', '/revisions');
    const answer = await api('POST', '/devices', body);
    expect(answer.status, answer.text).toBe(400);
    expect((await api('GET', '/revisions')).text).toBe(before.text);
  });

  // A7.
  it.each([
    ['no revision', undefined, 428],
    ['an old one', '"0"', 409],
    ['one that is none', 'W/"abc"', 409],
    ['a star', '*', 409],
  ])('to change a device from %s is refused', async (_what, ifMatch, status) => {
    const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
    const answer = await api('PATCH', '/devices/boiler-1', '{"patch":{"enabled":false}}', headers);
    expect(answer.status, answer.text).toBe(status);
  });

  // A9, A11.
  it.each([
    '/api/v1/devices/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/api/v1/devices/boiler-1%00',
    '/api/v1/devices/%c0%ae%c0%ae/config',
    '/api/v1//devices',
    '/api/v1/revisions/99999/restore',
    '/api/v1/devices/nope/config',
  ])('for %s reads no file and finds nothing', async (path) => {
    const method = path.endsWith('restore') ? 'POST' : 'GET';
    const headers = { authorization: `Bearer ${session}` };
    const answer = await send(method, path, method === 'POST' ? '{}' : undefined, headers);
    expect([400, 404], answer.text).toContain(answer.status);
    expect(answer.text).not.toContain('root:');
  });

  it.each([
    ['POST', '/writes', 65_537],
    ['POST', '/writes/arm', 65_537],
    ['POST', '/revisions', 65_537],
    ['POST', '/devices', 4 * MEBIBYTE + 1],
    ['PATCH', '/devices/boiler-1', 4 * MEBIBYTE + 1],
    ['PUT', '/devices/boiler-1/tags/x', 4 * MEBIBYTE + 1],
    ['POST', '/drivers/addresses', 4 * MEBIBYTE + 1],
    ['POST', '/import', 8 * MEBIBYTE + 1],
  ])('to %s %s of %i bytes is refused before it is read', async (method, path, bytes) => {
    const answer = await api(method, path, `{"x":"${'x'.repeat(bytes - 8)}"}`);
    expect(answer.status, answer.text).toBe(413);
    expect(answer.type).toContain('application/problem+json');
  });

  it.each([
    ['of one frame', (socket: WebSocket) => socket.send(Buffer.alloc(4 * MEBIBYTE + 1, 0x20), { binary: false })],
    [
      'in parts',
      (socket: WebSocket) => {
        for (let part = 0; part < 5; part++) socket.send(' '.repeat(MEBIBYTE), { fin: false });
      },
    ],
  ])('larger than a socket takes, %s, closes it with a code', async (_what, send) => {
    const { socket } = await connectSocket(port, { session });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    send(socket);
    expect(await closed).toBe(1009);
  });

  it('nested a million levels deep on a socket comes back as a bad one', async () => {
    const client = await connectSocket(port, { session });
    const before = await api('GET', '/revisions');
    const answered = new Promise<string>((resolve) =>
      client.socket.once('message', (data) => resolve((data as Buffer).toString())),
    );
    const deep = nested(MEBIBYTE);
    client.socket.send(`{"i":"1","p":{"u":"/config/addDevice","b":{"json":{"device":{"id":"deep","tags":${deep}}}}}}`);
    expect(await answered).toContain('BAD_REQUEST');
    expect((await api('GET', '/revisions')).text).toBe(before.text);
    await client.close();
  });

  // A8.
  it.each([
    ['a text as large as a socket takes', `"${'x'.repeat(4 * MEBIBYTE - 2)}"`, 1007],
    ['lists in lists', nested(2 * MEBIBYTE), 1007],
    ['objects without end', '{'.repeat(4 * MEBIBYTE), 1007],
    ['bytes', Buffer.from([0xff, 0xfe, 0, 1]), 1003],
    ['nothing', '', 1007],
    ['a call that is cut off', '{"i":"1","p":{"u":"/system/info","b":', 1007],
    ['a call of nowhere', '{"i":"1","p":5}', 1007],
    ['a stream of the caller', '{"i":"1","t":3,"p":{"e":"message","d":1}}', 1007],
    [
      'a call with a file',
      '{"i":"1","p":{"u":"/system/info","h":{"content-type":"multipart/form-data"},"b":{}}}',
      1007,
    ],
  ])('that is no call but %s closes the socket with a code', async (_what, message, code) => {
    const { socket } = await connectSocket(port, { session });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send(message);
    expect(await closed).toBe(code);
  });

  it('is the last that is read of a socket: a change behind it is not made', async () => {
    const { socket } = await connectSocket(port, { session });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    const device = (id: string) => ({
      device: { id, protocol: 'modbus-tcp', uns_prefix: `x/${id}`, connection: { host: '127.0.0.1' } },
    });
    socket.send('not a call');
    socket.send(JSON.stringify({ i: '1', p: { u: '/config/addDevice', b: { json: device('behind') } } }));
    expect(await closed).toBe(1007);
    // Changes are made one after the other: this one waits for any before it.
    expect((await api('POST', '/devices', JSON.stringify(device('after')))).status).toBe(200);
    const devices = JSON.parse((await api('GET', '/devices')).text) as readonly { readonly id: string }[];
    expect(devices.map(({ id }) => id)).toContain('after');
    expect(devices.map(({ id }) => id)).not.toContain('behind');
  });

  it('for one stream too many on a socket is refused, and the others go on', async () => {
    const client = await connectSocket(port, { session });
    const stop = new AbortController();
    const opened: AsyncIterator<unknown>[] = [];
    for (let i = 0; i < 200; i++)
      opened.push((await client.rpc.devices.health({ signal: stop.signal }))[Symbol.asyncIterator]());
    await Promise.all(opened.map((stream) => stream.next()));
    const more = await client.rpc.devices.health({ signal: stop.signal });
    const next = async (): Promise<unknown> => await more[Symbol.asyncIterator]().next();
    await expect(next()).rejects.toMatchObject({ code: 'NX_ACCESS_LIMIT' });
    expect(await opened[0]!.next()).toMatchObject({ done: false });
    await client.close();
  });

  // A6, A9: what two readers would understand differently.
  it.each([
    ['a key twice', '{"device_id":"b","tag_id":"x","value":1,"value":2}', 'at value stands there twice'],
    ['2^53 + 1', '{"device_id":"b","tag_id":"x","value":9007199254740993}', 'at value is 9007199254740993'],
    ['-0', '{"device_id":"b","tag_id":"x","value":-0}', 'at value is -0'],
    ['21 levels', `{"device_id":"b","tag_id":"x","value":${nested(21)}}`, 'deeper than 20 levels'],
  ])('with %s is refused with the place', async (_what, body, text) => {
    const answer = await api('POST', '/writes', body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(text);
  });

  it.each([
    ['GET', '/nothing/here', 404],
    ['GET', '/../nothing', 404],
    ['POST', '/api/v1/system', 405],
    ['DELETE', '/api/v1/devices', 405],
    ['PUT', '/api/v1/writes', 405],
    ['POST', '/health', 404],
  ])('%s %s says what there is instead', async (method, path, status) => {
    const body = method === 'GET' ? undefined : '{}';
    const answer = await send(method, path, body, { authorization: `Bearer ${session}` });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.type).toContain('application/problem+json');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/json',
  ])('of the form %s is not read', async (type) => {
    const answer = await api('POST', '/writes', '{"device_id":"b","tag_id":"x","value":1}', { 'content-type': type });
    expect(answer.status, answer.text).toBe(415);
    expect(answer.type).toContain('application/problem+json');
  });

  // A10.
  it('to sign in, sent without end, is told to wait while everything else goes on', async () => {
    const answers: Answer[] = [];
    const signIn = (): Promise<Answer> => send('POST', '/session', '{"token":"nonsense-nonsense"}');
    for (let round = 0; round < 5; round++) answers.push(...(await Promise.all(Array.from({ length: 30 }, signIn))));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(80);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect((await api('GET', '/devices')).status).toBe(200);
  });

  it('leaves the service as it was', async () => {
    expect((await api('GET', '/devices')).status).toBe(200);
    expect((await send('GET', '/health/ready')).status).toBe(200);
  });
});
