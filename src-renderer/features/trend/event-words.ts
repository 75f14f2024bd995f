import type { TrendEvent } from '../../../src-shared/contract/trends.ts';
import type { TrendEventKind } from '../../../src-shared/domain/trend-event.ts';
import { tabOpened } from '../../state/layout.ts';
import { rulesAsked } from '../../state/rule-requests.ts';

/** The names of the lanes. */
export const EVENT_WORDS: Readonly<Record<TrendEventKind, string>> = {
  write: 'Writes',
  outage: 'Outages',
  revision: 'Revisions',
  rule: 'Quality rules',
};

/** Opens the page that an event belongs to. @param ask shows a revision, which has no page. */
export function eventOpened({ kind, device, tag, revision }: TrendEvent, ask: (revision: number) => void): void {
  if (kind === 'write') tabOpened('writes', 'kept');
  else if (kind === 'outage') tabOpened(`device/${device ?? ''}/breaker`, 'kept');
  else if (kind === 'rule') rulesAsked(`${device ?? ''} ${tag ?? ''}`.trim());
  else if (revision !== null) ask(revision);
}
