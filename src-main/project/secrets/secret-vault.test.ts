import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { SecretVault } from './secret-vault.ts';

const VALUE = 'hunter2 – ключ';
let folder: ProjectFolder;
let vault: SecretVault;
let keyFile: string;

beforeEach(async () => {
  folder = await givenProjectFolder();
  vault = new SecretVault(join(folder.path, 'plant'));
  keyFile = join(folder.path, 'keys/plant.key');
});
afterEach(() => folder.remove());

const set = (name: string, value: string): Promise<{ readonly isNew: boolean }> =>
  vault.set(name, value, 1_700_000_000_000_000, { place: 'file', file: keyFile });
const resolved = (name: string, environment = {}): Promise<string> =>
  resolveSecret({ secret: name }, join(folder.path, 'plant'), environment);
const sealedText = (): Promise<string> => readFile(join(folder.path, 'plant/.nexus/secrets.json'), 'utf8');

describe('the secrets of a project', () => {
  it('come back by their name, and stand nowhere on the disk', async () => {
    expect(await set('mqtt.password', VALUE)).toEqual({ isNew: true });
    expect(await resolved('mqtt.password')).toBe(VALUE);
    const text = await sealedText();
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(Buffer.from(VALUE).toString('base64').slice(0, 8));
    for (const path of [join(folder.path, 'plant/.nexus/secrets.json'), keyFile])
      expect((await stat(path)).mode & 0o777, path).toBe(0o600);
  });

  it('are listed without their values, with the mark of a weak key', async () => {
    expect(await vault.key()).toBeUndefined();
    await set('b', VALUE);
    await set('a', VALUE);
    expect(await vault.list()).toEqual(['a', 'b'].map((name) => ({ name, set: true, setUs: 1_700_000_000_000_000 })));
    expect(await vault.key()).toEqual({ place: 'file', isWeak: true });
  });

  it('are replaced and removed, and each is sealed differently', async () => {
    await set('a', VALUE);
    const before = await sealedText();
    expect(await set('a', VALUE)).toEqual({ isNew: false });
    expect(await sealedText()).not.toBe(before);
    await set('a', 'other');
    expect(await resolved('a')).toBe('other');
    await vault.remove('a');
    await expect(resolved('a')).rejects.toThrow('secrets set a');
    await expect(vault.remove('a')).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
  });

  it('do not open under another name, or once a bit of them was changed', async () => {
    await set('low', 'of no worth');
    await set('high', VALUE);
    const sealed = JSON.parse(await sealedText()) as { secrets: Record<string, { tag: string }> };
    const path = join(folder.path, 'plant/.nexus/secrets.json');
    await writeFile(path, JSON.stringify({ ...sealed, secrets: { low: sealed.secrets['high'] } }));
    await expect(resolved('low')).rejects.toThrow('does not open');
    const tag = Buffer.from(sealed.secrets['low']!.tag, 'base64');
    tag[0]! ^= 1;
    const changed = { low: { ...sealed.secrets['low'], tag: tag.toString('base64') } };
    await writeFile(path, JSON.stringify({ ...sealed, secrets: changed }));
    await expect(resolved('low')).rejects.toMatchObject({ code: 'NX_SECRET_MISSING' });
  });

  it('do not open with a key that others may read, a foreign key, or none', async () => {
    await set('a', VALUE);
    await chmod(keyFile, 0o644);
    await expect(resolved('a')).rejects.toThrow('other users may read');
    await chmod(keyFile, 0o600);
    await writeFile(keyFile, Buffer.alloc(32, 7).toString('base64'));
    await expect(resolved('a')).rejects.toThrow('does not open');
    await writeFile(keyFile, 'short');
    await expect(resolved('a')).rejects.toThrow('no key of 32 bytes');
  });

  it('give way to a credential that the service manager hands over', async () => {
    await set('a', VALUE);
    const credentials = join(folder.path, 'credentials');
    await mkdir(credentials);
    await writeFile(join(credentials, 'a'), 'from systemd\n');
    expect(await resolved('a', { CREDENTIALS_DIRECTORY: credentials })).toBe('from systemd');
    await writeFile(join(credentials, 'b'), 'without a store');
    expect(await resolved('b', { CREDENTIALS_DIRECTORY: credentials })).toBe('without a store');
  });

  it('take two changes at once one after another', async () => {
    await set('first', VALUE);
    await Promise.all(['a', 'b', 'c'].map((name) => set(name, name)));
    expect((await vault.list()).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'first']);
  });

  it.each(['', '../etc/passwd', 'a b', '.hidden', 'x'.repeat(65)])('refuse the name %j', (name) => {
    expect(() => set(name, VALUE)).toThrow('is no name of a secret');
  });
});
