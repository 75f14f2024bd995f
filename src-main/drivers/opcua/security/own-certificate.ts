import { createPrivateKey, generateKeyPair, type KeyObject, type webcrypto, X509Certificate } from 'node:crypto';
import { link, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { certificateFacts } from './certificate-facts.ts';
import type { PkiFolder } from './pki-folder.ts';

const KEY_BITS = 2_048;
const VALID_DAYS = 10 * 365;
const DAY_MS = 86_400_000;
const MOST_ADDRESSES = 8;
const KEY_FILE = join('private', 'private_key.pem');
const CERTIFICATES = 'certs';

/** The certificate by which servers know this gateway, and its key. */
export interface OwnCertificate {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
  readonly applicationUri: string;
  /** How many there were before: each was made when the one before had expired, or when somebody asked for it. */
  readonly renewals: number;
}

/**
 * The one of this project. It is made at the first use and stays, so that a server that trusted it once goes on trusting it.
 * When it has expired, another is made for the same key. However many threads ask, each is made once.
 */
export async function ownCertificate(pki: PkiFolder, nowMs: number): Promise<OwnCertificate> {
  const own = (await readOwn(pki)) ?? (await makeFirst(pki, nowMs));
  return own.certificate.validToDate.getTime() > nowMs ? own : await renew(pki, own, nowMs);
}

/** Undefined while there is none. */
export async function readOwn({ own }: PkiFolder): Promise<OwnCertificate | undefined> {
  const key = await readFile(join(own, KEY_FILE)).catch(absent);
  if (key === undefined) return undefined;
  const files = (await readdir(join(own, CERTIFICATES))).filter((name) => /^\d{4}\.der$/.test(name)).sort();
  const certificate = new X509Certificate(await readFile(join(own, CERTIFICATES, files.at(-1)!)));
  const { applicationUri } = certificateFacts(certificate);
  return { certificate, key: createPrivateKey(key), applicationUri, renewals: files.length - 1 };
}

/** Another certificate for the same key and the same names. Servers have to trust it anew. */
export async function renew(pki: PkiFolder, before: OwnCertificate, nowMs: number): Promise<OwnCertificate> {
  const der = await selfSigned(before.key, before.applicationUri, nowMs);
  const certificates = join(pki.own, CERTIFICATES);
  const draft = await mkdtemp(join(pki.root, '.renewed-'));
  try {
    await write(join(draft, 'new.der'), der);
    // Linking is refused where another thread was faster; then its certificate is the one.
    await link(join(draft, 'new.der'), join(certificates, fileName(before.renewals + 1))).catch(unlessThere);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return (await readOwn(pki))!;
}

/** Made beside its place and moved there whole: whoever comes second finds the place taken and uses what is there. */
async function makeFirst(pki: PkiFolder, nowMs: number): Promise<OwnCertificate> {
  await mkdir(pki.root, { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(join(pki.root, '.own-'));
  try {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: KEY_BITS });
    await mkdir(join(draft, 'private'), { mode: 0o700 });
    await mkdir(join(draft, CERTIFICATES), { mode: 0o700 });
    await write(join(draft, KEY_FILE), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const der = await selfSigned(privateKey, applicationUriOf(pki), nowMs);
    await write(join(draft, CERTIFICATES, fileName(0)), der);
    await rename(draft, pki.own).catch(unlessThere);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return (await readOwn(pki))!;
}

/** `urn:eng-07:nexus-edge:line-4`; never changes, whatever this computer is called later. */
function applicationUriOf({ root }: PkiFolder): string {
  const project = basename(dirname(dirname(dirname(root))));
  const slug = project.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return `urn:${hostname().toLowerCase()}:nexus-edge:${slug}`;
}

async function selfSigned(key: KeyObject, applicationUri: string, nowMs: number): Promise<Uint8Array> {
  // Loaded only when a certificate is made.
  const { CertificatePurpose, createSelfSignedCertificate } = await import('node-opcua-crypto');
  const signer = key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['sign']);
  const { der } = await createSelfSignedCertificate({
    privateKey: signer as webcrypto.CryptoKey as never,
    subject: `CN=NexusEdge@${hostname()}/O=Nexus Edge`,
    applicationUri,
    dns: [hostname()],
    ip: addresses(),
    // A server whose clock is behind finds it valid too.
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + VALID_DAYS * DAY_MS),
    purpose: CertificatePurpose.ForApplication,
  });
  return new Uint8Array(der.rawData);
}

const addresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((of) => of ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)
    .slice(0, MOST_ADDRESSES);

const fileName = (renewals: number): string => `${String(renewals).padStart(4, '0')}.der`;

/** Readable for this user alone, and on the disk before anything refers to it. */
async function write(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

/** Windows says EPERM of a folder that is there. */
const THERE = new Set(['EEXIST', 'ENOTEMPTY', 'EPERM']);

function unlessThere(error: NodeJS.ErrnoException): void {
  if (!THERE.has(error.code ?? '')) throw error;
}
