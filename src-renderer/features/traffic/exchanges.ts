import type { FrameView } from '../../../src-shared/contract/traffic.ts';

/** A request with its reply, or what came or went alone. */
export interface Exchange {
  /** Number of its first frame: stays the same. */
  readonly number: number;
  readonly request: FrameView | null;
  readonly reply: FrameView | null;
  /** Something newer went over the same connection: a reply that is missing will not come. */
  readonly isOver: boolean;
}

export type ExchangeState = 'answered' | 'refused' | 'unanswered' | 'waiting' | 'alone';

export function stateOf({ request, reply, isOver }: Exchange): ExchangeState {
  if (!request) return 'alone';
  if (reply) return reply.refusal ? 'refused' : 'answered';
  return isOver ? 'unanswered' : 'waiting';
}

/** The first frame of an exchange: there is always one. */
export const firstFrame = ({ request, reply }: Exchange): FrameView => (request ?? reply)!;

/**
 * Adds frames to the exchanges, both in their order. Replies join their requests; rows that do not change stay the same
 * objects.
 */
export function withFrames(exchanges: readonly Exchange[], frames: readonly FrameView[]): readonly Exchange[] {
  const next = [...exchanges];
  for (const frame of frames) {
    const at = frame.request === null ? -1 : next.findLastIndex(({ request }) => request?.number === frame.request);
    if (at >= 0) next[at] = { ...next[at]!, reply: frame };
    else if (frame.direction === 'sent') {
      closeWaiting(next, frame.connection);
      next.push({ number: frame.number, request: frame, reply: null, isOver: false });
    } else next.push({ number: frame.number, request: null, reply: frame, isOver: true });
  }
  return next;
}

/** How far back a request can wait for its reply while others follow. */
const WAITING_BACK = 64;

/** A request that got no reply until now gets none any more where one request follows the other. */
function closeWaiting(exchanges: Exchange[], connection: number): void {
  for (let at = exchanges.length - 1; at >= 0 && at >= exchanges.length - WAITING_BACK; at--) {
    const { request, reply, isOver } = exchanges[at]!;
    if (!request || request.connection !== connection) continue;
    if (!reply && !isOver) exchanges[at] = { ...exchanges[at]!, isOver: true };
    else return;
  }
}
