import type { NodeValue } from '../../../src-shared/contract/browse.ts';
import { rpc } from '../../rpc/connect.ts';
import { usePause } from '../../state/pause.ts';
import { withUnit } from './node-words.ts';

const EVERY_MS = 1_000;
const MOST = 200;

/**
 * Reads the values of the lines that are in sight, once a second and in one request, and writes them into the lines. Nothing
 * is asked of the device while none is in sight or the device is not connected. Returns what ends it.
 */
export function followVisible(device: string, tree: HTMLElement): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const read = async (): Promise<void> => {
    const lines = [...tree.querySelectorAll<HTMLElement>('.node-value[data-address]')].slice(0, MOST);
    const isWanted = lines.length > 0 && !document.hidden && usePause.getState().sinceMs === null && tree.offsetParent;
    if (isWanted) {
      const addresses = lines.map((line) => line.dataset['address']!);
      // A device that was lost has no values; those in the lines stay with how they were.
      const values = await rpc()
        .browse.values({ device, addresses }, { signal: stop.signal })
        .catch(() => null);
      if (stop.signal.aborted) return;
      lines.forEach((line, i) => write(line, addresses[i]!, values?.[i]));
    }
    timer = setTimeout(() => void read(), EVERY_MS);
  };
  timer = setTimeout(() => void read(), 200);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

const MARKS = { good: '●', uncertain: '◐', bad: '⊠' } as const;

/** A line may have been given to another node meanwhile. */
function write(line: HTMLElement, address: string, value: NodeValue | undefined): void {
  if (line.dataset['address'] !== address) return;
  line.dataset['live'] = value ? value.severity : 'none';
  if (!value) return;
  const shown = value.text === '' ? (value.severity === 'bad' ? 'Bad' : '—') : value.text;
  const text = `${withUnit(shown, line.dataset['unit'] ?? '')} ${MARKS[value.severity]}`;
  if (line.textContent !== text) line.textContent = text;
  line.title = value.status;
}
