import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { FaultProxy } from './fault-proxy.ts';

let lifetime: Lifetime;
let proxy: FaultProxy;
/** The peer's ends, oldest first, with what each has heard. */
let peers: { readonly socket: Socket; heard: string }[];

beforeEach(async () => {
  lifetime = new Lifetime('toxics test');
  peers = [];
  const server = createServer((socket) => {
    const peer = { socket, heard: '' };
    peers.push(peer);
    socket.on('error', () => {});
    socket.on('data', (chunk) => (peer.heard += chunk.toString('latin1')));
    lifetime.defer(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  lifetime.defer(() => void server.close());
  const { port } = server.address() as { port: number };
  proxy = lifetime.add(await new FaultProxy({ host: '127.0.0.1', port }, 7).listen());
});

afterEach(() => lifetime.dispose());

interface Client {
  readonly socket: Socket;
  heard: string;
  ended: 'no' | 'fin' | 'rst';
}

async function dial(): Promise<Client> {
  const socket = connect(proxy.port, proxy.host).setNoDelay();
  const client: Client = { socket, heard: '', ended: 'no' };
  socket.on('data', (chunk) => (client.heard += chunk.toString('latin1')));
  socket.on('end', () => (client.ended = 'fin'));
  socket.on('error', () => (client.ended = 'rst'));
  lifetime.defer(() => void socket.destroy());
  await once(socket, 'connect');
  return client;
}

async function dialThrough(): Promise<Client> {
  const before = peers.length;
  const client = await dial();
  await expect.poll(() => peers.length).toBe(before + 1);
  return client;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('toxics of the fault proxy', () => {
  it('act on one direction, or on both', async () => {
    const client = await dialThrough();
    proxy.truncate(2, 'to device');
    client.socket.write('abcd');
    await expect.poll(() => peers[0]!.heard).toBe('ab');
    peers[0]!.socket.write('abcd');
    await expect.poll(() => client.heard).toBe('abcd');
    proxy.truncate(1);
    peers[0]!.socket.write('xyz');
    await expect.poll(() => client.heard).toBe('abcdx');
  });

  it('let bytes through at a rate', async () => {
    const client = await dialThrough();
    proxy.rate(1_000, 'from device');
    const startMs = performance.now();
    peers[0]!.socket.write(Buffer.alloc(200, 'r'));
    await expect.poll(() => client.heard.length, { timeout: 5_000 }).toBe(200);
    // 200 ms; timers may fire up to 1 ms early.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(190);
  });

  it('keep the order whatever the jitter, and delay what follows at once only once', async () => {
    const client = await dialThrough();
    proxy.latency(60, 50);
    const startMs = performance.now();
    for (const letter of 'abcdefghij') {
      client.socket.write(letter);
      await wait(2);
    }
    await expect.poll(() => peers[0]!.heard).toBe('abcdefghij');
    // Ten times one after the other would be 600 ms.
    expect(performance.now() - startMs).toBeLessThan(500);
  });

  it('deliver what is late at once when they are taken back', async () => {
    const client = await dialThrough();
    proxy.latency(60_000);
    client.socket.write('late');
    client.socket.end();
    await wait(30);
    expect(peers[0]!.heard).toBe('');
    await proxy.restore();
    await expect.poll(() => [peers[0]!.heard, peers[0]!.socket.readableEnded]).toEqual(['late', true]);
  });

  it('hold nothing of what has begun to arrive slowly once they are taken back', async () => {
    const client = await dialThrough();
    proxy.slice(1, 600_000, 'to device');
    proxy.rate(1, 'from device');
    client.socket.write('sliced');
    peers[0]!.socket.write('trickled');
    await expect.poll(() => peers[0]!.heard).toBe('s');
    await proxy.restore();
    await expect.poll(() => [peers[0]!.heard, client.heard]).toEqual(['sliced', 'trickled']);
  });

  it('invert bits, deliver twice, and put bytes in between', async () => {
    const client = await dialThrough();
    proxy.flip(1 / 64, 'to device');
    client.socket.write(Buffer.alloc(8_000));
    await expect.poll(() => peers[0]!.heard.length).toBe(8_000);
    const flipped = peers[0]!.heard.replaceAll('\0', '').length;
    expect(flipped).toBeGreaterThan(500);
    expect(flipped).toBeLessThan(2_000);
    await proxy.restore();
    peers[0]!.heard = '';
    proxy.dup(1, 'to device');
    client.socket.write('ab');
    await expect.poll(() => peers[0]!.heard).toBe('abab');
    await proxy.restore();
    proxy.insert(Buffer.from('??'), 'to device');
    client.socket.write('c');
    await expect.poll(() => peers[0]!.heard).toBe('abab??c');
    client.socket.write('d');
    await expect.poll(() => peers[0]!.heard).toBe('abab??cd');
  });

  it('close or reset after so many bytes more of a connection that stands', async () => {
    const closed = await dialThrough();
    peers[0]!.socket.write('before');
    await expect.poll(() => closed.heard).toBe('before');
    proxy.fin(3, 'from device');
    peers[0]!.socket.write('1234');
    await expect.poll(() => [closed.heard, closed.ended]).toEqual(['before123', 'fin']);
    await proxy.restore();
    const broken = await dialThrough();
    proxy.rst(2, 'from device');
    peers[1]!.socket.write('1');
    await expect.poll(() => broken.heard).toBe('1');
    peers[1]!.socket.write('23');
    await expect.poll(() => [broken.heard, broken.ended]).toEqual(['12', 'rst']);
    expect(proxy.cuts).toBe(2);
  });

  it('accept connections that nobody reads, and join them to the peer afterwards', async () => {
    proxy.acceptAndSilence();
    const client = await dial();
    client.socket.write('hello');
    await wait(30);
    expect(peers).toEqual([]);
    await proxy.restore();
    await expect.poll(() => peers[0]?.heard).toBe('hello');
  });

  it.each([
    ['before', 'x'],
    ['within', 'xCOM'],
    ['after', 'xCOMMIT'],
  ] as const)('cut %s a pattern, also where it comes in two chunks', async (where, expected) => {
    proxy.cutOn('COMMIT', 'from device', { where });
    const whole = await dialThrough();
    peers[0]!.socket.write('xCOMMITy');
    await expect.poll(() => [whole.heard, whole.ended]).toEqual([expected, 'rst']);
    const split = await dialThrough();
    peers[1]!.socket.write('xCO');
    await expect.poll(() => split.heard).toBe('xCO');
    peers[1]!.socket.write('MMITy');
    await expect.poll(() => split.ended).toBe('rst');
    // The head of the pattern had arrived already.
    expect(split.heard).toBe(where === 'before' ? 'xCO' : expected);
    expect(proxy.cuts).toBe(2);
  });

  it('cut at a pattern only from the match that is asked for, and only so often', async () => {
    proxy.cutOn('!', 'to device', { where: 'after', how: 'fin', nth: 3, times: 1 });
    const client = await dialThrough();
    client.socket.write('a!b!c!d!');
    await expect.poll(() => [peers[0]!.heard, client.ended]).toEqual(['a!b!c!', 'fin']);
    const next = await dialThrough();
    next.socket.write('e!f!');
    await expect.poll(() => peers[1]!.heard).toBe('e!f!');
    expect(proxy.cuts).toBe(1);
  });

  it('fall silent at a pattern, on that connection alone, and go on afterwards', async () => {
    proxy.cutOn('!', 'from device', { how: 'silence', times: 1 });
    const silent = await dialThrough();
    const other = await dialThrough();
    peers[0]!.socket.write('a!b');
    await expect.poll(() => [silent.heard, proxy.cuts]).toEqual(['a', 1]);
    silent.socket.write('not heard');
    peers[1]!.socket.write('c!');
    await expect.poll(() => other.heard).toBe('c!');
    await wait(20);
    expect([silent.heard, silent.ended, peers[0]!.heard]).toEqual(['a', 'no', '']);
    await proxy.restore();
    await expect.poll(() => [silent.heard, peers[0]!.heard]).toEqual(['a!b', 'not heard']);
  });
});
