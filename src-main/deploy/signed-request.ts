import { createHash, randomBytes } from 'node:crypto';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { type DeployKey, isSignedBy } from './deploy-key.ts';

/** Clocks may be this far apart, and a request this old. */
export const MOST_SKEW_MS = 60_000;
const MOST_NONCES = 10_000;

/** What a request says of itself, in its headers. */
export interface RequestHead {
  /** Id of the key of who asks. */
  readonly key: string;
  readonly timeMs: number;
  readonly nonce: string;
  /** SHA-256 of the body, hex. */
  readonly body: string;
  readonly signature: string;
}

/** Whom a request is for: a gateway, and one life of it, so that nothing can be replayed after a restart. */
export interface RequestPlace {
  readonly act: string;
  /** Id of the gateway's key. */
  readonly target: string;
  readonly boot: string;
}

const wordsOf = ({ act, target, boot }: RequestPlace, head: Omit<RequestHead, 'signature'>): string =>
  ['nexus-deploy-1', target, boot, act, head.key, head.timeMs, head.nonce, head.body].join('\n');

export const hashOfBody = (body: Uint8Array | string): string => createHash('sha256').update(body).digest('hex');

/** Signs one request of a workstation. */
export function signRequest(key: DeployKey, place: RequestPlace, body: Uint8Array, timeMs: number): RequestHead {
  const head = { key: key.id, timeMs, nonce: randomBytes(16).toString('hex'), body: hashOfBody(body) };
  return { ...head, signature: key.sign(wordsOf(place, head)) };
}

/** What a gateway signs with its answer: that it is an answer to this very request. */
export const wordsOfAnswer = (nonce: string, status: number, body: string): string =>
  ['nexus-deploy-1-answer', nonce, status, hashOfBody(body)].join('\n');

/** Lets each signed request in once. Told of the clock, not of the network. */
export class RequestGuard {
  readonly #nowMs: () => number;
  readonly #seen = new Map<string, number>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /**
   * @param publicKey of the key that the head names; undefined for one that is not paired.
   * @throws NexusError NX_DEPLOY_KEY, NX_DEPLOY_STALE.
   */
  admit(head: RequestHead, place: RequestPlace, publicKey: string | undefined): void {
    if (publicKey === undefined)
      throw new NexusError(
        'NX_DEPLOY_KEY',
        `This gateway is not paired with that workstation (key ${head.key.slice(0, 8)}…). Pair with it by the code that “nexus-edge deploy pair” shows.`,
      );
    if (!isSignedBy(publicKey, wordsOf(place, head), head.signature))
      throw new NexusError('NX_DEPLOY_KEY', 'The signature of the request is not that of the key it names.');
    const nowMs = this.#nowMs();
    const skewMs = head.timeMs - nowMs;
    if (Math.abs(skewMs) > MOST_SKEW_MS)
      throw new NexusError(
        'NX_DEPLOY_STALE',
        `The clock of the workstation is ${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} that of the gateway; ${MOST_SKEW_MS / 1_000} s are the most. Set both clocks.`,
        { skewMs },
      );
    for (const [nonce, atMs] of this.#seen) {
      if (nowMs - atMs <= 2 * MOST_SKEW_MS) break;
      this.#seen.delete(nonce);
    }
    if (this.#seen.has(head.nonce) || this.#seen.size >= MOST_NONCES)
      throw new NexusError('NX_DEPLOY_STALE', 'The same request came before. It was not done twice.');
    this.#seen.set(head.nonce, nowMs);
  }
}
