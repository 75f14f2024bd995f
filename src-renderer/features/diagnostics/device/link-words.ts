import type { DeviceLink, LinkTransition } from '../../../../src-shared/contract/diagnostics.ts';
import type { GlyphName } from '../../../ui/Glyph.tsx';

type BreakerState = DeviceLink['breaker']['state'];

/** Whole seconds until then; 0 once it is past. */
export const secondsUntil = (timeUs: number, nowUs: number): number => Math.max(0, Math.ceil((timeUs - nowUs) / 1e6));

/** How the breaker stands, in a sentence. */
export function stateSentence({ breaker, nextTryUs }: DeviceLink, nowUs: number): string {
  const left = nextTryUs === null ? '' : `${secondsUntil(nextTryUs, nowUs)} s`;
  switch (breaker.state) {
    case 'open':
      return `Open: nothing is sent${left === '' ? '' : ` for another ${left}`}. Then one try decides.`;
    case 'half-open':
      return `Half-open: ${breaker.probes} requests try the device. So far ${breaker.probesGood} came back.`;
    case 'closed':
      return left === ''
        ? 'Closed: the device is asked as planned.'
        : `Closed: the last try came to nothing, the next one is in ${left}.`;
  }
}

/** What counts against each step, by step: `2 of 3 failed in a row`. */
export function stepLines({ breaker, nextTryUs }: DeviceLink, nowUs: number): Readonly<Record<BreakerState, string[]>> {
  const { inRow, opensAfter, requests, failed, opensAtShare, opensFromRequests, probes, probesGood } = breaker;
  const share = Math.round(opensAtShare * 100);
  const isOpen = breaker.state === 'open' && nextTryUs !== null;
  return {
    closed: [
      `${Math.min(inRow, opensAfter)} failed in a row, opens at ${opensAfter}`,
      `${failed} of ${requests} requests failed, opens at ${share}\u00a0% of ${opensFromRequests} or more`,
    ],
    open: [
      isOpen ? `Next try in ${secondsUntil(nextTryUs, nowUs)} s` : 'Nothing is sent while it rests',
      `Rests up to ${Math.round(breaker.longestRestMs / 1_000)} s`,
    ],
    'half-open': [
      breaker.state === 'half-open' ? `${probesGood} of ${probes} came back` : `${probes} requests try it`,
      'All back: closed. Too few: open again',
    ],
  };
}

export const STEP_WORDS: Readonly<Record<LinkTransition['to'], { readonly glyph: GlyphName; readonly word: string }>> =
  {
    connecting: { glyph: 'connecting', word: 'Connecting' },
    connected: { glyph: 'ok', word: 'Connected' },
    offline: { glyph: 'bad', word: 'Offline' },
    open: { glyph: 'breaker', word: 'Breaker open' },
    'half-open': { glyph: 'half', word: 'Trying' },
  };
