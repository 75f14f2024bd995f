import { acquisitionWork } from '../acquisition/acquisition-work.ts';
import { findDriver } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { runHost } from '../kernel/host-port.ts';

/** The thread that talks to devices. */
await runHost(async (_data, engine) => acquisitionWork(engine, systemClock, findDriver));
