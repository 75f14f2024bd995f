import { startHistorianHost } from '../historian/historian-host-work.ts';
import { runHost } from '../kernel/host-port.ts';

await runHost(startHistorianHost);
