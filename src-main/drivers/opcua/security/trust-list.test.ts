import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateFacts } from './certificate-facts.ts';
import { type PkiFolder, pkiFolder } from './pki-folder.ts';
import { testCertificate } from './test-certificates.ts';
import { TrustList } from './trust-list.ts';

let folder: string;
let pki: PkiFolder;
let list: TrustList;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-pki-'));
  pki = pkiFolder(folder);
  list = new TrustList(pki);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PLC7 = testCertificate('plc7');
const { thumbprint } = certificateFacts(PLC7);
const note = { endpoint: 'opc.tcp://plc7:4840', seenUs: 5 };

const kept = async (): Promise<string[]> =>
  (await list.all()).map(({ store, certificate }) => `${store} ${certificateFacts(certificate).name}`);

describe('the list of trusted certificates', () => {
  it('is empty where there is no folder, and makes none', async () => {
    expect(await list.all()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps what was rejected with where it was seen, once', async () => {
    await list.keepRejected(PLC7, note);
    await list.keepRejected(PLC7, { ...note, seenUs: 9 });
    expect(await list.all()).toMatchObject([
      { store: 'rejected', note: { endpoint: 'opc.tcp://plc7:4840', seenUs: 9 } },
    ]);
    expect(await readdir(pki.rejected)).toContain(`PLC7 [${thumbprint}].der`);
  });

  it('moves a certificate when it is trusted and back when that is taken away', async () => {
    await list.keepRejected(PLC7, note);
    await list.trust(thumbprint.toLowerCase());
    expect(await kept()).toEqual(['trusted PLC7']);
    expect(await readdir(pki.rejected)).toEqual([]);
    await list.reject(thumbprint);
    expect(await kept()).toEqual(['rejected PLC7']);
    await list.remove(thumbprint);
    expect(await kept()).toEqual([]);
  });

  it('trusts nothing that was never seen', async () => {
    await expect(list.trust(thumbprint)).rejects.toMatchObject({ code: 'NX_OPCUA_NO_CERTIFICATE' });
    await expect(list.trust('../../etc')).rejects.toMatchObject({ code: 'NX_OPCUA_NO_CERTIFICATE' });
    await expect(list.reject(thumbprint)).rejects.toMatchObject({ code: 'NX_OPCUA_NO_CERTIFICATE' });
    await expect(list.remove(thumbprint)).rejects.toMatchObject({ code: 'NX_OPCUA_NO_CERTIFICATE' });
  });

  it('takes a certificate that somebody brings, and then it is rejected no more', async () => {
    await list.keepRejected(PLC7, note);
    await list.add(Buffer.from(PLC7.toString()), 'trusted');
    await list.add(testCertificate('authority').raw, 'issuers');
    expect(await kept()).toEqual(['trusted PLC7', 'issuers Works Authority']);
    await expect(list.add(Buffer.from('no certificate'), 'trusted')).rejects.toMatchObject({
      code: 'NX_REQUEST_INVALID',
    });
  });

  it('passes over files that are no certificates', async () => {
    await list.add(PLC7.raw, 'trusted');
    await writeFile(join(pki.trusted, 'notes.der'), 'none');
    await writeFile(join(pki.trusted, 'readme.txt'), PLC7.toString());
    expect(await kept()).toEqual(['trusted PLC7']);
  });

  it('is for the user of the service alone', async () => {
    await list.keepRejected(PLC7, note);
    for (const path of [pki.root, pki.trusted, pki.rejected]) expect((await stat(path)).mode & 0o777).toBe(0o700);
  });
});
