import { runHost } from '../kernel/host-port.ts';
import { startPublisherHost } from '../uns/publishing/publisher-host-work.ts';

await runHost(startPublisherHost);
