import { once } from 'node:events';
import { connect, createServer, type Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { SocketGate } from './socket-gate.ts';

let clock: FakeClock;
let gate: SocketGate;
let server: Server;
let port: number;
const sockets: Socket[] = [];
let accepted = 0;

beforeEach(async () => {
  clock = new FakeClock();
  gate = new SocketGate(clock);
  gate.install();
  accepted = 0;
  server = createServer((socket) => {
    accepted++;
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as { port: number });
});
afterEach(async () => {
  gate.remove();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
  await once(server, 'close');
});

async function dial(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const codeOf = async (socket: Socket): Promise<unknown> => {
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  return error.code;
};

describe('the gate of a thread', () => {
  it('resets what stands and refuses what comes, without dialling it, until it is restored', async () => {
    const standing = await dial();
    const ended = codeOf(standing);
    expect(gate.order({ forMs: 60_000 })).toMatchObject({ isCut: true, ended: 1, turnedAway: 0 });
    expect(await ended).toBe('ECONNRESET');
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(gate.state).toMatchObject({ isCut: true, ended: 1, turnedAway: 1 });
    expect(accepted).toBe(1);
    expect(gate.order({ forMs: 0 }).isCut).toBe(false);
    await dial();
  });

  it('restores by itself when the time is over', async () => {
    const told: boolean[] = [];
    gate.changed.on((isCut) => told.push(isCut));
    gate.order({ forMs: 5_000 });
    await clock.advance(4_999);
    expect(gate.isCut()).toBe(true);
    await clock.advance(1);
    expect(gate.isCut()).toBe(false);
    expect(told).toEqual([true, false]);
    await dial();
  });

  it('cuts one link and leaves the others alone, also one that is dialled later in its name', async () => {
    const one = await gate.within('plc-1', () => dial());
    const other = await gate.within('plc-2', () => dial());
    const ended = codeOf(one);
    gate.order({ links: ['plc-1'], forMs: 60_000 });
    expect(await ended).toBe('ECONNRESET');
    expect(other.destroyed).toBe(false);
    const late = gate.within('plc-1', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return await dial();
    });
    await expect(late).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await gate.within('plc-2', () => dial());
    await dial();
  });

  it('catches connections however a library makes them', async () => {
    gate.order({ forMs: 60_000 });
    const made = new Socket();
    sockets.push(made);
    const refused = codeOf(made);
    made.connect(port, '127.0.0.1');
    expect(await refused).toBe('ECONNREFUSED');
    expect(accepted).toBe(0);
  });

  it('gives the thread back as it was', async () => {
    gate.order({ forMs: 60_000 });
    gate.remove();
    const socket = await dial();
    expect(socket.destroyed).toBe(false);
    expect(gate.state.isCut).toBe(false);
  });
});
