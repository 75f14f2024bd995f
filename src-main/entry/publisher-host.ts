import { runHost } from '../kernel/host-port.ts';
import { startPublisherHost } from '../uns/publisher-host-work.ts';

await runHost(startPublisherHost);
