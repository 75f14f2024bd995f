import { runHost } from '../kernel/host-port.ts';
import { startLogHost } from '../log/log-host-work.ts';

await runHost(startLogHost);
