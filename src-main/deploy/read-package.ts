import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { isSignedBy } from './deploy-key.ts';
import { MOST_BYTES, PACKAGE_FORMAT, PackageManifest } from './package-manifest.ts';
import { HEAD_BYTES, PACKAGE_MAGIC } from './write-package.ts';

/** A package whose signature and hashes were checked. */
export interface VerifiedPackage {
  /** Id of the key that signed it. */
  readonly key: string;
  /** SHA-256 of the whole. */
  readonly hash: string;
  readonly manifest: PackageManifest;
  readonly files: ReadonlyMap<string, string>;
}

/** What a gateway knows before it looks into a package. */
export interface PackageReader {
  /** Public key by its id; undefined for a key that it is not paired with. */
  readonly keyOf: (id: string) => string | undefined;
  /** Id of its own key. */
  readonly target: string;
}

/**
 * Reads a package; nothing of it is parsed before its signature was checked, and nothing is unpacked beyond what the
 * signed manifest says.
 *
 * @throws NexusError NX_DEPLOY_PACKAGE, NX_DEPLOY_KEY.
 */
export function readPackage(bytes: Buffer, { keyOf, target }: PackageReader): VerifiedPackage {
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 4) !== PACKAGE_MAGIC)
    throw damaged('it does not begin like a package');
  const key = bytes.toString('hex', 4, 36);
  const signature = bytes.subarray(36, 100).toString('base64');
  const [manifestBytes, contentBytes] = [bytes.readUInt32BE(100), bytes.readUInt32BE(104)];
  if (HEAD_BYTES + manifestBytes + contentBytes !== bytes.length)
    throw damaged(`it has ${bytes.length} bytes, and its head says ${HEAD_BYTES + manifestBytes + contentBytes}`);
  const signed = bytes.subarray(HEAD_BYTES, HEAD_BYTES + manifestBytes);
  const publicKey = keyOf(key);
  if (publicKey === undefined)
    throw new NexusError(
      'NX_DEPLOY_KEY',
      `The package is signed by a key that this gateway is not paired with (${key.slice(0, 8)}…). Pair with that workstation first, or have the package made by one that is paired.`,
      { key },
    );
  if (!isSignedBy(publicKey, signed, signature)) throw damaged('its signature is not that of its manifest');
  const manifest = parsed(signed);
  if (manifest.target !== target)
    throw damaged(
      `it was made for another gateway (${manifest.target.slice(0, 8)}…, this one is ${target.slice(0, 8)}…)`,
    );
  const content = bytes.subarray(HEAD_BYTES + manifestBytes);
  if (sha256(content) !== manifest.content) throw damaged('its content is not what was signed');
  return { key, hash: sha256(bytes), manifest, files: unpacked(content, manifest) };
}

function parsed(signed: Buffer): PackageManifest {
  const { format } = JSON.parse(signed.toString('utf8')) as { readonly format?: unknown };
  if (typeof format === 'number' && format > PACKAGE_FORMAT)
    throw damaged(`it is of form ${format}, and this gateway knows ${PACKAGE_FORMAT}. Update the gateway`);
  const read = PackageManifest.safeParse(JSON.parse(signed.toString('utf8')));
  if (!read.success) throw damaged(`its manifest is not sound (${read.error.issues[0]?.path.join('.') ?? ''})`);
  return read.data;
}

function unpacked(content: Buffer, { files }: PackageManifest): ReadonlyMap<string, string> {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total > MOST_BYTES) throw damaged(`it holds ${total} bytes, and ${MOST_BYTES} are the most`);
  const all = gunzipSync(content, { maxOutputLength: Math.max(total, 1) });
  if (all.length !== total) throw damaged('its files have other lengths than its manifest says');
  const texts = new Map<string, string>();
  let at = 0;
  for (const { path, bytes, sha256: hash } of files) {
    const part = all.subarray(at, (at += bytes));
    if (sha256(part) !== hash || texts.has(path)) throw damaged(`${path} has another content than was signed`);
    texts.set(path, part.toString('utf8'));
  }
  return texts;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const damaged = (why: string): NexusError =>
  new NexusError('NX_DEPLOY_PACKAGE', `The package was refused: ${why}. Nothing was changed. Make it again.`);
