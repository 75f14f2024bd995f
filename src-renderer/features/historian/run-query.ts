import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { askHistory, rpc } from '../../rpc/connect.ts';
import { type Fault, queryTab, tabChanged } from './historian-store.ts';
import { rangeUsed } from './recent-ranges.ts';

/** Buckets that a chart of a usual screen has room for. */
const ROOM = 1_000;

/** Asks what the tab asks; a run that is under way is called off. Never rejects. */
export async function runQuery(path: string): Promise<void> {
  const { question, running } = queryTab(path);
  running?.cancel();
  if (question.tags.length === 0) return;
  const abort = new AbortController();
  const sinceMs = performance.now();
  const cancel = (): void => {
    abort.abort();
    tabChanged(path, { running: null });
  };
  tabChanged(path, { running: { sinceMs, cancel }, fault: null });
  const isOver = (): boolean => abort.signal.aborted;
  try {
    const answer = await askHistory(question, ROOM, abort.signal);
    if (isOver()) return;
    rangeUsed(question);
    const result = { question, answer, tookMs: performance.now() - sinceMs, statistics: undefined };
    tabChanged(path, { running: null, result });
    const { tags } = await rpc().history.statistics(question, { signal: abort.signal });
    if (queryTab(path).result === result) tabChanged(path, { result: { ...result, statistics: tags } });
  } catch (error) {
    if (!isOver()) tabChanged(path, { running: null, fault: faultOf(error) });
  }
}

/** Looks what the question would cost. Never rejects. */
export async function estimateQuery(path: string, signal: AbortSignal): Promise<void> {
  const { question } = queryTab(path);
  if (question.tags.length === 0) return;
  try {
    const estimate = await rpc().history.estimate({ ...question, buckets: ROOM }, { signal });
    if (queryTab(path).question === question) tabChanged(path, { estimate, estimateFault: null });
  } catch (error) {
    const fault = faultOf(error);
    const isNoAnswer = signal.aborted || fault.code === 'NX_NET_UNREACHABLE' || fault.code === 'NX_CANCELLED';
    if (!isNoAnswer && queryTab(path).question === question) tabChanged(path, { estimate: null, estimateFault: fault });
  }
}

export function faultOf(error: unknown): Fault {
  const known = toNexusError(error);
  const interval = known instanceof NexusError ? known.context['interval'] : undefined;
  return { code: known.code, text: known.text, ...(typeof interval === 'string' && { interval }) };
}
