/* Takes the messages that wait into the log and from there into a database: they count when they are stored. */

import { startLogAndHistorian } from '../../src-main/historian/log-and-historian.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from '../publish/drain-meter.ts';
import type { IngestOrder } from './ingest-order.ts';
import { startRemote } from './start-remote.ts';

const LOOK_MS = 50;

const order = contestantInput<IngestOrder>();
const settings = { historian: { database: { url: order.database! } } };
const { log, historian } = await startLogAndHistorian(order.folder, settings);
const meter = new DrainMeter();
const remote = await startRemote(log, order);
systemClock.every(LOOK_MS, () => {
  const { delivered } = historian.counts;
  if (delivered < order.messages) return meter.look(delivered);
  remote.check();
  finish(meter.result());
});
