import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../../../kernel/lifetime.ts';
import type { ByteLine } from './byte-line.ts';
import { type FromMain, type SerialWish, type ToMain, WISH } from './relayed-line.ts';
import { directLine } from './serial-line.ts';

const never = new AbortController().signal;
/** Ports that are open for other threads. */
const lines = new Set<ByteLine>();
let users = 0;

/**
 * Opens serial ports for the other threads of this process. To be called in the main thread. A port is closed when the
 * thread that wished for it closes it or ends.
 */
export function serveSerialPorts(): Disposable {
  if (users++ === 0) process.on('workerMessage', serve);
  let isServing = true;
  return {
    dispose: async () => {
      if (!isServing) return;
      isServing = false;
      if (--users > 0) return;
      process.off('workerMessage', serve);
      await Promise.all([...lines].map((line) => line.closed()));
    },
  };
}

function serve(message: unknown): void {
  if (typeof message === 'object' && message !== null && 'kind' in message && message.kind === WISH)
    void open(message as SerialWish);
}

async function open({ settings, port }: SerialWish): Promise<void> {
  const tell = (message: FromMain): void => port.postMessage(message);
  let isGone = false;
  port.once('close', () => {
    isGone = true;
  });
  let line: ByteLine;
  try {
    line = await directLine(settings)(
      {
        received: (chunk, count) => {
          tell({ type: 'data', bytes: Uint8Array.from(chunk.subarray(0, count)) });
          return true;
        },
        lost: (cause) => tell({ type: 'lost', text: cause instanceof Error ? cause.message : '' }),
      },
      never,
      0,
    );
  } catch (error) {
    tell({ type: 'failed', error: toNexusError(error).toShape() });
    port.close();
    return;
  }
  lines.add(line);
  const end = async (): Promise<void> => {
    await line.closed();
    lines.delete(line);
    port.close();
  };
  port.once('close', () => void end());
  port.on('message', (message: ToMain) => {
    if (message.type === 'write' && line.isStanding) line.write(message.bytes);
    else if (message.type === 'flush') void line.flush().then(() => tell({ type: 'flushed' }));
    else if (message.type === 'close') void end();
  });
  if (isGone) await end();
  else tell({ type: 'open' });
}
