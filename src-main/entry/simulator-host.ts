import { simulatorWork } from '../app/twins/simulator-work.ts';
import { findDriver } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { runHost } from '../kernel/host-port.ts';

/** The thread that plays the devices of a demo project. */
await runHost(async () => simulatorWork(systemClock, findDriver));
