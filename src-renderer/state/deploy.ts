import { create } from 'zustand';
import type { DeployRunView, TargetView } from '../../src-shared/contract/deploy-views.ts';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { keepFollowing } from './keep-following.ts';
import { isOpen } from './link.ts';

interface DeployState {
  /** Gateways that this workstation deploys to; undefined before they were read. */
  readonly targets: readonly TargetView[] | undefined;
  /** Of the workspace. */
  readonly revision: number;
  /** Newest first. */
  readonly runs: readonly DeployRunView[];
  /** The run that nobody needs to see any more: closed, or over before anybody looked. */
  readonly closedRun: string | undefined;
  /** Why they could not be read. */
  readonly problem: { readonly code: string; readonly text: string } | null;
}

/** The gateways that this workstation deploys to, and what it did there. */
export const useDeploy = create<DeployState>()(() => ({
  targets: undefined,
  revision: 0,
  runs: [],
  closedRun: undefined,
  problem: null,
}));

const RETRY_MS = 3_000;

type Targets = Pick<DeployState, 'revision'> & { readonly targets: readonly TargetView[] };
const targetsTold = ({ targets, revision }: Targets): void => useDeploy.setState({ targets, revision, problem: null });

/** Reads what was last heard of the targets, without asking them. Never rejects; what was read before stays. */
export async function deployRead(): Promise<void> {
  try {
    const [known, runs] = await Promise.all([rpc().deploy.targets({}), rpc().deploy.runs({})]);
    const isFirst = useDeploy.getState().targets === undefined;
    // What ended before stands on the rows of its targets.
    if (isFirst && runs[0]?.state !== 'running') runClosed(runs[0]?.id);
    targetsTold(known);
    useDeploy.setState({ runs });
  } catch (error) {
    const { code, text } = toNexusError(error);
    // With the next link they are read again; until then the shell says what is the matter.
    if (isOpen()) useDeploy.setState({ problem: { code, text } });
  }
}

/** Follows targets and runs for as long as somebody looks: the gateway asks the targets meanwhile. */
export function followDeploy(signal: AbortSignal): void {
  const failed = (): void => void deployRead();
  void keepFollowing(
    { open: () => rpc().deploy.followTargets({ signal }), take: targetsTold, failed, retryMs: RETRY_MS },
    signal,
  );
  const take = (runs: readonly DeployRunView[]): void => useDeploy.setState({ runs });
  void keepFollowing({ open: () => rpc().deploy.followRuns({ signal }), take, failed, retryMs: RETRY_MS }, signal);
}

/** A run that was started here: the list has it at once. */
export function runTold(run: DeployRunView): void {
  useDeploy.setState(({ runs }) => ({ runs: [run, ...runs.filter(({ id }) => id !== run.id)] }));
}

/** Nobody needs to see this run any more. */
export const runClosed = (closedRun: string | undefined): void => useDeploy.setState({ closedRun });

/** Targets that do not run the newest revision of the workspace, or were changed there. */
export const targetsBehind = ({ targets }: Pick<DeployState, 'targets'>): number =>
  (targets ?? []).filter(({ drift }) => drift.kind === 'behind' || drift.kind === 'moved' || drift.kind === 'never')
    .length;
