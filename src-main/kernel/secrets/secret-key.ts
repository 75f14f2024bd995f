import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { SealedSecrets } from './sealed-secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Place = SealedSecrets['key'];

const KEY_BYTES = 32;
const SERVICE = 'nexus-edge';
/** Of systemd: `LoadCredentialEncrypted=nexus-edge.key`. */
export const KEY_CREDENTIAL = 'nexus-edge.key';
const KEYRING_DEADLINE_MS = 5_000;

/** Outside of every project: whoever copies a project, or makes a backup of it, does not copy its key. */
export function defaultKeyFile(id: string, environment: Environment = process.env): string {
  const base =
    process.platform === 'win32'
      ? (environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'))
      : (environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'));
  return join(base, 'nexus-edge', 'keys', `${id}.key`);
}

/**
 * The key that opens the secrets of a project.
 * @throws NexusError NX_SECRET_MISSING with where it was looked for; never with what was found.
 */
export async function readKey(place: Place, id: string, environment: Environment = process.env): Promise<Buffer> {
  switch (place.place) {
    case 'credential': {
      const folder = environment['CREDENTIALS_DIRECTORY'];
      if (!folder)
        throw missing(
          `the systemd credential ${KEY_CREDENTIAL}, and systemd handed none over`,
          'Add LoadCredential to the unit',
        );
      return await keyOf(join(folder, KEY_CREDENTIAL));
    }
    case 'file':
      return await keyOf(place.file ?? defaultKeyFile(id, environment));
    case 'keyring': {
      const found = await (await keyring(id)).getSecret(AbortSignal.timeout(KEYRING_DEADLINE_MS)).catch(refused);
      if (found) return checked(Buffer.from(found), 'the keyring of the user');
      throw missing(
        'the keyring of the user, which has none',
        'Sign in as the user who set the secrets, or set them anew',
      );
    }
  }
}

/**
 * Makes a new key and puts it there. @throws NexusError NX_SECRET_MISSING where no keyring answers.
 */
export async function makeKey(place: Place, id: string, environment: Environment = process.env): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  if (place.place === 'credential') return await readKey(place, id, environment);
  if (place.place === 'keyring') {
    await (await keyring(id)).setSecret(key, AbortSignal.timeout(KEYRING_DEADLINE_MS)).catch(refused);
    return key;
  }
  const file = place.file ?? defaultKeyFile(id, environment);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

/** Loaded when it is needed: most projects have no secret in a keyring. */
async function keyring(id: string) {
  try {
    return new (await import('@napi-rs/keyring')).AsyncEntry(SERVICE, `project ${id}`);
  } catch (error) {
    return refused(error);
  }
}

function refused(cause: unknown): never {
  const text = 'No keyring answers on this computer. Choose --key file, or --key credential in a service of systemd.';
  throw new NexusError('NX_SECRET_MISSING', text, {}, { cause });
}

async function keyOf(path: string): Promise<Buffer> {
  let text: string;
  try {
    const { mode } = await stat(path);
    // A key that others read is no key; systemd hands credentials over as 0400.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw missing(`${path}, which other users may read`, `Run chmod 600 ${path} and set the secrets anew`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof NexusError) throw cause;
    throw missing(
      `${path} (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`,
      'Put the key there or set the secrets anew',
    );
  }
  return checked(Buffer.from(text.trim(), 'base64'), path);
}

function checked(key: Buffer, where: string): Buffer {
  if (key.length === KEY_BYTES) return key;
  throw missing(`${where}, which holds no key of ${KEY_BYTES} bytes in base64`, 'Put the right one there');
}

function missing(where: string, next: string): NexusError {
  return new NexusError('NX_SECRET_MISSING', `The key of the secrets was looked for in ${where}. ${next}.`);
}
