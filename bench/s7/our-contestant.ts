import { s7 } from '../../src-main/drivers/all.ts';
import type { DriverManifest } from '../../src-main/drivers/driver.ts';
import { contestantInput, finish } from '../contestant.ts';
import type { ReadOrder } from '../modbus/read-work.ts';
import { readAsHost } from '../read-as-host.ts';
import { s7Job } from './s7-job.ts';

const order = contestantInput<ReadOrder>();
const work = await readAsHost(order, s7 as DriverManifest, (number, port, periodMs) =>
  s7Job(number, port, { ...order, periodMs }),
);
finish(work);
