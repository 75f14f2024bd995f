import type * as Argon2 from '@node-rs/argon2';
import { BulkheadPolicy, BulkheadRejectedError } from 'cockatiel';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** Argon2id with 19 MiB and two passes (OWASP, second choice of its table): about 30 ms of one processor. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Loaded when the first password comes. */
const argon2 = (): Promise<typeof Argon2> => import('@node-rs/argon2');
/** A flood of sign-ins takes no more memory and processor than this. */
const AT_ONCE = 2;
const WAITING = 4;

/** Hashes passwords, two at once; who finds four waiting is told to come again. */
export class PasswordHasher {
  readonly #bulkhead = new BulkheadPolicy(AT_ONCE, WAITING);
  #dummy: Promise<string> | undefined;

  /** @throws NexusError NX_ACCESS_LIMIT */
  hash(password: string): Promise<string> {
    return this.#oneOfFew(async () => (await argon2()).hash(password, OPTIONS));
  }

  /**
   * Whether it is the password. Without a hash (nobody of that name, or nobody with a password) the same work is done
   * for nothing, so that the time tells nothing.
   *
   * @throws NexusError NX_ACCESS_LIMIT
   */
  async verify(hashed: string | undefined, password: string): Promise<boolean> {
    this.#dummy ??= argon2().then(({ hash }) => hash('a password that nobody has', OPTIONS));
    const against = hashed ?? (await this.#dummy);
    const isRight = await this.#oneOfFew(async () => (await argon2()).verify(against, password));
    return isRight && hashed !== undefined;
  }

  async #oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#bulkhead.execute(work);
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new NexusError('NX_ACCESS_LIMIT', 'Many people sign in at once. Try again in a second.', {
        retryAfterS: 1,
      });
    }
  }
}
