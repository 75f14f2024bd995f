/* Reads the plant as most programs with nodes7 do: a client per CPU, all tags as items, readAllItems by a timer. */
import { setTimeout as sleep } from 'node:timers/promises';
import nodes7 from 'nodes7';
import { contestantInput, finish } from '../contestant.ts';
import { startMeter } from '../meter.ts';
import { type ReadOrder, type ReadWork, SETTLE_MS, WARM_PERIOD_MS } from '../modbus/read-work.ts';
import { nodes7Address, s7Layout } from './s7-layout.ts';

interface Client {
  initiateConnection(options: object, done: (error?: Error) => void): void;
  addItems(items: readonly string[]): void;
  readAllItems(done: (isBad: boolean, values: Readonly<Record<string, number | boolean>>) => void): void;
}
const Client = nodes7 as unknown as new (options: object) => Client;

const order = contestantInput<ReadOrder>();
const items = s7Layout(order.tagsPerDevice).cells.map(nodes7Address);
let values = 0;
let last: number[] = [];

const poll = (client: Client): Promise<void> =>
  new Promise((done, reject) => {
    client.readAllItems((isBad, read) => {
      if (isBad) return reject(new Error('nodes7 read a bad value'));
      last = items.map((item) => Number(read[item]));
      values += last.length;
      done();
    });
  });

async function pollWithoutPause(client: Client): Promise<void> {
  for (;;) await poll(client);
}

const clients: Client[] = [];
for (const port of order.ports) {
  const client = new Client({ silent: true });
  await new Promise<void>((done, reject) => {
    const place = { host: '127.0.0.1', port, rack: 0, slot: 1, timeout: 5_000 };
    client.initiateConnection(place, (error) => (error ? reject(error) : done()));
  });
  client.addItems(items);
  clients.push(client);
}
/** Two reads of one client at once lose a callback: a client that is busy lets its turn go. */
const busy = new Set<Client>();
const pollNow = (client: Client): void => {
  if (busy.has(client)) return;
  busy.add(client);
  void poll(client).then(() => busy.delete(client));
};
/** Spread over a tenth of the period, as the product spreads them. */
const pollEvery = (periodMs: number): NodeJS.Timeout[] => {
  const timers: NodeJS.Timeout[] = [];
  clients.forEach((client, at) =>
    setTimeout(() => timers.push(setInterval(() => pollNow(client), periodMs)), (at / clients.length) * periodMs * 0.1),
  );
  return timers;
};

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
