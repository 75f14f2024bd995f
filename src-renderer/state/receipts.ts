import { create } from 'zustand';
import type { NexusClient } from '../../src-shared/contract/contract.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';

/** The end of a write command with who sent it, how and why. */
export type Receipt = Awaited<ReturnType<NexusClient['writes']['recent']>>[number];

interface Receipts {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Newest first; kept when a later read does not succeed. */
  readonly list: readonly Receipt[];
  readonly reason: string;
}

/** The receipts of the last commands, whoever sent them. */
export const useReceipts = create<Receipts>()(() => ({ status: 'loading', list: [], reason: '' }));

const SHOWN = 200;
/** Many commands that end together are read at once. */
const GATHER_MS = 250;
let timer: ReturnType<typeof setTimeout> | undefined;

export async function readReceipts(): Promise<void> {
  try {
    useReceipts.setState({ status: 'ready', list: await rpc().writes.recent({ limit: SHOWN }), reason: '' });
  } catch (error) {
    useReceipts.setState({ status: 'failed', reason: toNexusError(error).text });
  }
}

/** A command ended: the list is read anew, because the event does not say who sent it. */
export function receiptSettled(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void readReceipts();
  }, GATHER_MS);
}
