import type { Terminal } from './terminal.ts';

const TELL_EVERY_MS = 2_000;

/** Says how far work is, now and then, to where answers do not go. */
export function progressTeller(terminal: Pick<Terminal, 'printError'>): (share: number | null, text: string) => void {
  let toldMs = performance.now();
  return (share, text) => {
    if (performance.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = performance.now();
    terminal.printError(share === null ? text : `${Math.round(share * 100)} % · ${text}`);
  };
}
