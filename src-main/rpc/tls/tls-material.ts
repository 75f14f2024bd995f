import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { newCertificateKey, selfSignedCertificate } from './self-signed-certificate.ts';

const DAY_MS = 86_400_000;
/** The longest that browsers and phones accept of a certificate which somebody has trusted. */
const VALID_DAYS = 825;
const RENEW_DAYS_BEFORE = 30;
const CLOCK_SLACK_MS = DAY_MS;

/** What a listener with TLS is opened with. */
export interface TlsMaterial {
  /** PEM, with the chain where there is one. */
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, as browsers show it. */
  readonly fingerprint: string;
  readonly validUntil: Date;
}

export interface TlsPlace {
  /** Of the project: paths of `own` are relative to it. */
  readonly project: string;
  /** Where a certificate of the gateway’s own making is kept, for its user alone. */
  readonly folder: string;
  readonly own: { readonly cert: string; readonly key: string } | undefined;
  /** That a certificate of the gateway’s own making is for, besides this computer’s name and addresses. */
  readonly names: readonly string[];
}

/**
 * The certificate to serve with: the one that was set, or one of the gateway’s own making, which is made anew (with the
 * same key, so that a pinned key stays) before it ends and when a name has come that it is not for.
 *
 * @throws NexusError NX_SERVER_TLS
 */
export async function tlsMaterial(place: TlsPlace, now = new Date()): Promise<TlsMaterial> {
  if (place.own) return await ownMaterial(place.project, place.own);
  const files = { cert: join(place.folder, 'server.crt'), key: join(place.folder, 'server.key') };
  const found = await read(files).catch(() => undefined);
  if (found && isGood(found, place.names, now)) return found;
  try {
    await mkdir(place.folder, { recursive: true, mode: 0o700 });
    const key = await readFile(files.key, 'utf8').then(createPrivateKey).catch(newCertificateKey);
    const cert = selfSignedCertificate(
      {
        commonName: `Nexus Edge on ${hostname()}`,
        names: namesOfThisComputer(place.names),
        from: new Date(now.getTime() - CLOCK_SLACK_MS),
        until: new Date(now.getTime() + VALID_DAYS * DAY_MS),
      },
      key,
    );
    // The key first: a certificate without its key is made anew, a key without certificate is taken up again.
    await replace(files.key, key.export({ type: 'pkcs8', format: 'pem' }).toString());
    await replace(files.cert, cert);
    return await read(files);
  } catch (cause) {
    const text = `A certificate could not be kept in ${place.folder} (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}). Make the folder writable for the user of the service.`;
    throw new NexusError('NX_SERVER_TLS', text, {}, { cause });
  }
}

async function ownMaterial(
  project: string,
  own: { readonly cert: string; readonly key: string },
): Promise<TlsMaterial> {
  const files = { cert: resolve(project, own.cert), key: resolve(project, own.key) };
  try {
    return await read(files);
  } catch (cause) {
    const why = cause instanceof NexusError ? cause.text : ((cause as NodeJS.ErrnoException).code ?? String(cause));
    const text = `${own.cert} and ${own.key} are no certificate with its key (${why}). Put the pair there, or leave server.tls.cert out.`;
    throw new NexusError('NX_SERVER_TLS', text, {}, { cause });
  }
}

async function read(files: { readonly cert: string; readonly key: string }): Promise<TlsMaterial> {
  const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
  const parsed = new X509Certificate(cert);
  if (!parsed.checkPrivateKey(createPrivateKey(key)))
    throw new NexusError('NX_SERVER_TLS', 'the key belongs to another certificate');
  return { cert, key, fingerprint: parsed.fingerprint256, validUntil: new Date(parsed.validTo) };
}

function isGood({ cert, validUntil }: TlsMaterial, names: readonly string[], now: Date): boolean {
  const parsed = new X509Certificate(cert);
  return (
    validUntil.getTime() - now.getTime() > RENEW_DAYS_BEFORE * DAY_MS &&
    new Date(parsed.validFrom) <= now &&
    names.every((name) => (isIP(name) ? parsed.checkIP(name) : parsed.checkHost(name)) !== undefined)
  );
}

function namesOfThisComputer(more: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  // Zone ids of link-local addresses mean nothing to others.
  const plain = addresses.map(({ address }) => address).filter((address) => !address.startsWith('fe80:'));
  return [...new Set(['localhost', hostname(), ...more, '127.0.0.1', '::1', ...plain])];
}

/** Whole or not at all, and never readable for others. */
async function replace(path: string, text: string): Promise<void> {
  await rm(`${path}.tmp`, { force: true });
  await writeFile(`${path}.tmp`, text, { mode: 0o600, flush: true });
  await rename(`${path}.tmp`, path);
}
