import type { SinkView } from '../../../src-shared/contract/sinks.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { formatAge } from '../../ui/time-format.ts';

/** What lies further ahead than a week says more of the last minute than of the future. */
const FORESEEN_S = 7 * 86_400;

/** A sink in one line of the table. */
export interface SinkRow {
  readonly sink: string;
  readonly title: string;
  readonly glyph: GlyphName;
  readonly tone: 'normal' | 'warning' | 'error';
  readonly word: string;
  /** `12,000 points, 1.2 MiB`; empty while nothing waits. */
  readonly waiting: string;
  /** How long the oldest has waited. */
  readonly oldest: string;
  readonly rate: string;
  /** `empty in 2 m`, `log full in 3 h`. */
  readonly outlook: string;
  readonly isRemoved: boolean;
}

const FLOWS: Readonly<Record<SinkView['flow'], Pick<SinkRow, 'glyph' | 'tone' | 'word'>>> = {
  live: { glyph: 'ok', tone: 'normal', word: 'Live' },
  replaying: { glyph: 'half', tone: 'normal', word: 'Live, the backlog follows' },
  'catching-up': { glyph: 'half', tone: 'warning', word: 'Catching up' },
  storing: { glyph: 'bad', tone: 'error', word: 'Down, stored in the log' },
  dropping: { glyph: 'bad', tone: 'error', word: 'The oldest is dropped' },
  kept: { glyph: 'off', tone: 'warning', word: 'Removed, still kept' },
};
const CONNECTING = { glyph: 'connecting', tone: 'normal', word: 'Connecting' } as const;

/** @param nowUs wall clock of the gateway. */
export function sinkRow(view: SinkView, nowUs: number): SinkRow {
  const { sink, state, flow, backlog, drainPerSecond, secondsToEmpty, secondsToFull } = view;
  const { points, bytes, oldestUs } = backlog;
  const isRemoved = state === 'removed';
  const isBehind = flow !== 'live';
  return {
    sink,
    title: sinkTitle(sink),
    ...(flow === 'storing' && state === 'connecting' ? CONNECTING : FLOWS[flow]),
    waiting:
      points === 0 ? 'nothing' : `${formatInteger(points)} points${bytes === 0 ? '' : `, ${formatByteSize(bytes)}`}`,
    oldest: oldestUs === null || !isBehind ? '' : formatAge((nowUs - oldestUs) / 1e6),
    rate: isRemoved ? '' : `${formatInteger(drainPerSecond)}/s`,
    outlook: isBehind ? outlookOf(secondsToEmpty, secondsToFull) : '',
    isRemoved,
  };
}

/** `Historian`, `Broker`, `Broker “cloud”`. */
export function sinkTitle(sink: string): string {
  if (sink === 'historian') return 'Historian';
  const id = sink.slice(sink.indexOf('-') + 1);
  return sink.includes('-') ? `Broker “${id}”` : 'Broker';
}

function outlookOf(secondsToEmpty: number | null, secondsToFull: number | null): string {
  if (secondsToEmpty !== null && secondsToEmpty <= FORESEEN_S) return `empty in ${formatAge(secondsToEmpty)}`;
  return secondsToFull === null || secondsToFull > FORESEEN_S ? '' : `log full in ${formatAge(secondsToFull)}`;
}
