import { runHost } from '../kernel/host-port.ts';
import { startWitnessHost } from '../uns/witness/witness-host-work.ts';

await runHost(startWitnessHost);
