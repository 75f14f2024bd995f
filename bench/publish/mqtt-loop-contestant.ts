/* Publishes as many messages with a bare loop of mqtt.js: the same topics, payloads of the same size, the same window. */
import { connectAsync } from 'mqtt';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { HostSupervisor } from '../../src-main/kernel/host-supervisor.ts';
import { silentLogger } from '../../src-main/kernel/logger.ts';
import { counterValue } from '../../src-main/log/counter-frame.ts';
import { BrokerClient } from '../../src-main/uns/broker/broker-client.ts';
import type { BrokerHostData } from '../../src-main/uns/broker/broker-messages.ts';
import { counterRow, until } from '../../src-main/uns/publishing/log-and-publisher.ts';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from './drain-meter.ts';
import { type DrainOrder, START_US, STEP_US } from './drain-order.ts';
import { tagNumbers } from './prepare-log.ts';

const LOOK_MS = 50;

const order = contestantInput<DrainOrder>();
const rows = tagNumbers(order.tags).map((tag) => ({ tag, row: counterRow(tag) }));

/** The product's embedded broker, as a thread of this process, as in ours. */
async function startBroker(): Promise<string> {
  const url = new URL('../../src-main/entry/broker-host.ts', import.meta.url);
  const data: BrokerHostData = { ports: [order.port] };
  const host = new HostSupervisor({ name: 'broker', url, data: () => data }, systemClock, silentLogger);
  const broker = new BrokerClient(host);
  await host.start();
  await until(() => broker.state.kind === 'listening');
  return `mqtt://127.0.0.1:${order.port}`;
}

// The embedded broker knows 3.1.1 only; ours speaks that to it, too.
const protocolVersion = order.url === undefined ? 4 : 5;
const client = await connectAsync(order.url ?? (await startBroker()), { protocolVersion, clientId: 'bench-loop' });
const pointsAMessage = order.payload === 'json-batch' ? rows.length : 1;
const messages = Math.ceil(order.points / pointsAMessage);
const meter = new DrainMeter();
let sent = 0;
let acknowledged = 0;

const timeOf = (n: number): string => new Date((START_US + n * STEP_US) / 1_000).toISOString().replace('Z', '000Z');

function payload(n: number, { tag, row }: (typeof rows)[number]): string {
  const { unit, device, tag: id } = row;
  const value = counterValue(tag, n);
  return JSON.stringify({ value, timestamp: timeOf(n), quality: 192, unit, device_id: device, tag_id: id });
}

/** All tags of one reading. */
function batch(n: number): string {
  const timestamp = timeOf(n);
  const values = rows.map(({ tag, row }) => {
    return { tag_id: row.tag, value: counterValue(tag, n), timestamp, quality: 192, unit: row.unit };
  });
  return JSON.stringify({ device_id: rows[0]!.row.device, timestamp, values });
}

function fill(): void {
  while (sent < messages && sent - acknowledged < order.window) {
    if (pointsAMessage > 1) client.publish(rows[0]!.row.deviceTopic, batch(sent), { qos: 1 }, taken);
    else {
      const next = rows[sent % rows.length]!;
      client.publish(next.row.topic, payload(Math.floor(sent / rows.length), next), { qos: 1 }, taken);
    }
    sent++;
  }
}

function taken(error?: Error): void {
  if (error) throw error;
  acknowledged++;
  if (acknowledged === messages) return finish(meter.result());
  fill();
}

setInterval(() => meter.look(acknowledged * pointsAMessage), LOOK_MS);
fill();
