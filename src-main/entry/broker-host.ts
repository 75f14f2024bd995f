import { runHost } from '../kernel/host-port.ts';
import { startBrokerHost } from '../uns/broker/broker-host-work.ts';

await runHost(startBrokerHost);
