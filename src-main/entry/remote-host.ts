import { runHost } from '../kernel/host-port.ts';
import { startRemoteHost } from '../uns/remote/remote-host-work.ts';

await runHost(startRemoteHost);
