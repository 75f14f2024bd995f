/*
 * What travels on a message port between a page and the engine of the same program. Texts are calls, ArrayBuffers are
 * the data plane, both as on a socket. A port does not say how much of what was posted has been read, so the page tells
 * it: a number is its acknowledgement.
 */

/** The first message of the engine: it has taken the port. */
export const PORT_GREETING = 'nexus.v1';

/** What the preload posts to its own window together with a port to the engine. */
export const PORT_HANDOVER = 'nexus:port';

/** Text is acknowledged once this much of it has come; a frame at once. */
export const ACKNOWLEDGE_TEXT_EVERY = 64 * 1024;

/** What a message counts for: bytes of a frame, characters of a text; anything else nothing. */
export function portSize(message: unknown): number {
  if (typeof message === 'string') return message.length;
  return message instanceof ArrayBuffer ? message.byteLength : 0;
}

/**
 * Counts what a page has read.
 * @param acknowledge is given the count since the port was opened; post it to the engine.
 * @returns to be called with every message that comes.
 */
export function acknowledgements(acknowledge: (total: number) => void): (message: unknown) => void {
  let total = 0;
  let told = 0;
  return (message) => {
    total += portSize(message);
    if (total === told || (typeof message === 'string' && total - told < ACKNOWLEDGE_TEXT_EVERY)) return;
    told = total;
    acknowledge(total);
  };
}
