import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { FaultProxy } from './fault-proxy.ts';

let lifetime: Lifetime;
let proxy: FaultProxy;
/** The peer's ends of its connections, oldest first. */
let peers: Socket[];

beforeEach(async () => {
  lifetime = new Lifetime('fault proxy test');
  peers = [];
  // Sends back what it gets.
  const echo = createServer((socket) => {
    peers.push(socket);
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => {
    echo.listen(0, '127.0.0.1', resolve);
  });
  lifetime.defer(() => void echo.close());
  const { port } = echo.address() as { port: number };
  proxy = lifetime.add(await new FaultProxy({ host: '127.0.0.1', port }).listen());
});

afterEach(() => lifetime.dispose());

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, proxy.host).setNoDelay();
  lifetime.defer(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** What arrives within the time. */
async function heard(socket: Socket, ms: number): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  await new Promise((resolve) => setTimeout(resolve, ms));
  return text;
}

/** Waits for the end of a socket, whatever it ends with. */
function closed(socket: Socket): Promise<unknown> {
  socket.on('error', () => {});
  return new Promise((resolve) => socket.once('close', resolve));
}

async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

describe('the fault proxy', () => {
  it('passes bytes in both directions and counts connections', async () => {
    expect(await ask(await dial(), 'one')).toBe('one');
    expect(await ask(await dial(), 'two')).toBe('two');
    expect([proxy.connections, proxy.open]).toEqual([2, 2]);
  });

  it('cuts a connection at the chunk that it is told, which arrives or does not', async () => {
    proxy.judge((chunk, direction) => {
      if (direction === 'from device' && chunk.includes('answer')) return 'drop';
      return chunk.includes('last') ? 'last' : 'pass';
    });
    const dropped = await dial();
    expect(await ask(dropped, 'one')).toBe('one');
    let got = '';
    dropped.on('data', (chunk) => (got += chunk.toString()));
    dropped.write('answer');
    await closed(dropped);
    expect(got).toBe('');
    const last = await dial();
    expect(await ask(last, 'two')).toBe('two');
    const arrived = once(peers[1]!, 'data');
    last.write('last');
    expect(String((await arrived)[0])).toBe('last');
    await closed(last);
  });

  it('resets both sides', async () => {
    const socket = await dial();
    await ask(socket, 'here');
    proxy.rst();
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    await expect.poll(() => [peers[0]?.destroyed, proxy.open]).toEqual([true, 0]);
  });

  it('holds everything in a black hole and delivers it late', async () => {
    const socket = await dial();
    await ask(socket, 'here');
    proxy.blackhole();
    socket.write('held');
    expect(await heard(socket, 50)).toBe('');
    await proxy.restore();
    await expect(heard(socket, 50)).resolves.toBe('held');
  });

  it('lets not even a FIN out of a black hole', async () => {
    const socket = await dial();
    await ask(socket, 'here');
    proxy.blackhole();
    peers[0]!.end();
    await heard(socket, 50);
    expect(socket.readableEnded).toBe(false);
    await proxy.restore();
    await once(socket, 'end');
  });

  it('is mute towards connections made while it is a black hole', async () => {
    proxy.blackhole();
    const socket = await dial();
    socket.write('hello');
    expect(await heard(socket, 50)).toBe('');
    expect(proxy.connections).toBe(1);
  });

  it('keeps one direction alive when half open', async () => {
    const socket = await dial();
    await ask(socket, 'here');
    proxy.halfOpen();
    const arrived = once(peers[0]!, 'data');
    socket.write('up');
    expect(String((await arrived)[0])).toBe('up');
    expect(await heard(socket, 50)).toBe('');
    await proxy.restore();
    await expect(heard(socket, 50)).resolves.toBe('up');
  });

  it('keeps the order of what was under way when the fault ended', async () => {
    const socket = await dial();
    await ask(socket, 'here');
    proxy.latency(60);
    proxy.slice(1, 1);
    socket.write('first');
    await heard(socket, 20);
    socket.write('second');
    await proxy.restore();
    await expect(heard(socket, 300)).resolves.toBe('firstsecond');
  });

  it('refuses, and listens on the same port again when restored', async () => {
    const { port } = proxy;
    await proxy.refuse();
    const [error] = (await once(connect(port, proxy.host), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await proxy.restore();
    expect(proxy.port).toBe(port);
    expect(await ask(await dial(), 'back')).toBe('back');
  });

  it('delays, and cuts into slices', async () => {
    const socket = await dial();
    proxy.latency(40);
    const startMs = performance.now();
    await ask(socket, 'slow');
    // Once each way; timers may fire up to 1 ms early.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(78);
    await proxy.restore();
    proxy.slice(1, 2);
    const chunks: string[] = [];
    socket.on('data', (chunk) => chunks.push(chunk.toString()));
    socket.write('abcd');
    await expect.poll(() => chunks.join('')).toBe('abcd');
    expect(chunks.length).toBeGreaterThan(1);
  });
});
