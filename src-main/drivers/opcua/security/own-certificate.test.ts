import { createPublicKey } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateFacts } from './certificate-facts.ts';
import { ownCertificate, readOwn, renew } from './own-certificate.ts';
import { type PkiFolder, pkiFolder } from './pki-folder.ts';

const NOW = Date.UTC(2030, 0, 1);
const YEAR = 365 * 86_400_000;

let folder: string;
let pki: PkiFolder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-pki-'));
  pki = pkiFolder(join(folder, 'Line 4', '.nexus', 'drivers'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the certificate of this gateway', () => {
  it('names the application, this computer and its key, and signs itself', async () => {
    const { certificate, key, applicationUri } = await ownCertificate(pki, NOW);
    const facts = certificateFacts(certificate);
    expect(applicationUri).toBe(`urn:${hostname().toLowerCase()}:nexus-edge:line-4`);
    expect(facts).toMatchObject({ applicationUri, keyBits: 2_048, isAuthority: false, isSelfSigned: true });
    expect(facts.name).toBe(`NexusEdge@${hostname()}`);
    expect(facts.hosts).toContain(hostname());
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.verify(createPublicKey(key))).toBe(true);
    expect(certificate.validToDate.getTime()).toBe(NOW + 10 * YEAR);
  });

  it('stays the same at every use, for its user alone', async () => {
    const first = await ownCertificate(pki, NOW);
    const again = await ownCertificate(pki, NOW + 9 * YEAR);
    expect(again.certificate.raw.equals(first.certificate.raw)).toBe(true);
    expect((await stat(join(pki.own, 'private', 'private_key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(pki.own, 'private'))).mode & 0o777).toBe(0o700);
  });

  it('is made once, however many ask at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => ownCertificate(pki, NOW)));
    expect(new Set(all.map(({ certificate }) => certificate.fingerprint256)).size).toBe(1);
    expect(all.every(({ certificate, key }) => certificate.checkPrivateKey(key))).toBe(true);
    expect(await readdir(pki.root)).toEqual(['own']);
  });

  it('is renewed once when it has expired, for the same key and names', async () => {
    const before = await ownCertificate(pki, NOW);
    const all = await Promise.all(Array.from({ length: 4 }, () => ownCertificate(pki, NOW + 11 * YEAR)));
    expect(new Set(all.map(({ certificate }) => certificate.fingerprint256)).size).toBe(1);
    expect(all[0]).toMatchObject({ applicationUri: before.applicationUri, renewals: 1 });
    expect(all[0]!.certificate.checkPrivateKey(before.key)).toBe(true);
    expect(all[0]!.certificate.raw.equals(before.certificate.raw)).toBe(false);
    expect(await readdir(pki.root)).toEqual(['own']);
  });

  it('is renewed when somebody asks for it', async () => {
    const before = await ownCertificate(pki, NOW);
    const after = await renew(pki, before, NOW + YEAR);
    expect(after.renewals).toBe(1);
    expect((await readOwn(pki))!.certificate.raw.equals(after.certificate.raw)).toBe(true);
  });

  it('is not there before it is asked for', async () => {
    await mkdir(folder, { recursive: true });
    expect(await readOwn(pki)).toBeUndefined();
  });
});
