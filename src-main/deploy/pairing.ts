import { createHmac, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Without letters and digits that are mistaken for one another: 40 bits in eight of them. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const CODE_LENGTH = 8;

export const newPairingCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** `abcd-efgh` is `ABCDEFGH`. */
export const plainCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

/** Everything that both sides must have seen alike; a stranger between them would have to change one of it. */
export interface PairingFacts {
  readonly targetKey: string;
  readonly workstationKey: string;
  readonly workstationName: string;
  /** Of this life of the gateway. */
  readonly boot: string;
  readonly nonce: string;
  /** Fingerprint of the gateway's TLS certificate as each side sees it; empty without TLS. */
  readonly certificate: string;
}

const stretch = promisify(scrypt) as (
  code: string,
  salt: string,
  length: number,
  options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number },
) => Promise<Buffer>;

/**
 * Proof of knowing the code, which itself never travels. The code is stretched, so that whoever heard a proof cannot
 * try all codes in the minutes that one holds.
 */
export async function pairingProof(
  code: string,
  side: 'workstation' | 'gateway',
  facts: PairingFacts,
): Promise<string> {
  const { targetKey, workstationKey, workstationName, boot, nonce, certificate } = facts;
  const key = await stretch(plainCode(code), `nexus-pairing\n${targetKey}\n${boot}`, 32, {
    ...{ N: 2 ** 15, r: 8, p: 1 },
    maxmem: 64 * 1024 * 1024,
  });
  const words = JSON.stringify([side, targetKey, workstationKey, workstationName, boot, nonce, certificate]);
  return createHmac('sha256', key).update(words).digest('base64');
}

export function isSameProof(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
