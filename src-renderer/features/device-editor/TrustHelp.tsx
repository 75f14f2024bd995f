import type { ReactNode } from 'react';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { faultMessage } from '../../forms/check-form.ts';
import { TrustButton } from '../certificates/TrustButton.tsx';
import { TrustUs } from '../certificates/TrustUs.tsx';
import { editOf } from './device-edits.ts';
import { textAt } from './device-form.ts';
import { testStarted } from './test-runs.ts';

/** The way on where one side does not trust the other; nothing for any other fault. */
export function TrustHelp({ tab, code }: { readonly tab: string; readonly code: string }): ReactNode {
  const id = messageId(faultMessage(code));
  const retry = (): void => testStarted(tab);
  if (id === 'ua.untrusted') return <TrustButton addresses={addressesOf(tab)} onTrusted={retry} />;
  if (id === 'ua.rejectedUs') return <TrustUs protocol={textAt(editOf(tab)?.form ?? {}, 'protocol')} onRetry={retry} />;
  return null;
}

/** Everything in the connection that may say where it leads. */
export function addressesOf(tab: string): readonly string[] {
  const { connection } = editOf(tab)?.form ?? {};
  if (typeof connection !== 'object' || connection === null) return [];
  return Object.values(connection).filter((value): value is string => typeof value === 'string');
}
