import type { Readable } from 'node:stream';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

type Input = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

const MAX_BYTES = 64 * 1024;
const CTRL_C = '\u0003';
const END = /[\r\n\u0004]/;

/**
 * The first line of standard input. What a person types is not shown: neither on the screen nor in the history of a shell.
 * @throws NexusError NX_CANCELLED by Ctrl+C, NX_USAGE for more than a secret can be.
 */
export async function readSecret(input: Input, tell: (text: string) => void): Promise<string> {
  if (input.isTTY) tell('Type the secret and end it with Enter; it is not shown.');
  if (input.isTTY) input.setRawMode?.(true);
  try {
    let text = '';
    for await (const piece of input) {
      text += String(piece);
      if (input.isTTY && text.includes(CTRL_C)) throw new NexusError('NX_CANCELLED', 'Nothing was changed.');
      if (text.length > MAX_BYTES) throw new NexusError('NX_USAGE', 'A secret is one line. Nothing was changed.');
      if (END.test(text)) break;
    }
    return text.split(END, 1)[0]!;
  } finally {
    if (input.isTTY) input.setRawMode?.(false);
  }
}
