import { create } from 'zustand';
import type { AuditEntryView, AuditState } from '../../../src-shared/contract/audit.ts';
import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { bytesOfBase64, saveFile } from '../../rpc/save-file.ts';
import { isOpen } from '../../state/link.ts';
import { may } from '../../state/roles.ts';
import { formatInteger } from '../../ui/number-format.ts';

/** What of the trail is shown. */
export interface AuditAsk {
  readonly filter: string;
  /** As a person types a time; empty: from the beginning, until now. */
  readonly from: string;
  readonly to: string;
}

interface AuditPageState {
  readonly ask: AuditAsk;
  /** Newest first; undefined before they were read. */
  readonly entries: readonly AuditEntryView[] | undefined;
  /** Below which entry to go on; null: all that there are were read. */
  readonly before: number | null;
  /** The newest entry of the trail when it was read last, shown or not; undefined where one may not see its state. */
  readonly readTo: number | undefined;
  readonly isReading: boolean;
  /** Undefined where one may not see it, or it was not read yet. */
  readonly state: AuditState | undefined;
  readonly problem: NexusError | null;
  /** What was done last, for screen readers and the eye. */
  readonly said: string;
}

const PAGE = 200;

/** The audit trail as far as it was read. */
export const useAudit = create<AuditPageState>()(() => ({
  ...{ ask: { filter: '', from: '', to: '' }, entries: undefined, before: null },
  ...{ readTo: undefined, isReading: false, state: undefined, problem: null, said: '' },
}));

/** Counts questions: the answer to one that was followed by another is let go. */
let asked = 0;

const questionOf = ({ filter, from, to }: AuditAsk) => ({
  filter,
  ...(from !== '' && { from }),
  ...(to !== '' && { to }),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** Reads what is asked for, from the newest entry on. */
export async function readAudit(ask: AuditAsk = useAudit.getState().ask): Promise<void> {
  const own = ++asked;
  useAudit.setState({ ask, isReading: true });
  try {
    const state = may('audit') ? await rpc().audit.state({}) : undefined;
    const { entries, before } = await rpc().audit.entries({ ...questionOf(ask), limit: PAGE });
    if (own !== asked) return;
    useAudit.setState({ entries, before, readTo: state?.last, state, problem: null, isReading: false });
  } catch (error) {
    if (own === asked) useAudit.setState({ isReading: false, ...(isOpen() && { problem: toNexusError(error) }) });
  }
}

/** Reads the entries that are older than those that are shown. */
export async function readOlder(): Promise<void> {
  const { ask, before, entries } = useAudit.getState();
  if (before === null) return;
  const own = ++asked;
  useAudit.setState({ isReading: true });
  try {
    const older = await rpc().audit.entries({ ...questionOf(ask), limit: PAGE, before });
    if (own !== asked) return;
    useAudit.setState({ entries: [...(entries ?? []), ...older.entries], before: older.before, isReading: false });
  } catch (error) {
    if (own === asked) useAudit.setState({ isReading: false, ...(isOpen() && { problem: toNexusError(error) }) });
  }
}

/** Looks for entries that came since, and how the chain stands. */
export async function refreshAudit(): Promise<void> {
  const { ask, entries, isReading, readTo, state: known } = useAudit.getState();
  if (isReading || entries === undefined) return;
  // Of two looks at a time the one that began later knows more.
  const own = ++asked;
  try {
    const state = may('audit') ? await rpc().audit.state({}) : undefined;
    if (own !== asked) return;
    const isSame = state !== undefined && state.last === readTo && known?.verdict.state === state.verdict.state;
    if (isSame) return;
    const { entries: newest } = await rpc().audit.entries({ ...questionOf(ask), limit: PAGE });
    if (own !== asked) return;
    const last = entries[0]?.seq ?? 0;
    const added = newest.filter(({ seq }) => seq > last);
    // More than a page came since: the list begins anew, so that none is left out.
    if (entries.length > 0 && added.length === PAGE) return void readAudit(ask);
    const shown = added.length === 0 ? entries : [...added, ...entries];
    useAudit.setState({ entries: shown, readTo: state?.last, state, problem: null });
  } catch {
    // With the next look it is there again; until then the shell says what is the matter.
  }
}

/** Verifies the whole chain now. @throws NexusError as the gateway says it. */
export async function verifyAudit(): Promise<void> {
  useAudit.setState({ said: 'Verifying the whole chain…' });
  const verdict = await rpc().audit.verify({});
  const state = await rpc().audit.state({});
  const said = verdict.state === 'ok' ? `Verified ${formatInteger(verdict.entries)} entries.` : 'The chain is broken.';
  useAudit.setState({ state, said });
  await refreshAudit();
}

/** Saves what the filter leaves as a signed zip. @throws NexusError as the gateway says it. */
export async function exportAudit(format: 'csv' | 'json'): Promise<void> {
  useAudit.setState({ said: 'Making the export…' });
  const { name, entries, base64 } = await rpc().audit.export({ ...questionOf(useAudit.getState().ask), format });
  saveFile(name, [bytesOfBase64(base64)], 'application/zip');
  useAudit.setState({ said: `${formatInteger(entries)} entries in ${name}` });
}

/** Saves the signed state of the trail, to be kept elsewhere. @throws NexusError as the gateway says it. */
export async function saveCheckpoint(): Promise<void> {
  const checkpoint = await rpc().audit.checkpoint({});
  const name = `audit checkpoint ${checkpoint.seq}.json`;
  saveFile(name, [`${JSON.stringify(checkpoint, undefined, 2)}\n`], 'application/json');
  useAudit.setState({ said: `Entry ${formatInteger(checkpoint.seq)} was signed: keep the file elsewhere.` });
}
