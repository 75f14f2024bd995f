import type { AcquisitionData } from '../acquisition/acquisition-messages.ts';
import { acquisitionWork } from '../acquisition/acquisition-work.ts';
import { findDriver } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { runHost } from '../kernel/host-port.ts';

/** The thread that talks to devices. */
await runHost<AcquisitionData>(async (data, engine) => acquisitionWork(engine, systemClock, findDriver, data));
