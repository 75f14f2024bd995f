import { runHost } from '../kernel/host-port.ts';
import { threadGate } from '../kernel/thread-gate.ts';
import { startPublisherHost } from '../uns/publishing/publisher-host-work.ts';

threadGate.install();
await runHost(startPublisherHost);
