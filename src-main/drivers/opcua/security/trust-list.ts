import type { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { certificateFacts, readCertificate } from './certificate-facts.ts';
import { makePkiFolder, type PkiFolder } from './pki-folder.ts';

export type TrustStore = 'trusted' | 'issuers' | 'rejected';

/** A certificate that lies in one of the folders. */
export interface KeptCertificate {
  readonly store: TrustStore;
  readonly certificate: X509Certificate;
  /** Where it was seen, and why it was turned away; null where nobody noted it. */
  readonly note: RejectionNote | null;
}

/** Kept beside a rejected certificate. */
export interface RejectionNote {
  /** `opc.tcp://plc7:4840` */
  readonly endpoint: string;
  readonly seenUs: number;
}

/** Servers change their certificates, and everybody may show us one: more are no longer looked at. */
const MOST_FILES = 1_000;
const MOST_REJECTED = 200;
const LARGEST_BYTES = 64 * 1_024;

/**
 * Whom this project trusts, in folders (DER files, `<name> [<SHA-1>].der`): what lies in a folder counts at the next connect,
 * whoever put it there. Nothing comes into `trusted` but by somebody's decision.
 */
export class TrustList {
  readonly #pki: PkiFolder;

  constructor(pki: PkiFolder) {
    this.#pki = pki;
  }

  /** All certificates, or those of one folder. Files that are no certificates are passed over. */
  async all(stores: readonly TrustStore[] = ['trusted', 'issuers', 'rejected']): Promise<readonly KeptCertificate[]> {
    const kept: KeptCertificate[] = [];
    for (const store of stores) {
      for (const { path, certificate } of await this.#files(store)) {
        kept.push({ store, certificate, note: store === 'rejected' ? await readNote(path) : null });
      }
    }
    return kept;
  }

  /** Keeps a certificate that nobody trusted, for somebody to look at; the oldest go when there are too many. */
  async keepRejected(certificate: X509Certificate, note: RejectionNote): Promise<void> {
    await makePkiFolder(this.#pki);
    const path = join(this.#pki.rejected, fileName(certificate));
    await write(path, certificate.raw);
    await write(noteFile(path), JSON.stringify(note));
    const all = await this.#files('rejected');
    if (all.length <= MOST_REJECTED) return;
    const dated = await Promise.all(
      all.map(async (file) => ({ ...file, seenUs: (await readNote(file.path))?.seenUs ?? 0 })),
    );
    dated.sort((a, b) => a.seenUs - b.seenUs);
    for (const { path: old } of dated.slice(0, all.length - MOST_REJECTED)) await drop(old);
  }

  /** From now on this one is trusted. @throws NexusError NX_OPCUA_NO_CERTIFICATE */
  async trust(thumbprint: string): Promise<void> {
    await this.#move(thumbprint, 'rejected', this.#pki.trusted);
  }

  /** Trust is taken away, from a server or an authority. @throws NexusError NX_OPCUA_NO_CERTIFICATE */
  async reject(thumbprint: string): Promise<void> {
    await this.#move(thumbprint, 'trusted', this.#pki.rejected);
  }

  /** Forgets it; a server that shows it again is asked about anew. @throws NexusError NX_OPCUA_NO_CERTIFICATE */
  async remove(thumbprint: string): Promise<void> {
    const found = await Promise.all(STORES.map((store) => this.#find(thumbprint, store)));
    const paths = found.filter((path) => path !== undefined);
    if (paths.length === 0) throw noSuch(thumbprint);
    for (const path of paths) await drop(path);
  }

  /** Trusts a certificate that was brought along (DER or PEM), before its server was ever seen. */
  async add(bytes: Uint8Array, store: 'trusted' | 'issuers'): Promise<X509Certificate> {
    let certificate: X509Certificate;
    try {
      certificate = readCertificate(bytes);
    } catch (cause) {
      const text =
        'That file holds no certificate. Choose a file of the server’s certificate (.der, .cer, .crt or .pem).';
      throw new NexusError('NX_REQUEST_INVALID', text, {}, { cause });
    }
    await makePkiFolder(this.#pki);
    await write(join(this.#pki[store], fileName(certificate)), certificate.raw);
    const rejected = await this.#find(certificateFacts(certificate).thumbprint, 'rejected');
    if (rejected !== undefined) await drop(rejected);
    return certificate;
  }

  async #move(thumbprint: string, from: TrustStore, to: string): Promise<void> {
    const path = await this.#find(thumbprint, from);
    if (path === undefined) throw noSuch(thumbprint);
    await mkdir(to, { recursive: true, mode: 0o700 });
    await rename(path, join(to, fileName(readCertificate(await readFile(path)))));
    await rm(noteFile(path), { force: true });
  }

  async #find(thumbprint: string, store: TrustStore): Promise<string | undefined> {
    const wanted = thumbprint.toUpperCase();
    const files = await this.#files(store);
    return files.find(({ certificate }) => certificateFacts(certificate).thumbprint === wanted)?.path;
  }

  async #files(
    store: TrustStore,
  ): Promise<readonly { readonly path: string; readonly certificate: X509Certificate }[]> {
    const folder = this.#pki[store];
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
      if (error.code !== 'ENOENT') throw error;
      return [];
    });
    const files: { path: string; certificate: X509Certificate }[] = [];
    for (const name of names.filter((one) => /\.(der|cer|crt|pem)$/i.test(one)).slice(0, MOST_FILES)) {
      const path = join(folder, name);
      try {
        const bytes = await readFile(path);
        if (bytes.length <= LARGEST_BYTES) files.push({ path, certificate: readCertificate(bytes) });
      } catch {
        // Moved away meanwhile, or no certificate: nobody is trusted because of it.
      }
    }
    return files;
  }
}

const STORES: readonly TrustStore[] = ['trusted', 'issuers', 'rejected'];

/** `PLC7 [5F95C9…].der`, as other OPC UA applications name them. */
function fileName(certificate: X509Certificate): string {
  const { name, thumbprint } = certificateFacts(certificate);
  const safe = name
    .replaceAll(/[^\p{L}\p{N}@._-]+/gu, ' ')
    .replace(/^[\s.]+/, '')
    .slice(0, 64)
    .trim();
  return `${safe || 'certificate'} [${thumbprint}].der`;
}

const noteFile = (path: string): string => `${path}.json`;

async function readNote(path: string): Promise<RejectionNote | null> {
  try {
    const { endpoint, seenUs } = JSON.parse(await readFile(noteFile(path), 'utf8')) as Partial<RejectionNote>;
    return typeof endpoint === 'string' && typeof seenUs === 'number' ? { endpoint, seenUs } : null;
  } catch {
    return null;
  }
}

async function drop(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(noteFile(path), { force: true });
}

/** Whole or not at all: another thread may read the folder now. */
async function write(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}

function noSuch(thumbprint: string): NexusError {
  const text = `No certificate with the thumbprint ${thumbprint} is kept there. Read the list again.`;
  return new NexusError('NX_OPCUA_NO_CERTIFICATE', text, { thumbprint });
}
