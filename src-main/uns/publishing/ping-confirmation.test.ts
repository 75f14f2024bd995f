import { EventEmitter } from 'node:events';
import type { MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { PingConfirmation } from './ping-confirmation.ts';

/** The part of a client that pings; a broker's answers come by hand. */
class PingingClient extends EventEmitter {
  connected = true;
  pings = 0;

  sendPing(): void {
    this.pings++;
    this.emit('packetsend', { cmd: 'pingreq' });
  }

  answer(): void {
    this.emit('packetreceive', { cmd: 'pingresp' });
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

function given(): { client: PingingClient; confirmation: PingConfirmation; told: [number, number][] } {
  const client = new PingingClient();
  const told: [number, number][] = [];
  const confirmation = new PingConfirmation(client as unknown as MqttClient, (from, to) => void told.push([from, to]));
  return { client, confirmation, told };
}

describe('messages that nobody acknowledges', () => {
  it('are confirmed by the answer to one ping behind all of a turn', async () => {
    const { client, confirmation, told } = given();
    for (let message = 7; message < 20; message++) confirmation.sent(message);
    await turn();
    expect([client.pings, told]).toEqual([1, []]);
    client.answer();
    expect(told).toEqual([[7, 20]]);
    await turn();
    expect(client.pings).toBe(1);
  });

  it('wait for a ping of their own when they were sent behind the one on its way', async () => {
    const { client, confirmation, told } = given();
    confirmation.sent(0);
    await turn();
    confirmation.sent(1);
    client.answer();
    expect(told).toEqual([[0, 1]]);
    await turn();
    client.answer();
    expect(told).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('are not confirmed by a ping of the keep-alive that went before them', async () => {
    const { client, confirmation, told } = given();
    client.sendPing();
    confirmation.sent(0);
    client.answer();
    expect(told).toEqual([]);
    await turn();
    client.answer();
    expect(told).toEqual([[0, 1]]);
  });

  it('are not confirmed after the end of their connection', async () => {
    const { client, confirmation, told } = given();
    confirmation.sent(0);
    await turn();
    confirmation.dispose();
    client.answer();
    expect(told).toEqual([]);
    expect(client.eventNames()).toEqual([]);
  });
});
