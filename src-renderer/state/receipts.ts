import { create } from 'zustand';
import type { SettledReceipt, WriteEntry } from '../../src-shared/contract/writes.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';

/** The end of a write command with who sent it, how and why. */
export type Receipt = SettledReceipt;

interface Receipts {
  readonly status: 'loading' | 'ready' | 'failed';
  /** The journal, newest first: who armed, what was written. Kept when a later read does not succeed. */
  readonly entries: readonly WriteEntry[];
  /** The writes among them. */
  readonly list: readonly Receipt[];
  readonly reason: string;
}

/** The last entries of the journal of writes, whoever made them. */
export const useReceipts = create<Receipts>()(() => ({ status: 'loading', entries: [], list: [], reason: '' }));

const SHOWN = 200;

export async function readReceipts(): Promise<void> {
  try {
    take(await rpc().writes.journal({ limit: SHOWN }));
    useReceipts.setState({ status: 'ready', reason: '' });
  } catch (error) {
    useReceipts.setState({ status: 'failed', reason: toNexusError(error).text });
  }
}

/** The journal has a new entry. */
export function entryMade(entry: WriteEntry): void {
  const { entries } = useReceipts.getState();
  if (!entries.some((other) => keyOfEntry(other) === keyOfEntry(entry))) take([entry, ...entries].slice(0, SHOWN));
}

/** What tells one entry of the journal from the others. */
export const keyOfEntry = (entry: WriteEntry): string => `${entry.timestamp} ${whatOf(entry)}`;

function whatOf(entry: WriteEntry): string {
  if (entry.kind === 'write') return entry.request_id;
  if (entry.kind === 'called') return `called ${entry.device_id} ${entry.method} ${entry.outcome}`;
  return `${entry.kind} ${entry.kind === 'published' ? entry.topic : (entry.device_id ?? '*')}`;
}

function take(entries: readonly WriteEntry[]): void {
  useReceipts.setState({ entries, list: entries.filter((entry) => entry.kind === 'write') });
}
