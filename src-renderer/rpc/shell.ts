/** What the preload of the desktop app gives its page (`src-main/entry/preload.ts`). A browser has none. */
export interface NexusShell {
  readonly platform: string;
  /** Asks for a port to the engine; it comes as a window message (`PORT_HANDOVER`). */
  connect(): void;
  /** One of the few things that only the desktop can do. Rejects for what is not listed. */
  invoke(channel: string, payload?: unknown): Promise<unknown>;
}

declare global {
  interface Window {
    readonly nexusShell?: NexusShell;
  }
}
