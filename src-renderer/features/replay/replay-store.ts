import { create } from 'zustand';
import type { RevisionView } from '../../../src-shared/contract/config.ts';
import type { ReplayRequest } from '../../../src-shared/contract/replay.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { ownTimeZone } from '../../state/history-questions.ts';
import { useReplayEdits } from '../../state/replay-edits.ts';
import { may } from '../../state/roles.ts';

/** What is compared: `edits`, `disk`, or the number of a revision as a text. */
export interface ReplayForm {
  readonly from: string;
  readonly to: string;
  /** Null: the revision that runs. */
  readonly before: number | null;
  readonly against: string;
}

export interface Fault {
  readonly code: string;
  readonly text: string;
}

interface ReplayState {
  readonly form: ReplayForm;
  /** Newest first; undefined before they were read. */
  readonly revisions: readonly RevisionView[] | undefined;
  readonly current: number;
  /** Whether files on disk differ from what runs. */
  readonly isDiskEdited: boolean;
  readonly readFault: Fault | null;
  /** The comparison that was asked for last. */
  readonly job: string | null;
  readonly startFault: Fault | null;
}

/** The comparison of the page; it outlives the page. */
export const useReplay = create<ReplayState>()(() => ({
  form: { from: 'now-24h', to: 'now', before: null, against: '' },
  revisions: undefined,
  current: 0,
  isDiskEdited: false,
  readFault: null,
  job: null,
  startFault: null,
}));

export const formChanged = (to: Partial<ReplayForm>): void =>
  useReplay.setState(({ form }) => ({ form: { ...form, ...to }, startFault: null }));

/** Reads what there is to compare with. Never rejects. */
export async function readRevisions(): Promise<void> {
  try {
    // What stands on disk is told to engineers only.
    const draft = may('configure') ? rpc().config.draft({}) : undefined;
    const [{ current, revisions }, disk] = await Promise.all([rpc().config.revisions({}), draft]);
    const isDiskEdited = Object.values(disk?.diff ?? {}).some((part: readonly unknown[]) => part.length > 0);
    useReplay.setState({ revisions, current, isDiskEdited, readFault: null });
  } catch (error) {
    useReplay.setState({ readFault: faultOf(error) });
  }
}

/** Asks for the comparison. Never rejects. */
export async function replayStarted(form: ReplayForm): Promise<void> {
  try {
    const { id } = await rpc().replay.start(requestOf(form));
    useReplay.setState({ job: id, startFault: null });
  } catch (error) {
    useReplay.setState({ startFault: faultOf(error) });
  }
}

function requestOf({
  from,
  to,
  before,
  against,
}: ReplayForm): Parameters<ReturnType<typeof rpc>['replay']['start']>[0] {
  return { from, to, zone: ownTimeZone(), ...(before !== null && { revision: before }), against: againstOf(against) };
}

function againstOf(against: string): ReplayRequest['against'] {
  const { asked } = useReplayEdits.getState();
  if (against === 'edits' && asked) return { kind: 'edits', device: asked.device, edits: [...asked.edits] };
  return against === 'disk' ? { kind: 'disk' } : { kind: 'revision', revision: Number(against) };
}

export function faultOf(error: unknown): Fault {
  const { code, text } = toNexusError(error);
  return { code, text };
}
