import type { HistoryEntry, TopicView } from '../../../src-shared/contract/namespace.ts';
import { bytesOfBase64 } from '../../rpc/save-file.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { hexRows } from '../../ui/hex-rows.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { formatAge, formatTime } from '../../ui/time-format.ts';
import { diffLines } from './diff-lines.ts';
import { rateText } from './TopicLineView.tsx';

/** How a payload is shown. */
export type PayloadForm = 'decoded' | 'text' | 'hex';

/** Figures of a topic that run, in one line. */
export function figuresText({ messages, rate, bytes, seen, qos }: TopicView): string {
  const count = messages === 1 ? '1 message' : `${formatInteger(messages)} messages`;
  if (!seen) return messages === 0 ? '' : `${count} below it`;
  const speed = rate === 0 ? '' : `, ${rateText(rate)}`;
  return `QoS ${qos}, ${formatInteger(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}, ${count}${speed}`;
}

/** How long ago the last message came. */
export const ageText = ({ timeMs }: TopicView): string =>
  timeMs === null ? '' : `${formatAge(gatewayNowUs() / 1e6 - timeMs / 1_000)} ago`;

/** When the message says that it was made. */
export function sourceText({ decoded }: TopicView): string {
  const ms = decoded?.sourceMs ?? null;
  return ms === null ? '' : formatTime(ms, gatewayNowUs() / 1_000);
}

/** Writes the payload into its element; lines that the message before did not have are marked. */
export function writePayload(box: HTMLElement, view: TopicView, form: PayloadForm): void {
  const { decoded, base64, previous } = view;
  const bytes = base64 === null ? undefined : bytesOfBase64(base64);
  if (form === 'hex' || (form === 'decoded' && decoded?.kind === 'binary')) {
    box.textContent = bytes ? hexText(bytes) : '';
    return;
  }
  if (form === 'text' || !decoded) {
    box.textContent = bytes ? new TextDecoder().decode(bytes) : '';
    return;
  }
  box.replaceChildren(
    ...diffLines(decoded.text, previous).map(({ text, isChanged }) => {
      const line = document.createElement('span');
      line.textContent = `${text}\n`;
      if (isChanged) line.dataset['changed'] = '';
      return line;
    }),
  );
}

/** Bytes sixteen a line, with their place and their letters. */
export function hexText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const lines = hexRows(hex).map(
    (row) => `${row.at.toString(16).padStart(4, '0')}  ${row.bytes.join(' ').padEnd(47)}  ${row.text}`,
  );
  return lines.join('\n');
}

/** Writes what is new of the history on top, and takes away what is too old. */
export function writeHistory(list: HTMLElement, history: readonly HistoryEntry[]): void {
  const newest = Number((list.firstElementChild as HTMLElement | null)?.dataset['number'] ?? 0);
  const nowMs = gatewayNowUs() / 1_000;
  const isAnew = history.length === 0 || (history.at(-1)?.number ?? 0) > newest + 1 || history[0]!.number < newest;
  const fresh = isAnew ? history : history.filter(({ number }) => number > newest);
  const lines = fresh.map((entry) => historyLine(entry, nowMs));
  if (isAnew) list.replaceChildren(...lines);
  else list.prepend(...lines);
  while (list.childElementCount > history.length) list.lastElementChild!.remove();
}

function historyLine({ number, timeMs, value, bytes, retained }: HistoryEntry, nowMs: number): HTMLElement {
  const line = document.createElement('li');
  line.dataset['number'] = String(number);
  const parts = [
    ['topic-history-time', formatTime(timeMs, nowMs)],
    ['topic-history-value', value],
    ['topic-history-about', `${formatInteger(bytes)} B${retained ? ', retained' : ''}`],
  ] as const;
  for (const [name, text] of parts) {
    const part = document.createElement('span');
    part.className = name;
    part.textContent = text;
    line.append(part);
  }
  return line;
}

/** Draws the figures of the history, oldest left; nothing where the messages are no numbers. */
export function drawCourse(canvas: HTMLCanvasElement, history: readonly HistoryEntry[]): void {
  const context = canvas.getContext('2d');
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!context || width === 0) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const figures = history.flatMap(({ figure }) => figure ?? []).toReversed();
  if (figures.length < 2) return;
  const low = Math.min(...figures);
  const span = Math.max(...figures) - low || 1;
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [at, figure] of figures.entries()) {
    context.lineTo((at / (figures.length - 1)) * width, height - 2 - ((figure - low) / span) * (height - 4));
  }
  context.stroke();
}
