import { runHost } from '../kernel/host-port.ts';
import { startExplorerHost } from '../uns/explorer/explorer-host-work.ts';

await runHost(startExplorerHost);
