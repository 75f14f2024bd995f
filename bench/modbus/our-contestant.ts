import { modbusTcp } from '../../src-main/drivers/all.ts';
import type { DriverManifest } from '../../src-main/drivers/driver.ts';
import { contestantInput, finish } from '../contestant.ts';
import { readAsHost } from '../read-as-host.ts';
import { modbusJob } from './modbus-job.ts';
import type { ReadOrder } from './read-work.ts';

const order = contestantInput<ReadOrder>();
const work = await readAsHost(order, modbusTcp as DriverManifest, (number, port, periodMs) =>
  modbusJob(number, port, { ...order, periodMs }),
);
finish(work);
