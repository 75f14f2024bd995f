import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../kernel/lifetime.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { UserStore } from './user-store.ts';

let lifetime = new Lifetime('user store test');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('user store test');
});

async function givenStore() {
  const folder = await givenProjectFolder({});
  lifetime.defer(() => folder.remove());
  const path = join(folder.path, 'access');
  const open = () => UserStore.open(path, new FakeClock());
  return { path, open, store: await open() };
}
const form = (user: string, roles: ('admin' | 'viewer')[]) =>
  ({ user, name: user, roles, scope: null, source: 'local', subject: undefined, hash: 'x' }) as const;
const made = (user: string, roles: ('admin' | 'viewer')[]) => ({ ...form(user, roles), roles: [...roles] });

describe('the users of a gateway', () => {
  it('are there after a restart, in a file that nobody else may read', async () => {
    const { path, open, store } = await givenStore();
    expect(store.hasAdmin).toBe(false);
    await store.add(made('ada', ['admin']));
    expect((await open()).named(' ADA ')).toMatchObject({ user: 'ada', roles: ['admin'] });
    expect((await stat(join(path, 'users.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('always have an administrator: the last one stays, stays enabled and keeps the role', async () => {
    const { store } = await givenStore();
    const { id } = await store.add(made('ada', ['admin']));
    const last = { code: 'NX_ACCESS_LAST_ADMIN' };
    await expect(store.remove(id)).rejects.toMatchObject(last);
    await expect(store.change(id, { status: 'disabled' })).rejects.toMatchObject(last);
    await expect(store.change(id, { roles: ['viewer'] })).rejects.toMatchObject(last);
    const bob = await store.add(made('bob', ['admin']));
    await store.change(id, { roles: ['viewer'] });
    await expect(store.remove(bob.id)).rejects.toMatchObject(last);
  });

  it('keep one of two administrators when both are taken away at once', async () => {
    const { store } = await givenStore();
    const ids = [(await store.add(made('ada', ['admin']))).id, (await store.add(made('bob', ['admin']))).id];
    const ends = await Promise.allSettled(ids.map((id) => store.remove(id)));
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(store.hasAdmin).toBe(true);
  });

  it('have names of their own; a disabled one is named as such', async () => {
    const { store } = await givenStore();
    await store.add(made('ada', ['admin']));
    const { id } = await store.add(made('mruiz', ['viewer']));
    await store.change(id, { status: 'disabled' });
    await expect(store.add(made('mruiz', ['viewer']))).rejects.toThrow(
      /“mruiz” already exists \(disabled since 2023-11-14\)\. Enable that user instead\./,
    );
  });

  it('are not guessed at where their file is broken: the start is refused', async () => {
    const { path, open, store } = await givenStore();
    await store.add(made('ada', ['admin']));
    await writeFile(join(path, 'users.json'), '{"version":1,"users":[{}]}');
    await expect(open()).rejects.toMatchObject({ code: 'NX_DOCUMENT_FAULT' });
  });
});
