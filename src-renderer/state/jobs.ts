import { create } from 'zustand';

/** Long work that a person started: an import, an export, a connection test; on this page or by the gateway. */
export interface Job {
  /** Of the gateway: its text. */
  readonly id: number | string;
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** 0–1, or null where nobody can tell. */
  readonly progress: number | null;
  /** Where it is, or how it ended. */
  readonly text: string;
  readonly startedMs: number;
  readonly endedMs: number | null;
  readonly cancel?: (() => void) | undefined;
  /** Shows the result. */
  readonly show?: (() => void) | undefined;
  /** Fetches the file that it made. */
  readonly save?: (() => void) | undefined;
}

/** What whoever runs a job tells of it. After its end, further words are let pass. */
export interface JobHandle {
  readonly progress: (share: number | null, text: string) => void;
  readonly done: (text: string) => void;
  readonly failed: (text: string) => void;
  readonly cancelled: (text: string) => void;
}

const KEPT = 100;
let next = 1;

/** The jobs of this page and of the gateway, newest first; of each the last hundred. */
export const useJobs = create<{ readonly jobs: readonly Job[] }>()(() => ({ jobs: [] }));

export function jobStarted(job: Pick<Job, 'title' | 'cancel' | 'show'>): JobHandle {
  const id = next++;
  const first: Job = { ...job, id, state: 'running', progress: null, text: '', startedMs: Date.now(), endedMs: null };
  useJobs.setState(({ jobs }) => ({ jobs: [first, ...kept(jobs)] }));
  const change = (to: Partial<Job>): void =>
    useJobs.setState(({ jobs }) => ({
      jobs: jobs.map((one) => (one.id === id && one.state === 'running' ? { ...one, ...to } : one)),
    }));
  const ended = (state: Job['state']) => (text: string) => change({ state, text, endedMs: Date.now() });
  return {
    progress: (progress, text) => change({ progress, text }),
    done: ended('done'),
    failed: ended('failed'),
    cancelled: ended('cancelled'),
  };
}

/** Takes the jobs of the gateway as they are now. */
export function gatewayJobsTold(told: readonly Job[]): void {
  useJobs.setState(({ jobs }) => ({
    jobs: [...jobs.filter(({ id }) => typeof id === 'number'), ...told].sort((a, b) => b.startedMs - a.startedMs),
  }));
}

/** Makes room for one more of this page. */
function kept(jobs: readonly Job[]): Job[] {
  const own = jobs.filter(({ id }) => typeof id === 'number').slice(0, KEPT - 1);
  return jobs.filter((job) => typeof job.id === 'string' || own.includes(job));
}
