import { create } from 'zustand';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import type { NamespaceState } from '../../../src-shared/contract/namespace.ts';
import { rpc } from '../../rpc/connect.ts';
import { keepFollowing } from '../../state/keep-following.ts';
import { type LineOrder, TopicLines } from './topic-lines.ts';

const RETRY_MS = 1_000;

/** Which topics are listed. */
export type Only = 'all' | 'orphan' | 'missing' | 'retained' | 'odd';

interface NamespaceView {
  /** As it is told; figures that run are in `namespaceNow` instead, and here only as old as the last other change. */
  readonly state: NamespaceState | undefined;
  /** Counts up when the tree has other lines. */
  readonly structure: number;
  readonly open: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly text: string;
  readonly only: Only;
  readonly order: LineOrder;
  readonly isPaused: boolean;
  /** Why nothing is told now; empty while it is. */
  readonly reason: string;
}

export const useNamespace = create<NamespaceView>()(() => ({
  state: undefined,
  structure: 0,
  open: new Set(),
  selected: undefined,
  text: '',
  only: 'all',
  order: 'name',
  isPaused: false,
  reason: '',
}));

/** What runs too fast for React: lines, figures, and how many messages there were when the page was paused. */
export const namespaceNow = {
  lines: new TopicLines(),
  state: undefined as NamespaceState | undefined,
  pausedAt: 0,
};

const VIEW = `page-${crypto.randomUUID()}`;
let hasOpened = false;
let openVersion = 0;

export const topicSelected = (topic: string | undefined): void => useNamespace.setState({ selected: topic });
export const textChanged = (text: string): void => useNamespace.setState({ text });
export const onlyChosen = (only: Only): void => useNamespace.setState({ only });
export const orderChosen = (order: LineOrder): void => useNamespace.setState({ order });

/** Opens a branch, or closes it. */
export function branchSet(topic: string, to: 'open' | 'closed'): void {
  const open = new Set(useNamespace.getState().open);
  if (to === 'open') open.add(topic);
  else open.delete(topic);
  openNow(open);
}

/** Opens every branch above a topic and selects it. */
export function topicRevealed(topic: string): void {
  const levels = topic.split('/');
  const above = levels.slice(0, -1).map((_, at) => levels.slice(0, at + 1).join('/'));
  useNamespace.setState({ selected: topic, text: '', only: 'all' });
  openNow(new Set([...useNamespace.getState().open, ...above]));
}

const MOST_OPEN = 500;

function openNow(open: ReadonlySet<string>): void {
  // The oldest are closed again: the gateway follows so many.
  const kept = [...open].slice(-MOST_OPEN);
  useNamespace.setState(({ structure }) => ({ open: new Set(kept), structure: structure + 1 }));
  rpc()
    .namespace.open({ view: VIEW, open: kept, version: ++openVersion })
    .catch(() => undefined);
}

/** Lets the page stand still while the gateway goes on counting. */
export function namespacePaused(isPaused: boolean): void {
  namespaceNow.pausedAt = namespaceNow.state?.messages ?? 0;
  useNamespace.setState(({ structure }) => ({ isPaused, structure: structure + 1 }));
}

/** Follows the tree until the signal; a link that was lost begins anew. */
export const followNamespace = (signal: AbortSignal): Promise<void> =>
  keepFollowing(
    {
      open: () => {
        const open = [...useNamespace.getState().open];
        return rpc().namespace.tree({ signal, input: { view: VIEW, open, version: openVersion } });
      },
      take: (event) => {
        const isOther = namespaceNow.lines.apply(event);
        namespaceNow.state = event.state;
        take(event.state, isOther);
      },
      failed: (reason) => useNamespace.setState({ reason }),
      retryMs: RETRY_MS,
    },
    signal,
  );

function take(state: NamespaceState, isOther: boolean): void {
  const { state: before, isPaused, structure, reason } = useNamespace.getState();
  const isNews = isOther && !isPaused;
  if (!isNews && reason === '' && before && slowFacts(before) === slowFacts(state)) return;
  useNamespace.setState({ state, reason: '', structure: isNews ? structure + 1 : structure });
}

/** What of a state is drawn by React. */
const slowFacts = (state: NamespaceState): string =>
  JSON.stringify([
    { ...state, topics: 0, messages: 0, rate: 0, bytes: 0, sinceMs: 0, beyondMessages: 0, beyondPayloads: 0 },
    state.topics > 0,
    state.beyondMessages > 0,
    state.beyondPayloads > 0,
  ]);

/** At the first look the places of our devices are open. */
export function placesOpened(devices: readonly DeviceView[]): void {
  if (hasOpened || devices.length === 0) return;
  hasOpened = true;
  const open = new Set(useNamespace.getState().open);
  for (const { unsPrefix } of devices) {
    const levels = unsPrefix.split('/').slice(0, -1);
    for (let at = 1; at <= levels.length; at++) open.add(levels.slice(0, at).join('/'));
  }
  openNow(open);
}
