import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4, SocketAddress } from 'node:net';
import { der } from './der.ts';

export interface CertificateFacts {
  /** Shown by browsers; at most 64 characters. */
  readonly commonName: string;
  /** Host names and IP addresses that the certificate is for. */
  readonly names: readonly string[];
  readonly from: Date;
  readonly until: Date;
}

const ECDSA_WITH_SHA256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));

/** A key on the curve P-256, which every TLS 1.2 client knows. */
export function newCertificateKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A certificate (PEM) that its own key has signed (RFC 5280): for a server, and for no other certificate. */
export function selfSignedCertificate({ commonName, names, from, until }: CertificateFacts, key: KeyObject): string {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const name = der.sequence(
    der.set(der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8(commonName.slice(0, 64) || 'nexus-edge'))),
  );
  // Positive, and never begun with a zero byte.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const body = der.sequence(
    der.context(0, der.integer(Buffer.of(2))),
    der.integer(serial),
    ECDSA_WITH_SHA256,
    name,
    der.sequence(der.time(from), der.time(until)),
    name,
    publicKey,
    der.context(3, der.sequence(...extensions(names, publicKey))),
  );
  const signed = der.sequence(body, ECDSA_WITH_SHA256, der.bits(sign('sha256', body, key)));
  const lines = signed
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function extensions(names: readonly string[], publicKey: Buffer): Buffer[] {
  const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
    der.sequence(der.objectIdentifier(id), ...(critical ? [der.boolean(true)] : []), der.octets(value));
  const keyId = createHash('sha1').update(publicKey).digest();
  return [
    // Not an authority.
    extension('2.5.29.19', true, der.sequence()),
    // serverAuth.
    extension('2.5.29.37', false, der.sequence(der.objectIdentifier('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', false, der.octets(keyId)),
    extension('2.5.29.17', false, der.sequence(...names.map(alternativeName))),
  ];
}

const alternativeName = (name: string): Buffer =>
  isIP(name) ? der.context(7, addressBytes(name), false) : der.context(2, Buffer.from(name, 'latin1'), false);

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // `address` of a SocketAddress is the short form; the long one is made of its two halves.
  const short = new SocketAddress({ address, family: 'ipv6' }).address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (text) => {
      const [a, b, c, d] = text.split('.').map(Number) as [number, number, number, number];
      return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
    },
  );
  const [head, tail] = short.split('::').map((half) => half.split(':').filter(Boolean)) as [string[], string[]?];
  const groups = tail ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
