import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { AuditCheckpoint } from '../../../src-shared/domain/audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';

/** What is signed: the fields in this order, whatever order a file has them in. */
function signedText({ trail, node, seq, count, head, time, key }: Omit<AuditCheckpoint, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify({ trail, node, seq, count, head, time, key }));
}

/** Signs the state of a trail. */
export function signCheckpoint(
  keys: AuditKeys,
  state: Pick<AuditCheckpoint, 'node' | 'seq' | 'count' | 'head' | 'time'>,
): AuditCheckpoint {
  const unsigned = { trail: keys.trail, ...state, key: keys.publicKey };
  return { ...unsigned, signature: sign(null, signedText(unsigned), keys.sign).toString('base64') };
}

/** Whether a checkpoint is as it was signed, by the key that it names. */
export function isSigned(checkpoint: AuditCheckpoint): boolean {
  return verifyWith(checkpoint.key, signedText(checkpoint), checkpoint.signature);
}

/** @param key SPKI in base64. @param signature in base64. */
export function verifyWith(key: string, signed: Uint8Array, signature: string): boolean {
  try {
    const bytes = Buffer.from(signature, 'base64');
    // Base64 has spare bits: only the one way to write a signature is taken.
    if (bytes.toString('base64') !== signature) return false;
    return verify(null, signed, publicKeyOf(key), bytes);
  } catch {
    return false;
  }
}

const publicKeyOf = (key: string): KeyObject =>
  createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
