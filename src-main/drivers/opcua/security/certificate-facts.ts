import { X509Certificate } from 'node:crypto';

/** What people and checks need to know of a certificate. */
export interface CertificateFacts {
  /** One line: `CN=PLC7, O=Works`. */
  readonly subject: string;
  readonly issuer: string;
  /** What the subject is called: its CN, or the whole line. */
  readonly name: string;
  /** Hexadecimal, 40 capital letters and digits: how servers list it. */
  readonly thumbprint: string;
  /** Hexadecimal, 64. */
  readonly thumbprint256: string;
  readonly validFromUs: number;
  readonly validToUs: number;
  /** The application it was made for; empty where it names none. */
  readonly applicationUri: string;
  /** Names and IP addresses of the computers it was made for. */
  readonly hosts: readonly string[];
  /** 0 for a key that is no RSA key. */
  readonly keyBits: number;
  /** It signs other certificates. */
  readonly isAuthority: boolean;
  readonly isSelfSigned: boolean;
}

/** Reads a certificate (DER or PEM). @throws TypeError for what is none. */
export function readCertificate(bytes: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(bytes);
  } catch (cause) {
    throw new TypeError('These bytes are no certificate.', { cause });
  }
}

/** What it says of itself; whether that is true is for others to judge. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const names = alternativeNames(certificate.subjectAltName ?? '');
  const subject = oneLine(certificate.subject);
  const hex = (text: string): string => text.replaceAll(':', '');
  return {
    subject,
    issuer: oneLine(certificate.issuer),
    name: oneLine(/(?:^|\n)CN=(.+)/.exec(certificate.subject ?? '')?.[1]) || subject,
    thumbprint: hex(certificate.fingerprint),
    thumbprint256: hex(certificate.fingerprint256),
    validFromUs: certificate.validFromDate.getTime() * 1_000,
    validToUs: certificate.validToDate.getTime() * 1_000,
    applicationUri: names.find(([kind]) => kind === 'URI')?.[1] ?? '',
    hosts: names.filter(([kind]) => kind === 'DNS' || kind === 'IP Address').map(([, name]) => name),
    keyBits: certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
    isAuthority: certificate.ca,
    isSelfSigned: certificate.subject === certificate.issuer,
  };
}

/** 40 characters in groups of four, as people compare them. */
export const grouped = (thumbprint: string): string => thumbprint.match(/.{1,4}/g)?.join(' ') ?? '';

/** The day in UTC: `2026-11-30`. */
export const dayOf = (us: number): string => new Date(us / 1_000).toISOString().slice(0, 10);

/** A certificate may name what it likes, also line breaks and ten thousand hosts. */
const MOST_NAMES = 64;
const LONGEST_LINE = 512;

const oneLine = (name: string | undefined): string =>
  (name ?? '')
    .split('\n')
    .join(', ')
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, LONGEST_LINE);

/** `DNS:plc7, IP Address:10.0.0.7, URI:"urn:a,b"`: names with commas or quotes are JSON strings. */
function alternativeNames(text: string): readonly (readonly [kind: string, name: string])[] {
  const found: (readonly [string, string])[] = [];
  for (const [, kind, quoted, plain] of text.matchAll(/(?:^|, )([A-Za-z ]+):(?:("(?:[^"\\]|\\.)*")|([^,]*))/g)) {
    if (found.length === MOST_NAMES) break;
    const name = quoted === undefined ? plain! : String(JSON.parse(quoted));
    found.push([kind!, oneLine(name)]);
  }
  return found;
}
