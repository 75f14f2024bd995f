import { type ProbeJob, probeWork } from '../acquisition/probe-work.ts';
import { findDriver } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { runHost } from '../kernel/host-port.ts';

/** The thread of one connection test. */
await runHost<ProbeJob>(async (job, engine) => probeWork(job, engine, systemClock, findDriver));
