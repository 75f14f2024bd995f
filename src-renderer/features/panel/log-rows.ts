import type { LogLine } from '../../state/log.ts';
import { matchesWords } from '../../ui/filter-words.ts';
import { formatClock } from '../../ui/time-format.ts';

/** Rising. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLine['level'][];

export interface LogFilter {
  /** This level and above. */
  readonly level: LogLine['level'];
  readonly words: string;
}

/** Lines after a number that pass the filter. */
export function logRows(lines: readonly LogLine[], after: number, { level, words }: LogFilter): readonly LogLine[] {
  const least = LEVELS.indexOf(level);
  return lines.filter(
    (line) =>
      line.seq > after &&
      LEVELS.indexOf(line.level) >= least &&
      (words === '' || matchesWords(`${placeOf(line)} ${line.text} ${line.detail}`, words)),
  );
}

/** Who speaks: the part, and the device where it is about one. */
export const placeOf = ({ source, device }: LogLine): string => (device === null ? source : `${source} ${device}`);

/** `14:02:11.210`, to the millisecond, in the zone of this computer. */
export const timeOf = ({ timeUs }: LogLine): string =>
  `${formatClock(timeUs / 1_000)}.${String(Math.floor(timeUs / 1_000) % 1_000).padStart(3, '0')}`;

/** A line as it is copied: with its day, for whoever reads it elsewhere. */
export const copiedLine = (line: LogLine): string =>
  [new Date(line.timeUs / 1_000).toISOString(), line.level, placeOf(line), line.text, line.detail]
    .filter((part) => part !== '')
    .join('  ');
