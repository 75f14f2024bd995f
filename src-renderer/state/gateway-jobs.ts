import type { ExportRequest } from '../../src-shared/contract/exports.ts';
import type { JobView } from '../../src-shared/contract/jobs.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { fetchJobFile } from '../rpc/job-files.ts';
import { gatewayJobsTold, type Job } from './jobs.ts';
import { keepFollowing } from './keep-following.ts';
import { tabOpened } from './layout.ts';
import { noticed } from './notices.ts';

const RETRY_MS = 5_000;
type CheckReportRequest = Parameters<ReturnType<typeof rpc>['checks']['report']>[0];

/** Files that this page asked for: they are fetched when they are done. */
const awaited = new Set<string>();

/** Keeps the jobs of the gateway among those of this page, until the signal. Never rejects. */
export function followGatewayJobs(signal: AbortSignal): Promise<void> {
  const open = (): Promise<AsyncIterable<JobView[]>> => rpc().jobs.follow({ signal });
  return keepFollowing({ open, take, failed: () => undefined, retryMs: RETRY_MS }, signal);
}

/**
 * Asks for a file of history. It is written by the gateway as a job, and comes to this page when it is done.
 *
 * @throws NexusError as the gateway refuses.
 */
export async function historyFileAsked(request: ExportRequest): Promise<void> {
  await fileAwaited(rpc().exports.start(request));
}

/** The same of the report of a sheet of loop checks. @throws NexusError as the gateway refuses. */
export async function checkReportAsked(request: CheckReportRequest): Promise<void> {
  await fileAwaited(rpc().checks.report(request));
}

async function fileAwaited(started: Promise<JobView>): Promise<void> {
  const { id } = await started;
  awaited.add(id);
  // It may have been done before the answer was here.
  take(await rpc().jobs.list({}));
}

function take(views: readonly JobView[]): void {
  gatewayJobsTold(views.map(jobOf));
  for (const view of views) {
    if (view.state === 'running' || !awaited.delete(view.id)) continue;
    if (view.state === 'done') void save(view);
    else if (view.state === 'failed') noticed({ kind: 'failed', text: `${view.title}: ${view.text}` });
  }
}

function jobOf(view: JobView): Job {
  const { id, title, state, progress, text, startedMs, endedMs, result } = view;
  return {
    ...{ id, title, state, progress, text, startedMs, endedMs },
    cancel: () => void rpc().jobs.cancel({ id }).catch(told),
    save: result ? () => void save(view) : undefined,
    show: showOf(view),
  };
}

/** The page of what it found, where there is one. */
function showOf({ id, kind, state }: JobView): (() => void) | undefined {
  if (kind === 'replay' && state === 'done') return () => tabOpened(`replay/${id}`, 'kept');
  return kind === 'drill' ? () => tabOpened('drills', 'kept') : undefined;
}

async function save({ id, title, result }: JobView): Promise<void> {
  try {
    await fetchJobFile(id);
    noticed({ kind: 'done', text: `${title}: ${result?.name ?? 'done'}` });
  } catch (error) {
    told(error);
  }
}

const told = (error: unknown): void => noticed({ kind: 'failed', text: toNexusError(error).text });
