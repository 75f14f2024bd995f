import { create } from 'zustand';
import type { DrillRow, DrillTarget, RunningDrill } from '../../src-shared/contract/drill.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { noticed } from './notices.ts';
import { may } from './roles.ts';

interface DrillState {
  /** The one that runs at this gateway, whoever started it. */
  readonly running: RunningDrill | null;
  /** Those that ended, newest first; undefined before they were read. */
  readonly rows: readonly DrillRow[] | undefined;
  readonly targets: readonly DrillTarget[];
  readonly problem: { readonly code: string; readonly text: string } | null;
}

/** Outage drills of the gateway. */
export const useDrill = create<DrillState>()(() => ({ running: null, rows: undefined, targets: [], problem: null }));

/** Takes what the gateway tells; the end of a drill makes a new row. */
export function drillTold(running: RunningDrill | null): void {
  const had = useDrill.getState().running;
  useDrill.setState({ running });
  if (had && !running && useDrill.getState().rows) void drillsRead();
}

/** Reads what was done and what can be cut. Never rejects. */
export async function drillsRead(): Promise<void> {
  try {
    const [rows, targets] = await Promise.all([rpc().drill.list({}), rpc().drill.targets({})]);
    useDrill.setState({ rows, targets, problem: null });
  } catch (error) {
    const { code, text } = toNexusError(error);
    useDrill.setState({ problem: { code, text } });
  }
}

/** Ends the drill that runs; who may not run drills ends its job. Never rejects. */
export async function drillEnded({ id }: RunningDrill): Promise<void> {
  try {
    if (may('drill')) {
      await rpc().drill.end({ id });
      return;
    }
    const job = (await rpc().jobs.list({})).find(({ kind, state }) => kind === 'drill' && state === 'running');
    if (job) await rpc().jobs.cancel({ id: job.id });
  } catch (error) {
    noticed({ kind: 'failed', text: toNexusError(error).text });
  }
}
