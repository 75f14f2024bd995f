import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { newCertificateKey } from './self-signed-certificate.ts';
import { type TlsPlace, tlsMaterial } from './tls-material.ts';

const DAY_MS = 86_400_000;
let folder: ProjectFolder;
let place: TlsPlace;

beforeEach(async () => {
  folder = await givenProjectFolder();
  place = { project: folder.path, folder: join(folder.path, '.nexus/tls'), own: undefined, names: ['edge-7.example'] };
});
afterEach(() => folder.remove());

const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

describe('the certificate of the workstation', () => {
  it('is made once, for the names of this computer, and kept for its user alone', async () => {
    const first = await tlsMaterial(place);
    expect(new X509Certificate(first.cert).checkHost('edge-7.example')).toBe('edge-7.example');
    expect(new X509Certificate(first.cert).checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(await tlsMaterial(place)).toEqual(first);
    if (process.platform !== 'win32')
      for (const file of ['server.key', 'server.crt'])
        expect((await stat(join(place.folder, file))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a month before it ends', 796, [] as string[]],
    ['where the clock was set back to before it', -3, []],
    ['where a name has come', 1, ['new.example']],
  ])('is made anew %s, with the key that was pinned', async (_when, days, more) => {
    const first = await tlsMaterial(place);
    const next = await tlsMaterial({ ...place, names: [...place.names, ...more] }, inDays(days));
    expect(next.fingerprint).not.toBe(first.fingerprint);
    expect(next.key).toBe(first.key);
    expect(next.validUntil > inDays(days)).toBe(true);
  });

  it.each([
    ['server.crt', ''],
    ['server.key', 'no key'],
    ['server.key', newCertificateKey().export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('is made anew where %s was damaged', async (file, text) => {
    await tlsMaterial(place);
    await writeFile(join(place.folder, file), text);
    const next = await tlsMaterial(place);
    expect(await readFile(join(place.folder, 'server.crt'), 'utf8')).toBe(next.cert);
  });

  it('is the one that was set, and nothing is put in its place where it is at fault', async () => {
    const made = await tlsMaterial(place);
    await folder.write('tls/own.pem', made.cert);
    await folder.write('tls/own.key', made.key);
    const own = { cert: 'tls/own.pem', key: 'tls/own.key' };
    expect(await tlsMaterial({ ...place, own })).toEqual(made);
    await folder.write('tls/own.key', newCertificateKey().export({ type: 'pkcs8', format: 'pem' }).toString());
    await expect(tlsMaterial({ ...place, own })).rejects.toMatchObject({
      code: 'NX_SERVER_TLS',
      text: expect.stringContaining('belongs to another certificate'),
    });
  });
});
