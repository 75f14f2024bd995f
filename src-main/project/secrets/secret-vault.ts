import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import {
  type KeyPlace,
  readSealed,
  SECRET_NAME,
  type SealedSecrets,
  seal,
  sealedFile,
} from '../../kernel/secrets/sealed-secrets.ts';
import { makeKey, readKey } from '../../kernel/secrets/secret-key.ts';
import { writeAtomic } from '../../kernel/write-atomic.ts';
import { STATE_FOLDER } from '../project-layout.ts';

const MAX_SECRET = 4_096;
const FOR_OWNER = 0o600;

/** A secret as everybody may see it: never its value. */
export interface SecretView {
  readonly name: string;
  readonly set: true;
  readonly setUs: number;
}

/** The secrets of a project as they are kept; values go in and never come out here (`resolveSecret` is the way out). */
export class SecretVault {
  readonly #folder: string;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<readonly SecretView[]> {
    const sealed = await readSealed(this.#folder);
    return Object.entries(sealed?.secrets ?? {})
      .map(([name, { setUs }]) => ({ name, set: true as const, setUs }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Where the key lies; undefined before the first secret. `isWeak`: whoever reads the disk reads the secrets. */
  async key(): Promise<{ readonly place: KeyPlace; readonly isWeak: boolean } | undefined> {
    const sealed = await readSealed(this.#folder);
    return sealed && { place: sealed.key.place, isWeak: sealed.key.place === 'file' };
  }

  /**
   * Sets or replaces a secret.
   * @param choice where the key goes with the first secret: the keyring where one answers, otherwise a file.
   * @throws NexusError NX_USAGE, NX_SECRET_MISSING
   */
  set(
    name: string,
    value: string,
    timeUs: number,
    choice?: SealedSecrets['key'],
  ): Promise<{ readonly isNew: boolean }> {
    if (!SECRET_NAME.test(name))
      throw new NexusError(
        'NX_USAGE',
        `“${name}” is no name of a secret. Use letters, digits, “.”, “-” and “_”, at most 64.`,
      );
    if (value === '' || value.length > MAX_SECRET || value.includes('\0'))
      throw new NexusError('NX_USAGE', `A secret has 1–${MAX_SECRET} characters. Nothing was changed.`);
    return this.#next(async () => {
      const { sealed, key } = await this.#opened(choice);
      const secrets = { ...sealed.secrets, [name]: seal(key, sealed.id, name, value, timeUs) };
      key.fill(0);
      await this.#write({ ...sealed, secrets });
      return { isNew: !Object.hasOwn(sealed.secrets, name) };
    });
  }

  /** @throws NexusError NX_NOT_FOUND */
  remove(name: string): Promise<void> {
    return this.#next(async () => {
      const sealed = await readSealed(this.#folder);
      if (!sealed || !Object.hasOwn(sealed.secrets, name)) {
        const known = Object.keys(sealed?.secrets ?? {}).join(', ');
        throw new NexusError(
          'NX_NOT_FOUND',
          `There is no secret ${name}. ${known === '' ? 'None is set.' : `Set are: ${known}.`}`,
        );
      }
      const { [name]: _removed, ...secrets } = sealed.secrets;
      await this.#write({ ...sealed, secrets });
    });
  }

  async #opened(choice: SealedSecrets['key'] | undefined): Promise<{ sealed: SealedSecrets; key: Buffer }> {
    const sealed = await readSealed(this.#folder);
    if (sealed) return { sealed, key: await readKey(sealed.key, sealed.id) };
    const id = randomUUID();
    const fresh = (place: SealedSecrets['key']): SealedSecrets => ({ version: 1, id, key: place, secrets: {} });
    if (choice) return { sealed: fresh(choice), key: await makeKey(choice, id) };
    const hasCredential = existsSync(join(process.env['CREDENTIALS_DIRECTORY'] ?? '', 'nexus-edge.key'));
    const first = { place: hasCredential ? 'credential' : 'keyring' } as const;
    try {
      return { sealed: fresh(first), key: await makeKey(first, id) };
    } catch {
      return { sealed: fresh({ place: 'file' }), key: await makeKey({ place: 'file' }, id) };
    }
  }

  async #write(sealed: SealedSecrets): Promise<void> {
    await mkdir(join(this.#folder, STATE_FOLDER), { recursive: true });
    await writeAtomic(sealedFile(this.#folder), `${JSON.stringify(sealed, undefined, 2)}\n`, FOR_OWNER);
  }

  #next<T>(change: () => Promise<T>): Promise<T> {
    const next = this.#changing.then(change);
    this.#changing = next.catch(() => {});
    return next;
  }
}
