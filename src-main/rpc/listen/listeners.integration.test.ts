import { stat, writeFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { eventually } from '../../testing/eventually.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { listenerOf } from './listener.ts';
import { Listeners, type ListenSettings } from './listeners.ts';
import { localSocketPath } from './local-socket-path.ts';

let lifetime: Lifetime;
let folder: ProjectFolder;
let settings: ListenSettings;
let upgraded = 0;

beforeEach(async () => {
  lifetime = new Lifetime('listeners test');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
  settings = {
    project: folder.path,
    port: await freePort(),
    address: '127.0.0.1',
    hosts: [],
    tls: { loopback: false },
    whyNotOutside: () => undefined,
  };
});
afterEach(() => lifetime.dispose());

async function open(more: Partial<ListenSettings> = {}): Promise<Listeners> {
  const serving = {
    request: (message: Parameters<typeof listenerOf>[0], response: { end(text: string): void }): void =>
      response.end(listenerOf(message).kind),
    upgrade: (): void => void upgraded++,
  };
  return lifetime.add(await Listeners.open({ ...settings, ...more }, serving, silentLogger));
}

/** The body, over the socket of this computer. */
const askLocally = (socketPath: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const call = plainRequest({ socketPath, path: '/', agent: false }, (response) =>
      response.on('data', (data) => resolve(String(data))),
    );
    call.on('error', reject).end();
  });

const asksWithTls = (host = '127.0.0.1'): Promise<string> =>
  new Promise((resolve, reject) => {
    const agent = new Agent({ rejectUnauthorized: false });
    const call = request({ host, port: settings.port, path: '/', agent }, (response) => {
      response.on('data', (data) => resolve(String(data)));
      response.on('close', () => agent.destroy());
    });
    call.on('error', reject).end();
  });

describe('the doors of the engine', () => {
  it('are a socket for its own user always, and none on TCP without a port', async () => {
    const listeners = await open({ port: undefined });
    const path = localSocketPath(folder.path);
    expect(listeners.state).toBeUndefined();
    expect(await askLocally(path)).toBe('local');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    await listeners.dispose();
    await expect(askLocally(path)).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });

  it('take the place of a socket that an engine left which was killed', async () => {
    const path = localSocketPath(folder.path);
    await open({ port: undefined }).then((first) => first.dispose());
    await writeFile(path, '');
    await open({ port: undefined });
    expect(await askLocally(path)).toBe('local');
  });

  it('are plain HTTP on loopback, and TLS there where it is asked for', async () => {
    const plain = await open();
    expect(plain.state).toEqual({ address: `http://127.0.0.1:${settings.port}`, refused: null, fingerprint: null });
    expect(await (await fetch(plain.state!.address)).text()).toBe('tcp');
    await plain.dispose();
    const secure = await open({ tls: { loopback: true } });
    expect(secure.state).toMatchObject({ address: `https://127.0.0.1:${settings.port}` });
    expect(await asksWithTls()).toBe('tcp');
    await expect(fetch(`http://127.0.0.1:${settings.port}`)).rejects.toThrow('fetch failed');
  });

  it.each(['TLSv1.1', 'TLSv1'] as const)('do not open to %s', async (version) => {
    await open({ tls: { loopback: true } });
    const socket = connectTls({
      port: settings.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const why = await new Promise<string>((resolve) => {
      socket.once('secureConnect', () => resolve('opened'));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    socket.destroy();
    expect(why).toMatch(/PROTOCOL|ECONNRESET/);
  });

  it('stay on loopback until other computers may come, and say why', async () => {
    let why: string | undefined = 'there is no administrator yet.';
    const listeners = await open({ address: '0.0.0.0', hosts: ['edge-7.example'], whyNotOutside: () => why });
    expect(listeners.state).toMatchObject({ address: `http://127.0.0.1:${settings.port}`, refused: why });
    why = undefined;
    await eventually(() => expect(listeners.state?.refused).toBeNull());
    expect(listeners.state).toMatchObject({
      address: `https://edge-7.example:${settings.port}`,
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}/),
    });
    expect(await asksWithTls()).toBe('tcp');
  });

  it('end while a WebSocket is open', async () => {
    const listeners = await open();
    const socket = connectTcp(settings.port!, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('GET /rpc HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await eventually(() => expect(upgraded).toBe(1));
    await listeners.dispose();
    await closed;
  });

  it('say which port is taken', async () => {
    await open();
    const other = await givenProjectFolder();
    lifetime.defer(() => other.remove());
    await expect(open({ project: other.path })).rejects.toMatchObject({
      code: 'NX_SERVER_PORT',
      text: expect.stringContaining('EADDRINUSE'),
    });
  });

  it('take a certificate that was replaced without a restart', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    lifetime.defer(() => void vi.useRealTimers());
    const listeners = await open({ tls: { loopback: true } });
    const first = listeners.state!.fingerprint;
    await writeFile(join(folder.path, '.nexus/tls/server.crt'), '');
    await vi.advanceTimersByTimeAsync(60_000);
    await vi.waitFor(() => expect(listeners.state!.fingerprint).not.toBe(first), { interval: 20 });
    expect(await asksWithTls()).toBe('tcp');
  });

  it('close a connection that says nothing sensible, and one too many of them', async () => {
    await open();
    const raw = (bytes: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connectTcp(settings.port!, '127.0.0.1', () => socket.write(bytes));
        let answer = '';
        socket.on('data', (data) => (answer += String(data)));
        socket.on('error', () => {});
        socket.on('close', () => resolve(answer.split('\r\n')[0]!));
      });
    expect(await raw('\x16\x03\x01\x02\x00\x01\x00')).toBe('HTTP/1.1 400 Bad Request');
    expect(await raw(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/ 431 /);
    const sockets = Array.from({ length: 101 }, () => connectTcp(settings.port!, '127.0.0.1'));
    const closed = await Promise.race(
      sockets.map(
        (socket, at) =>
          new Promise<number>((resolve) => {
            socket.on('error', () => {});
            socket.on('close', () => resolve(at));
            socket.resume();
          }),
      ),
    );
    expect(closed).toBeGreaterThanOrEqual(0);
    for (const socket of sockets) socket.destroy();
  });
});
