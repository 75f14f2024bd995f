import { create } from 'zustand';
import type { NexusClient } from '../../src-shared/contract/contract.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';

/** A line of the engine's log. */
export type LogLine = Awaited<ReturnType<NexusClient['log']['recent']>>['lines'][number];

interface LogState {
  readonly status: 'reading' | 'live' | 'failed';
  /** Oldest first; the last 5,000 that this page was sent. */
  readonly lines: readonly LogLine[];
  /** Lines that the engine no longer had when this page was ready for them. */
  readonly missed: number;
  /** Why it could not be read, ready to be shown. */
  readonly reason: string;
  /** What the person cleared: lines up to this number are not shown. */
  readonly clearedTo: number;
}

/** The log of the engine as far as this page looked at it. */
export const useLog = create<LogState>()(() => ({ status: 'reading', lines: [], missed: 0, reason: '', clearedTo: 0 }));

const KEPT = 5_000;

/** Reads on from the last line that is here, until the signal. The engine sends ten batches a second at most. Never rejects. */
export async function followLog(signal: AbortSignal): Promise<void> {
  try {
    const after = useLog.getState().lines.at(-1)?.seq ?? 0;
    const batches = await rpc().log.lines({ signal, input: { after } });
    useLog.setState({ status: 'live', reason: '' });
    for await (const { lines, missed } of batches) linesRead(lines, missed);
  } catch (error) {
    if (!signal.aborted) useLog.setState({ status: 'failed', reason: toNexusError(error).text });
  }
}

export function linesRead(read: readonly LogLine[], missed: number): void {
  useLog.setState((state) => ({ lines: [...state.lines, ...read].slice(-KEPT), missed: state.missed + missed }));
}

/** Clears the view, not the log: what comes from now on is shown. */
export function logCleared(): void {
  useLog.setState(({ lines }) => ({ clearedTo: lines.at(-1)?.seq ?? 0, missed: 0 }));
}

/** Shows again what is here. */
export function logUncleared(): void {
  useLog.setState({ clearedTo: 0 });
}
