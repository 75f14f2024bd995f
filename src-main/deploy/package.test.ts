import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployKey, isSignedBy, openDeployKey } from './deploy-key.ts';
import { readPackage, type VerifiedPackage } from './read-package.ts';
import { writePackage } from './write-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'nexus-package-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (path: string, text: string): Promise<void> => Promise.resolve(writeFileSync(path, text));

const FILES = new Map([
  ['devices/a.yaml', 'id: a\nprotocol: modbus-tcp\n'],
  ['devices/ß.yaml'.replace('ß', 'b'), 'id: b # größer\n'],
]);
let workstation: DeployKey;
let gateway: DeployKey;
let bytes: Buffer;

beforeAll(async () => {
  workstation = await openDeployKey(join(folder, 'w'), write);
  gateway = await openDeployKey(join(folder, 'g'), write);
  bytes = made();
});

const about = () => ({
  ...{ project: 'P', revision: 3, counter: 7, author: 'jo', comment: 'why', madeMs: 1, node: 'eng', version: '1' },
  target: gateway.id,
});
const made = (files: ReadonlyMap<string, string> = FILES, more: object = {}): Buffer =>
  writePackage(files, { ...about(), ...more }, workstation);
const read = (packed: Buffer, known = workstation): VerifiedPackage =>
  readPackage(packed, { keyOf: (id) => (id === known.id ? known.publicKey : undefined), target: gateway.id });

describe('a package', () => {
  it('gives back every file, and who made it', () => {
    const { files, manifest, key } = read(bytes);
    expect([...files]).toEqual([...FILES]);
    expect(manifest).toMatchObject({ revision: 3, counter: 7, author: 'jo', comment: 'why' });
    expect(key).toBe(workstation.id);
  });

  it('with any one bit flipped is refused', () => {
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 8);
      expect(() => read(flipped), `byte ${at}`).toThrow(/NX_DEPLOY_(?:PACKAGE|KEY)/);
    }
  });

  it('that ends early or goes on is refused', () => {
    for (const length of [0, 3, 50, 107, 108, bytes.length - 1])
      expect(() => read(bytes.subarray(0, length))).toThrow('NX_DEPLOY_PACKAGE');
    expect(() => read(Buffer.concat([bytes, Buffer.from('x')]))).toThrow('NX_DEPLOY_PACKAGE');
  });

  it('of a key that is not paired is refused', async () => {
    const stranger = await openDeployKey(join(folder, 's'), write);
    expect(() => read(writePackage(FILES, about(), stranger))).toThrow('NX_DEPLOY_KEY');
  });

  it('signed by one key and said to be of another is refused', async () => {
    const stranger = await openDeployKey(join(folder, 's'), write);
    const forged = writePackage(FILES, about(), stranger);
    Buffer.from(workstation.id, 'hex').copy(forged, 4);
    expect(() => read(forged)).toThrow('its signature is not that of its manifest');
  });

  it('for another gateway, of a later form, or with a file outside of its folders is refused', () => {
    expect(() => read(made(FILES, { target: workstation.id }))).toThrow('made for another gateway');
    for (const path of [
      'nexus.yaml',
      '../x.yaml',
      'devices/../../x.yaml',
      '/etc/passwd',
      'devices/a.yml',
      '.nexus/a.yaml',
    ])
      expect(() => read(made(new Map([[path, 'x']]))), path).toThrow('its manifest is not sound');
  });
});

describe('the key of an installation', () => {
  it('stays the same, and signs what only its public half accepts', async () => {
    const again = await openDeployKey(join(folder, 'w'), write);
    expect(again.id).toBe(workstation.id);
    expect(isSignedBy(again.publicKey, 'a', workstation.sign('a'))).toBe(true);
    expect(isSignedBy(again.publicKey, 'b', workstation.sign('a'))).toBe(false);
    expect(isSignedBy(gateway.publicKey, 'a', workstation.sign('a'))).toBe(false);
    expect(isSignedBy('nonsense', 'a', workstation.sign('a'))).toBe(false);
  });
});
