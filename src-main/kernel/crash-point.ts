import { existsSync, writeSync } from 'node:fs';
import type { CrashPoint } from './crash-points.ts';

interface Armed {
  readonly name: string;
  /** The hit that counts; the first unless given. */
  readonly nth: number;
  /** Hits count once this file is there; all do unless given. */
  readonly once: string | undefined;
}

const STANDARD_ERROR = 2;
const armed = readArmed();
let hits = 0;

/**
 * Ends the process here as a power cut would, when `NEXUS_CRASH=name[:nth][@file]` names this point. Threads are part of the
 * process: whichever of them comes here, all end.
 * In sources that run as they are it costs a comparison; in what is built it is not there (`electron.vite.config.ts`).
 */
export function crashPoint(name: CrashPoint): void {
  if (name !== armed?.name || (armed.once !== undefined && !existsSync(armed.once)) || ++hits < armed.nth) return;
  // The one who armed it wants to know that it was this, and no other death.
  writeSync(STANDARD_ERROR, `crash point ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function readArmed(): Armed | undefined {
  const [what, once] = (process.env['NEXUS_CRASH'] ?? '').split('@', 2);
  if (!what) return undefined;
  const [name, nth] = what.split(':', 2);
  return { name: name!, nth: Number(nth ?? 1), once };
}
