import { startFilesHost } from '../historian/files/files-host-work.ts';
import { runHost } from '../kernel/host-port.ts';

/** The thread that writes and reads files of history. */
await runHost(() => startFilesHost());
