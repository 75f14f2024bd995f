import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { KeyStore, type NewKey } from './key-store.ts';

let lifetime = new Lifetime('key store test');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('key store test');
});

const FORM: NewKey = {
  name: 'MES',
  roles: ['operator'],
  permissions: null,
  scope: null,
  writesPerSecond: 5,
  createdBy: 'ada',
  days: 2,
};

async function givenStore() {
  const folder = await givenProjectFolder({});
  lifetime.defer(() => folder.remove());
  const clock = new FakeClock();
  const open = async () => lifetime.add(await KeyStore.open(folder.path, clock));
  return { clock, open, store: await open(), file: join(folder.path, 'keys.json') };
}

describe('an API key', () => {
  it('is known after a restart, and its secret stands nowhere', async () => {
    const { open, store, file } = await givenStore();
    const { key, made } = await store.add(FORM);
    expect(key).toMatch(/^nxk_[0-9a-f]{12}_[\w-]{43}$/);
    expect((await open()).identify(key)).toMatchObject({ id: made.id, name: 'MES' });
    expect(await readFile(file, 'utf8')).not.toContain(key.split('_').slice(2).join('_'));
  });

  it('is worth nothing with another secret, once revoked, and once too old', async () => {
    const { clock, store } = await givenStore();
    const { key, made } = await store.add(FORM);
    const other = await store.add(FORM);
    expect(store.identify(key.slice(0, 17) + other.key.slice(17))).toBeUndefined();
    expect(store.identify(`${key}x`)).toBeUndefined();
    await store.revoke(made.id);
    expect(store.identify(key)).toBeUndefined();
    expect(store.identify(other.key)).toBeDefined();
    await clock.advance(2 * 86_400_000);
    expect(store.identify(other.key)).toBeUndefined();
    expect(store.all.map((one) => store.statusOf(one))).toEqual(['revoked', 'expired']);
  });

  it('says when it was used last', async () => {
    const { clock, open, store } = await givenStore();
    const { key } = await store.add(FORM);
    await clock.advance(5_000);
    store.identify(key);
    const at = new Date(clock.wallUs() / 1_000).toISOString();
    expect(store.all[0]!.lastUsedAt).toBe(at);
    await store.dispose();
    expect((await open()).all[0]!.lastUsedAt).toBe(at);
  });
});
