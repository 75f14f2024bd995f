import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { matchesWords } from '../../ui/filter-words.ts';
import { type Exchange, stateOf } from './exchanges.ts';

/** What a filter shows; `fault`: why it shows everything instead. */
export interface ExchangeFilter {
  readonly shows: (exchange: Exchange) => boolean;
  readonly fault: string;
}

const TOOK = /^(?:took|rtt)([<>]=?)(.*)$/i;
const STATES = ['answered', 'refused', 'unanswered', 'waiting'] as const;

/** Words of the lines in any order, and `took>100ms`, `refused`, `unanswered`. All of them have to be true. */
export function exchangeFilter(text: string): ExchangeFilter {
  const tests: ((exchange: Exchange) => boolean)[] = [];
  const words: string[] = [];
  for (const word of text.split(/\s+|&&/).filter((part) => part !== '')) {
    const took = TOOK.exec(word);
    const state = STATES.find((each) => each === word.toLowerCase());
    if (took) {
      const ms = parseDurationMs(took[2]!);
      if (ms === undefined) return { shows: () => true, fault: `“${word}”: ${tookFault(took[2]!)} Try took>100ms.` };
      tests.push((exchange) => isTook(exchange, took[1]!, ms * 1_000));
    } else if (state) tests.push((exchange) => stateOf(exchange) === state);
    else words.push(word);
  }
  if (words.length > 0) tests.push((exchange) => matchesWords(linesOf(exchange), words.join(' ')));
  return { shows: (exchange) => tests.every((test) => test(exchange)), fault: '' };
}

const tookFault = (text: string): string => (text === '' ? 'a duration is missing.' : `${text} is not a duration.`);

function isTook({ reply }: Exchange, comparison: string, us: number): boolean {
  if (reply?.tookUs === null || reply === null) return false;
  return comparison.startsWith('>') ? reply.tookUs >= us : reply.tookUs <= us;
}

const linesOf = ({ request, reply }: Exchange): string => `${request?.line ?? ''} ${reply?.line ?? ''}`;
