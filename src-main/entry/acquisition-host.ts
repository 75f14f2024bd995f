import type { AcquisitionData } from '../acquisition/acquisition-messages.ts';
import { acquisitionWork } from '../acquisition/acquisition-work.ts';
import { findDriver } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { runHost } from '../kernel/host-port.ts';
import { threadGate } from '../kernel/thread-gate.ts';

/** The thread that talks to devices. */
threadGate.install();
await runHost<AcquisitionData>(async (data, engine) => acquisitionWork(engine, systemClock, findDriver, data));
