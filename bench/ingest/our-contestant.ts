/* Takes the messages that wait into the log: each is acknowledged when the log has it. */

import { systemClock } from '../../src-main/kernel/clock.ts';
import { startLog } from '../../src-main/uns/publishing/log-and-publisher.ts';
import { contestantInput, finish } from '../contestant.ts';
import { DrainMeter } from '../publish/drain-meter.ts';
import type { IngestOrder } from './ingest-order.ts';
import { startRemote } from './start-remote.ts';

const LOOK_MS = 50;

const order = contestantInput<IngestOrder>();
const { log } = await startLog(order.folder);
const meter = new DrainMeter();
const remote = await startRemote(log, order);
systemClock.every(LOOK_MS, () => {
  const { accepted } = log.counts;
  if (accepted < order.messages) return meter.look(accepted);
  remote.check();
  finish(meter.result());
});
