import type { AuditState } from '../../../src-shared/contract/audit.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { formatTime } from '../../ui/time-format.ts';

/** How the chain stands, in one line. */
export interface VerdictWords {
  readonly tone: 'ok' | 'busy' | 'bad';
  readonly text: string;
}

/** `Verified to 14:02:11, 18 412 entries`, or what is wrong and where. */
export function verdictWords({ verdict, unavailable }: Pick<AuditState, 'verdict' | 'unavailable'>): VerdictWords {
  if (unavailable !== null) return { tone: 'bad', text: unavailable };
  const { state, entries, time, findings, broken } = verdict;
  if (state === 'running') return { tone: 'busy', text: `Verifying: ${formatInteger(entries)} entries so far` };
  if (state === 'ok') {
    const count = `${formatInteger(entries)} ${entries === 1 ? 'entry' : 'entries'}`;
    return { tone: 'ok', text: `Verified to ${formatTime(Date.parse(time))}, ${count}` };
  }
  const [first] = findings;
  const more = broken > 1 ? ` ${formatInteger(broken - 1)} more.` : '';
  return { tone: 'bad', text: `Chain broken at entry ${formatInteger(first!.entry)}. ${first!.text}${more}` };
}
