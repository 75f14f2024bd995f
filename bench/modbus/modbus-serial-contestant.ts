/* Reads the plant as most programs with modbus-serial do: a client per device, an awaited read per block, by a timer. */
import { setTimeout as sleep } from 'node:timers/promises';
import modbusSerial from 'modbus-serial';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import { type CellType, plantLayout } from './plant-layout.ts';
import { type ReadOrder, type ReadWork, SETTLE_MS, WARM_PERIOD_MS } from './read-work.ts';

type Client = InstanceType<typeof modbusSerial.default>;

const order = contestantInput<ReadOrder>();
const { blocks } = plantLayout(order.tagsPerDevice);
let values = 0;
let last: number[] = [];

function decode(type: CellType, bytes: Buffer, at: number): number {
  switch (type) {
    case 'float32':
      return bytes.readFloatBE(at * 2);
    case 'uint32':
      return bytes.readUInt32BE(at * 2);
    case 'int16':
      return bytes.readInt16BE(at * 2);
    case 'bool':
      return (bytes[at >> 3]! >> (at & 7)) & 1;
  }
}

async function poll(client: Client): Promise<void> {
  const row: number[] = [];
  for (const { area, address, count, cells } of blocks) {
    const { buffer } =
      area === 'coil' ? await client.readCoils(address, count) : await client.readHoldingRegisters(address, count);
    for (const { type, at } of cells) row.push(decode(type, buffer, at));
  }
  values += row.length;
  last = row;
}

async function pollWithoutPause(client: Client): Promise<void> {
  for (;;) await poll(client);
}

const clients: Client[] = [];
for (const port of order.ports) {
  const client = new modbusSerial.default();
  await client.connectTCP('127.0.0.1', { port });
  client.setID(1);
  client.setTimeout(1_000);
  clients.push(client);
}
const pollEvery = (periodMs: number): NodeJS.Timeout[] =>
  clients.map((client) => setInterval(() => void poll(client), periodMs));

if (order.periodMs > 0) {
  const warming = pollEvery(WARM_PERIOD_MS);
  await sleep(order.warmSeconds * 1_000);
  for (const timer of warming) clearInterval(timer);
  pollEvery(order.periodMs);
  await sleep(SETTLE_MS);
} else {
  for (const client of clients) void pollWithoutPause(client);
  await sleep(order.warmSeconds * 1_000);
}
values = 0;
const read = startMeter();
await sleep(order.measureSeconds * 1_000);
const pollSum = last.reduce((sum, value) => sum + value, 0);
finish({ values, ...read(), pollSum } satisfies ReadWork);
