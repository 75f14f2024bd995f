/* Publishes a backlog from the log, as after an outage: live points come in meanwhile. */
import { systemClock } from '../../src-main/kernel/clock.ts';
import {
  counterRow,
  type LogAndPublisher,
  startLogAndPublisher,
  until,
} from '../../src-main/uns/publishing/log-and-publisher.ts';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from './drain-meter.ts';
import type { DrainOrder } from './drain-order.ts';
import { appendReading, nameTags, prepareLog, tagNumbers } from './prepare-log.ts';

const LIVE_EVERY_MS = 20;

const order = contestantInput<DrainOrder>();
const tags = tagNumbers(order.tags);

async function start(): Promise<LogAndPublisher> {
  const { window, payload } = order;
  const mqtt = { window, payload, embedded_port: order.port, ...(order.url !== undefined && { url: order.url }) };
  const running = await startLogAndPublisher(order.folder, { mqtt, data: { clientId: 'bench-ours' } });
  nameTags(running.log, tags);
  running.publisher.tags(tags.map(counterRow), true);
  return running;
}

// The sink begins at the head that it is told first: it must have been there before the backlog.
const first = await start();
await until(() => first.publisher.progress !== undefined);
await first.dispose();
let n = await prepareLog(order.folder, tags, order.points);

const running = await start();
const meter = new DrainMeter();
const readings = (order.live * LIVE_EVERY_MS) / 1_000 / tags.length;
let due = 0;
systemClock.every(LIVE_EVERY_MS, () => {
  for (due += readings; due >= 1; due--) appendReading(running.log, tags, n++);
});
running.publisher.progressed.on(({ deliveredPoints, droppedPoints, quarantinedPoints }) => {
  if (droppedPoints + quarantinedPoints > 0) throw new Error('Points were dropped or quarantined');
  if (deliveredPoints < order.points) return meter.look(deliveredPoints);
  finish(meter.result());
});
