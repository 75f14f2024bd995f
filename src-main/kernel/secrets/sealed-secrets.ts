import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** What a secret may be called; the name of a systemd credential follows the same rule. */
export const SECRET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Where the key lies that opens the secrets of a project. */
export const KEY_PLACES = ['credential', 'keyring', 'file'] as const;
export type KeyPlace = (typeof KEY_PLACES)[number];

/** `.nexus/secrets.json`: names stand there openly, values sealed with AES-256-GCM. */
export const SealedSecrets = z.strictObject({
  version: z.literal(1),
  /** Names the key where it lies among others. */
  id: z.uuid(),
  key: z.strictObject({ place: z.enum(KEY_PLACES), file: z.string().optional() }),
  secrets: z.record(
    z.string().regex(SECRET_NAME),
    z.strictObject({ iv: z.base64(), tag: z.base64(), sealed: z.base64(), setUs: z.int() }),
  ),
});
export type SealedSecrets = z.output<typeof SealedSecrets>;
type SealedSecret = SealedSecrets['secrets'][string];

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;

export const sealedFile = (folder: string): string => join(folder, '.nexus', 'secrets.json');

/** @throws NexusError NX_SECRET_MISSING where the file is damaged; undefined where there is none. */
export async function readSealed(folder: string): Promise<SealedSecrets | undefined> {
  const path = sealedFile(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    const said = `${path} could not be read (${code}). Give the folder to the user that the service runs as.`;
    throw new NexusError('NX_SECRET_MISSING', said, { path }, { cause });
  }
  try {
    return SealedSecrets.parse(JSON.parse(text));
  } catch (cause) {
    const said = `${path} is damaged. Take it from a backup, or remove it and set the secrets anew.`;
    throw new NexusError('NX_SECRET_MISSING', said, { path }, { cause });
  }
}

/** The name is authenticated along: one sealed value put under another name opens nothing. */
export function seal(key: Buffer, id: string, name: string, value: string, setUs: number): SealedSecret {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(`${id}/${name}`));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const [ivText, tag] = [iv, cipher.getAuthTag()].map((bytes) => bytes.toString('base64'));
  return { iv: ivText!, tag: tag!, sealed: sealed.toString('base64'), setUs };
}

/** @throws NexusError NX_SECRET_MISSING where the key is another one, or the entry was changed. */
export function unseal(key: Buffer, id: string, name: string, entry: SealedSecret): string {
  const [iv, tag, sealed] = [entry.iv, entry.tag, entry.sealed].map((text) => Buffer.from(text, 'base64'));
  try {
    const decipher = createDecipheriv(CIPHER, key, iv!, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`${id}/${name}`)).setAuthTag(tag!);
    const value = Buffer.concat([decipher.update(sealed!), decipher.final()]);
    const text = value.toString('utf8');
    value.fill(0);
    return text;
  } catch (cause) {
    const text = `The secret ${name} does not open: its key is another one, or the entry was changed. Set it anew with nexus-edge secrets set ${name}.`;
    throw new NexusError('NX_SECRET_MISSING', text, { name }, { cause });
  }
}
