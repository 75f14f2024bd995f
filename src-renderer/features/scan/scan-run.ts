import { create } from 'zustand';
import type { ScanRow, ScanView } from '../../../src-shared/contract/drivers.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FormValue } from '../../forms/form-field.ts';
import { rpc } from '../../rpc/connect.ts';
import { jobStarted } from '../../state/jobs.ts';

/** A scan as it stands. `refused`: it could not be made or go on, and the reason says why. */
export interface ScanRun {
  readonly state: 'running' | 'done' | 'stopped' | 'refused';
  readonly rows: readonly ScanRow[];
  readonly notes: readonly string[];
  readonly done: number;
  readonly total: number;
  readonly found: number;
  /** By performance.now(). */
  readonly startedMs: number;
  readonly tookMs: number;
  readonly reason: { readonly code: string; readonly text: string } | null;
}

/** The last scan of each kind by its key: one goes on while its dialog is closed. */
export const useScanRuns = create<{ readonly byKey: Readonly<Record<string, ScanRun>> }>()(() => ({ byKey: {} }));

const running = new Map<string, AbortController>();

export interface ScanWanted {
  readonly key: string;
  readonly scan: ScanView;
  /** A device in the form of its file; it need not be saved. */
  readonly device: FormValue;
  readonly options: FormValue;
}

export const scanStopped = (key: string): void => running.get(key)?.abort();

/** Starts a scan; one of this key that is running goes on. */
export function scanStarted({ key, scan, device, options }: ScanWanted): void {
  if (running.has(key)) return;
  const abort = new AbortController();
  running.set(key, abort);
  void run({ key, scan, device, options }, abort).finally(() => running.delete(key));
}

async function run({ key, scan, device, options }: ScanWanted, abort: AbortController): Promise<void> {
  const { signal } = abort;
  const job = jobStarted({ title: scan.title, cancel: () => abort.abort() });
  const startedMs = performance.now();
  const rows = new Map<string, ScanRow>();
  const nothing = { rows: [], notes: [], done: 0, total: 0, found: 0, tookMs: 0, reason: null };
  let now: ScanRun = { state: 'running', startedMs, ...nothing };
  const put = (change: Partial<ScanRun>): void => {
    now = { ...now, ...change, tookMs: performance.now() - startedMs };
    useScanRuns.setState(({ byKey }) => ({ byKey: { ...byKey, [key]: now } }));
  };
  put({});
  // Whoever stops it is told at once, whatever the gateway still has to put away.
  signal.addEventListener('abort', () => put({ state: 'stopped' }), { once: true });
  try {
    const input = { device: { ...device }, scan: scan.id, options: { ...options } };
    for await (const event of await rpc().drivers.scan({ signal, input })) {
      if (signal.aborted) break;
      if (event.type === 'note') put({ notes: [...now.notes, event.text] });
      else if (event.type === 'rows') {
        for (const row of event.rows) rows.set(row.id, row);
        put({ rows: [...rows.values()] });
      } else {
        put({ done: event.done, total: event.total, found: event.found });
        job.progress(event.done / event.total, progressWords(now));
      }
    }
    if (!signal.aborted) put({ state: 'done' });
  } catch (error) {
    const { code, text } = toNexusError(error);
    if (!signal.aborted) put({ state: 'refused', reason: { code, text } });
  }
  if (now.state === 'done') job.done(`${now.found} found.`);
  else if (now.state === 'refused') job.failed(now.reason?.text ?? '');
  else job.cancelled(`Stopped at ${now.done} of ${now.total}.`);
}

/** `1 240 of 10 000, 612 found, about 4 min left` */
export function progressWords({ done, total, found, tookMs }: ScanRun): string {
  if (total === 0) return 'Connecting…';
  const leftS = done === 0 ? 0 : ((tookMs / done) * (total - done)) / 1_000;
  const left =
    leftS < 2 ? '' : leftS < 90 ? `, about ${Math.round(leftS)} s left` : `, about ${Math.round(leftS / 60)} min left`;
  return `${done} of ${total}, ${found} found${left}`;
}
