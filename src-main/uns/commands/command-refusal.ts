import type { CommandBody, RefusedBody } from './command-body.ts';

/** Codes that the inbox refuses with; the engine has more of its own. */
export type RefusalCode = 'BAD_REQUEST' | 'FORBIDDEN' | 'RETAINED_REFUSED' | 'EXPIRED' | 'CLOCK_SKEW' | 'BUSY';

export interface CommandRefusal {
  readonly code: RefusalCode;
  /** For the sender. */
  readonly message: string;
}

/** How a command came. */
export interface CommandArrival {
  readonly body: CommandBody | RefusedBody;
  /** Its topic is one that no client may publish to. */
  readonly isForbidden: boolean;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Wall clock, µs since 1970 UTC. */
  readonly receivedUs: number;
}

export interface InboxRules {
  readonly allowQos0: boolean;
  /** How far ahead of this gateway's clock the time of a command may be. */
  readonly skewUs: number;
}

const DEFAULT_TTL_MS = 5_000;

/** Why a command is refused without a look at its tag, in the order of the reliability reference 3.8; undefined if it is not. */
export function refusalOf(arrival: CommandArrival, { allowQos0, skewUs }: InboxRules): CommandRefusal | undefined {
  const { body, qos, dup, receivedUs } = arrival;
  if (arrival.isForbidden) return { code: 'FORBIDDEN', message: 'No client may publish commands on such a topic.' };
  if (arrival.retain) {
    const message = 'A retained command is never done, as a broker repeats it. Clear the topic.';
    return { code: 'RETAINED_REFUSED', message };
  }
  if (qos === 0 && !allowQos0) {
    const message = 'The command came with QoS 0 and may be lost or doubled. Use QoS 1 or 2.';
    return { code: 'FORBIDDEN', message };
  }
  if ('fault' in body) return { code: 'BAD_REQUEST', message: body.fault };
  if (dup && body.requestId === undefined) {
    const message = 'The command came a second time (DUP) and has no request_id, so it may have been done already.';
    return { code: 'BAD_REQUEST', message };
  }
  return ageRefusal(body, receivedUs, skewUs);
}

/** Without a time stamp its arrival counts, so it is never too old here. */
function ageRefusal(
  { tsUs, ttlMs = DEFAULT_TTL_MS }: CommandBody,
  nowUs: number,
  skewUs: number,
): CommandRefusal | undefined {
  if (tsUs === undefined) return undefined;
  const ageUs = nowUs - tsUs;
  if (-ageUs > skewUs) {
    const aheadS = Math.round(-ageUs / 1e6);
    const message = `The time stamp is ${aheadS} s ahead of this gateway’s clock. Set the clocks right.`;
    return { code: 'CLOCK_SKEW', message };
  }
  if (ageUs <= ttlMs * 1_000) return undefined;
  const ageMs = Math.round(ageUs / 1_000);
  return {
    code: 'EXPIRED',
    message: `The command is ${ageMs} ms old and was good for ${ttlMs} ms. It is not done late.`,
  };
}
