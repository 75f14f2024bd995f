import { findDriver } from '../drivers/registry.ts';
import { systemClock } from '../kernel/clock.ts';
import { runHost } from '../kernel/host-port.ts';
import { acquisitionWork } from './acquisition-work.ts';

/** An acquisition host that ends when it is told so: for tests of what is left then. */
await runHost(async (_data, engine) => {
  const work = acquisitionWork(engine, systemClock, findDriver);
  return {
    ...work,
    onTell: (message: unknown) => {
      if (message === 'die') process.exit(7);
      work.onTell?.(message as never);
    },
  };
});
