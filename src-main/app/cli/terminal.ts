import type { EngineWindow } from '../engine.ts';

/** The person or script that a command line talks with. */
export interface Terminal {
  /** What a command answers. */
  print(text: string): void;
  printError(text: string): void;
  /** What a service says of itself while it runs: its address, that it stops. Printed unless given. */
  announce?(text: string): void;
  /**
   * The service runs; `address` is where its pages are, with the token that opens them. The engine is given for a window
   * of this program.
   */
  opened(address: string | undefined, engine: EngineWindow): void;
  /**
   * Resolves when the person or the system asks to stop. Until a command asks for it, a signal ends the process at once.
   */
  readonly stopRequested: Promise<void>;
}

export function announce(terminal: Terminal, text: string): void {
  if (terminal.announce) terminal.announce(text);
  else terminal.print(text);
}
