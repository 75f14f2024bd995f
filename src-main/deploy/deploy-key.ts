import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Replaces a file whole or not at all. */
export type WriteText = (path: string, text: string) => Promise<void>;

/** The Ed25519 key of one installation: it signs packages, requests and answers. The private half never leaves. */
export interface DeployKey {
  /** SHA-256 of the public key, hex. */
  readonly id: string;
  /** SPKI, base64. */
  readonly publicKey: string;
  /** @returns base64. */
  sign(bytes: Uint8Array | string): string;
}

/** Loads the key of a project, and makes one at the first time. @param folder of deploys, below the state folder. */
export async function openDeployKey(folder: string, write: WriteText): Promise<DeployKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'key.pem');
  let pem = await readFile(path, 'utf8').catch(() => undefined);
  if (pem === undefined) {
    pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    await write(path, pem);
  }
  const key = createPrivateKey(pem);
  const publicKey = (createPublicKey(key).export({ type: 'spki', format: 'der' }) as Buffer).toString('base64');
  return {
    id: keyId(publicKey),
    publicKey,
    sign: (bytes) => sign(null, typeof bytes === 'string' ? Buffer.from(bytes) : bytes, key).toString('base64'),
  };
}

export const keyId = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');

/** As two people compare it by eye. */
export const keyWords = (id: string): string => id.slice(0, 32).toUpperCase().match(/.{4}/g)!.join(' ');

/** False also where the key or the signature is no such thing. @param publicKey SPKI, base64. @param signature base64. */
export function isSignedBy(publicKey: string, bytes: Uint8Array | string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, typeof bytes === 'string' ? Buffer.from(bytes) : bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
