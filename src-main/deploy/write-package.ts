import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { DeployKey } from './deploy-key.ts';
import { PACKAGE_FORMAT, type PackageManifest } from './package-manifest.ts';

export const PACKAGE_MAGIC = 'NXP1';
/** Magic, id of the key, signature, length of the manifest, length of the content. */
export const HEAD_BYTES = 4 + 32 + 64 + 4 + 4;

type About = Omit<PackageManifest, 'format' | 'content' | 'files'>;

/** Makes a package: a head, the manifest whose bytes are signed, and the files one after another, compressed. */
export function writePackage(files: ReadonlyMap<string, string>, about: About, key: DeployKey): Buffer {
  const contents = [...files].map(([path, text]) => ({ path, bytes: Buffer.from(text, 'utf8') }));
  const content = gzipSync(Buffer.concat(contents.map(({ bytes }) => bytes)));
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  const manifest: PackageManifest = {
    format: PACKAGE_FORMAT,
    ...about,
    content: sha256(content),
    files: contents.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  const signed = Buffer.from(JSON.stringify(manifest), 'utf8');
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(signed.length, 0);
  lengths.writeUInt32BE(content.length, 4);
  const signature = Buffer.from(key.sign(signed), 'base64');
  return Buffer.concat([Buffer.from(PACKAGE_MAGIC), Buffer.from(key.id, 'hex'), signature, lengths, signed, content]);
}
