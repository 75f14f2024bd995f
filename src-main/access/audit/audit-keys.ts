import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { syncFolder } from '../../kernel/sync-folder.ts';

const KEY_FILE = 'audit.json';

const KeyFile = z.object({
  trail: z.string().regex(/^[0-9a-f]{32}$/),
  seal: z.base64().transform((text) => Buffer.from(text, 'base64')),
  sign: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

/** What a trail is sealed and signed with. They never leave the gateway; the public key does. */
export interface AuditKeys {
  /** Of the trail that these keys were made for. */
  readonly trail: string;
  /** Of the seals of entries: HMAC-SHA-256. */
  readonly seal: Buffer;
  /** Of checkpoints and exports: Ed25519. */
  readonly sign: KeyObject;
  /** SPKI in base64: compare it with what was printed at the set-up. */
  readonly publicKey: string;
}

/**
 * The keys of a project's trail; made with its first start, for the user of the service alone.
 * @param folder `.nexus/access` of the project. @throws NexusError NX_AUDIT_KEYS for a file that is none.
 */
export function openAuditKeys(folder: string): { readonly keys: AuditKeys; readonly isNew: boolean } {
  const path = join(folder, KEY_FILE);
  if (existsSync(path)) return { keys: readAuditKeys(folder), isNew: false };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const file = {
    trail: randomBytes(16).toString('hex'),
    seal: randomBytes(32).toString('base64'),
    sign: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
  const descriptor = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(file, undefined, 1)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.new`, path);
  syncFolder(folder);
  return { keys: readAuditKeys(folder), isNew: true };
}

/** The keys that are there. @throws NexusError NX_AUDIT_KEYS where there are none, or what is there is none. */
export function readAuditKeys(folder: string): AuditKeys {
  const path = join(folder, KEY_FILE);
  try {
    const { trail, seal, sign } = KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    const key = createPrivateKey({ key: sign, format: 'der', type: 'pkcs8' });
    const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
    return { trail, seal, sign: key, publicKey };
  } catch (cause) {
    const text = `The keys of the audit trail in ${path} could not be read. Bring the file back from a backup.`;
    throw new NexusError('NX_AUDIT_KEYS', text, {}, { cause });
  }
}
