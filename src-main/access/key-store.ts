import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { ApiKey } from './api-key.ts';
import { readPrivate, savePrivate } from './save-private.ts';

export const KEY_PREFIX = 'nxk_';
const MOST_KEYS = 500;
const DAY_MS = 86_400_000;
/** That a key was used is written down at most this often. */
const NOTE_EVERY_MS = 60_000;
const KeysFile = z.strictObject({ version: z.literal(1), keys: z.array(ApiKey) });

export type NewKey = Pick<ApiKey, 'name' | 'roles' | 'permissions' | 'scope' | 'writesPerSecond' | 'createdBy'> & {
  readonly days: number;
};

/** The name of the session that a key is. */
export const keySession = (id: string): string => `key-${id}`;

const markOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** The API keys of a gateway, in `.nexus/access/keys.json`; a key is `nxk_<id>_<secret>` and is shown once. */
export class KeyStore implements Disposable {
  /** The id of a key that is revoked. */
  readonly revoked = new Emitter<string>();
  readonly changed = new Emitter<void>();
  readonly #path: string;
  readonly #clock: Clock;
  #keys: readonly ApiKey[];
  #last: Promise<unknown> = Promise.resolve();
  #notedMs = Number.NEGATIVE_INFINITY;

  private constructor(path: string, clock: Clock, keys: readonly ApiKey[]) {
    this.#path = path;
    this.#clock = clock;
    this.#keys = keys;
  }

  /** @throws NexusError NX_DOCUMENT_FAULT for a file that is not what was written. */
  static async open(folder: string, clock: Clock): Promise<KeyStore> {
    const path = join(folder, 'keys.json');
    const text = await readPrivate(path);
    if (text === undefined) return new KeyStore(path, clock, []);
    try {
      return new KeyStore(path, clock, KeysFile.parse(JSON.parse(text)).keys);
    } catch (cause) {
      const fault = `${path} cannot be read. Put back a copy of it, or remove it: its keys are then worth nothing.`;
      throw new NexusError('NX_DOCUMENT_FAULT', fault, { path }, { cause });
    }
  }

  get all(): readonly ApiKey[] {
    return this.#keys;
  }

  statusOf({ revokedAt, expiresAt }: ApiKey): 'active' | 'expired' | 'revoked' {
    if (revokedAt !== null) return 'revoked';
    return Date.parse(expiresAt) * 1_000 <= this.#clock.wallUs() ? 'expired' : 'active';
  }

  /** The key that this text is; undefined for one that is unknown, revoked or too old. Notes that it was used. */
  identify(text: string): ApiKey | undefined {
    const match = /^nxk_([0-9a-f]{12})_([\w-]{43})$/.exec(text);
    if (!match) return undefined;
    const known = this.#keys.find(({ id }) => id === match[1]);
    const mark = Buffer.from(markOf(match[2]!));
    // Compared in any case, so that the time does not tell which ids there are.
    const isRight = timingSafeEqual(mark, Buffer.from(known?.mark ?? markOf('')));
    if (!known || !isRight || this.statusOf(known) !== 'active') return undefined;
    this.#note(known.id);
    return known;
  }

  /** Writes a second that a session of a key may ask for. */
  rateOf(session: string): number {
    return this.#keys.find(({ id }) => keySession(id) === session)?.writesPerSecond ?? 0;
  }

  /** @returns the key, as its owner needs it; it is shown this once. */
  async add({ days, ...form }: NewKey): Promise<{ readonly key: string; readonly made: ApiKey }> {
    const id = randomBytes(6).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const nowMs = this.#clock.wallUs() / 1_000;
    const made: ApiKey = {
      ...{ id, ...form, mark: markOf(secret), revokedAt: null, lastUsedAt: null },
      createdAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(nowMs + days * DAY_MS).toISOString(),
    };
    await this.#next((keys) => {
      if (keys.length >= MOST_KEYS)
        throw new NexusError('NX_REQUEST_INVALID', `There are ${MOST_KEYS} keys, and no more are kept.`);
      return [...keys, made];
    });
    return { key: `${KEY_PREFIX}${id}_${secret}`, made };
  }

  /** @throws NexusError NX_NOT_FOUND */
  async revoke(id: string): Promise<ApiKey> {
    const known = this.#keys.find((key) => key.id === id);
    if (!known) throw new NexusError('NX_NOT_FOUND', `There is no key “${id}”.`, { id });
    const revokedAt = known.revokedAt ?? new Date(this.#clock.wallUs() / 1_000).toISOString();
    await this.#next((keys) => keys.map((key) => (key.id === id ? { ...key, revokedAt } : key)));
    this.revoked.emit(id);
    return { ...known, revokedAt };
  }

  /** Writes down what was used and waits for it. */
  async dispose(): Promise<void> {
    if (Number.isFinite(this.#notedMs)) this.#next((keys) => keys).catch(() => undefined);
    await this.#last;
  }

  /** In memory at once, on disk once a minute: reading values must not wait for a disk. */
  #note(id: string): void {
    const lastUsedAt = new Date(this.#clock.wallUs() / 1_000).toISOString();
    this.#keys = this.#keys.map((key) => (key.id === id ? { ...key, lastUsedAt } : key));
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#notedMs < NOTE_EVERY_MS) return;
    this.#notedMs = nowMs;
    this.#next((keys) => keys).catch(() => undefined);
  }

  #next(step: (keys: readonly ApiKey[]) => readonly ApiKey[]): Promise<void> {
    const run = async (): Promise<void> => {
      const before = this.#keys;
      const keys = step(before);
      await savePrivate(this.#path, JSON.stringify({ version: 1, keys }, undefined, 2));
      // What was used meanwhile stays noted.
      const used = new Map(this.#keys.map((key) => [key.id, key.lastUsedAt]));
      this.#keys = keys.map((key) => ({ ...key, lastUsedAt: used.get(key.id) ?? key.lastUsedAt }));
      if (keys !== before) this.changed.emit();
    };
    const result = this.#last.then(run, run);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
