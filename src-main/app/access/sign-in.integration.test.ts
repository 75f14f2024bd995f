import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type AccessRig, ADMIN, accessRig } from '../../testing/access-rig.ts';
import { connectSocket } from '../../testing/socket-client.ts';

const lifetime = new Lifetime('sign-in test');
let rig: AccessRig;
let admin = '';
beforeAll(async () => {
  rig = await accessRig(lifetime);
});
afterAll(() => lifetime.dispose());

const OPERATOR = { user: 'mruiz', name: 'Maria Ruiz', roles: ['operator'], password: 'sofa crystal harbour' };

/** Adds a user whose name begins with `base` and signs him in. */
async function givenUser(base: string, roles: readonly string[]) {
  const form = { ...OPERATOR, user: base, roles };
  const { body } = await rig.send('POST', 'users', form, admin);
  // Wrong passwords of the tests before may still keep this address waiting.
  const signedIn = await vi.waitFor(
    async () => {
      const answer = await rig.send('POST', '/session', { user: base, password: form.password });
      expect(answer.status).toBe(200);
      return answer;
    },
    { timeout: 15_000, interval: 300 },
  );
  return { ...signedIn.body, id: String(body['id']), password: form.password };
}

describe('a gateway that nobody manages yet', () => {
  it('serves only the set-up, and is set up with the code of its console, once', async () => {
    const { engine, send } = rig;
    expect((await send('GET', '/session')).body).toEqual({ login: 'required', setup: true, authenticated: false });
    expect((await send('GET', 'devices')).status).toBe(401);
    expect((await send('POST', '/session', { user: 'admin', password: 'admin' })).status).toBe(401);
    const form = { code: engine.setupCode, ...ADMIN };
    const file = await readFile(join(rig.folder, '.nexus/access/setup-code'), 'utf8');
    expect(file.trim()).toBe(engine.setupCode);
    expect((await send('POST', '/session/setup', { ...form, code: '0000' })).body).toMatchObject({
      title: 'NX_ACCESS_SETUP',
    });
    expect((await send('POST', '/session/setup', { ...form, password: 'short' })).body).toMatchObject({
      detail: 'Use at least 12 characters. This one has 5.',
    });
    const made = await send('POST', '/session/setup', form);
    expect(made.body).toMatchObject({ user: { name: 'ada', roles: ['admin'] } });
    admin = made.body.session;
    expect((await send('POST', '/session/setup', form)).status).toBe(404);
    expect((await send('GET', '/session', undefined, admin)).body).toEqual({
      ...{ login: 'required', setup: false, authenticated: true },
    });
  });
});

describe('who signs in', () => {
  it('gets what his roles allow and nothing else', async () => {
    const { session } = await givenUser('operator1', ['operator']);
    expect((await rig.send('GET', 'devices', undefined, session)).status).toBe(200);
    const refused = await rig.send('POST', 'devices', { device: { id: 'x' } }, session);
    expect(refused.status).toBe(403);
    expect(refused.body['detail']).toBe('You may not change devices, tags and connections. Ask an Engineer.');
    expect((await rig.send('GET', 'users', undefined, session)).status).toBe(403);
    expect((await rig.send('GET', 'me', undefined, session)).body).toMatchObject({
      name: 'Maria Ruiz',
      permissions: ['read', 'operate', 'write', 'remoteOff', 'own'],
      lockAfterS: 900,
    });
  });

  it('is answered alike whether the name, the password or the account is wrong, and has to wait longer each time', async () => {
    const { id } = await givenUser('disabled1', ['viewer']);
    await rig.send('PATCH', `users/${id}`, { status: 'disabled' }, admin);
    const asked = [
      ['nobody at all', 'x'],
      ['ada', 'wrong password here'],
      ['disabled1', OPERATOR.password],
    ];
    const answers: unknown[] = [];
    for (const [user, password] of asked) {
      await vi.waitFor(
        async () => {
          const answer = await rig.send('POST', '/session', { user, password });
          expect(answer.status).toBe(401);
          answers.push(answer.body);
        },
        { timeout: 10_000, interval: 500 },
      );
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const tooSoon = await rig.send('POST', '/session', { user: 'ada', password: ADMIN.password });
    expect(tooSoon.body).toMatchObject({ title: 'NX_ACCESS_LIMIT' });
    await vi.waitFor(
      async () => {
        const { status, body } = await rig.send('POST', '/session', ADMIN);
        expect(status).toBe(200);
        admin = body.session;
      },
      { timeout: 15_000, interval: 500 },
    );
  });

  it('goes on with a refresh token, and with a used one loses the session', async () => {
    const first = await givenUser('refresher', ['viewer']);
    const second = await rig.send('POST', '/session/refresh', { refresh: first.refresh });
    expect((await rig.send('GET', 'devices', undefined, second.body.session)).status).toBe(200);
    await rig.send('POST', '/session/refresh', { refresh: second.body.refresh });
    expect((await rig.send('POST', '/session/refresh', { refresh: first.refresh })).status).toBe(401);
    expect((await rig.send('GET', 'devices', undefined, second.body.session)).status).toBe(401);
  });

  it('is let out of every window when an administrator ends the session, changes the roles or disables him', async () => {
    for (const end of [
      async ({ id }: { id: string }) => {
        const { body } = await rig.send('GET', `sessions?userId=${id}`, undefined, admin);
        const [session] = body as unknown as { id: string }[];
        await rig.send('DELETE', `sessions/${session!.id}`, undefined, admin);
      },
      ({ id }: { id: string }) => rig.send('PATCH', `users/${id}`, { roles: ['viewer'] }, admin),
      ({ id }: { id: string }) => rig.send('PATCH', `users/${id}`, { status: 'disabled' }, admin),
      ({ id }: { id: string }) => rig.send('PUT', `users/${id}/password`, { password: 'harbour sofa crystal' }, admin),
    ]) {
      const user = await givenUser(`ended${Math.trunc(Math.random() * 1e9)}`, ['operator']);
      const client = await connectSocket(rig.port, { session: user.session });
      const closed = new Promise<number>((resolve) => client.socket.once('close', resolve));
      await end(user);
      expect(await closed).toBe(4401);
      expect((await rig.send('GET', 'devices', undefined, user.session)).status).toBe(401);
    }
  });

  it('sees values while locked, and does nothing until the password is given', async () => {
    const { session, password } = await givenUser('locker', ['operator']);
    expect((await rig.send('POST', 'me/lock', {}, session)).body).toEqual({ locked: true });
    expect((await rig.send('GET', 'values', undefined, session)).status).toBe(200);
    const save = { name: 'W', rows: [] };
    expect((await rig.send('PUT', 'watches/w', save, session)).status).toBe(423);
    expect((await rig.send('POST', 'me/unlock', { password: 'not the password' }, session)).status).toBe(401);
    await vi.waitFor(
      async () => expect((await rig.send('POST', 'me/unlock', { password }, session)).status).toBe(200),
      { timeout: 10_000, interval: 300 },
    );
    expect((await rig.send('PUT', 'watches/w', save, session)).status).not.toBe(423);
  });

  it('changes the own password with the one before, which ends the other sessions', async () => {
    const first = await givenUser('changer', ['viewer']);
    const other = await rig.send('POST', '/session', { user: 'changer', password: first.password });
    const change = { current: first.password, password: 'window pepper anchor' };
    expect((await rig.send('POST', 'me/password', change, first.session)).status).toBe(200);
    expect((await rig.send('GET', 'me', undefined, first.session)).status).toBe(200);
    expect((await rig.send('GET', 'me', undefined, other.body.session)).status).toBe(401);
  });
});

describe('an API key', () => {
  it('is shown once, does what it is for, and is worth nothing once it is revoked', async () => {
    const form = { name: 'MES', roles: ['operator'], permissions: ['read'], days: 30 };
    const made = await rig.send('POST', 'keys', form, admin);
    const key = String(made.body['key']);
    expect((await rig.send('GET', 'values', undefined, key)).status).toBe(200);
    expect((await rig.send('PUT', 'watches/k', { name: 'K', rows: [] }, key)).status).toBe(403);
    expect(JSON.stringify((await rig.send('GET', 'keys', undefined, admin)).body)).not.toContain(key.slice(17));
    const { id } = made.body['view'] as { id: string };
    await rig.send('DELETE', `keys/${id}`, undefined, admin);
    expect((await rig.send('GET', 'values', undefined, key)).status).toBe(401);
  });

  it('may never manage users, whatever it was asked to be', async () => {
    const asked = { name: 'root', roles: ['admin'], permissions: ['users'] };
    expect((await rig.send('POST', 'keys', asked, admin)).status).toBe(400);
    const made = await rig.send('POST', 'keys', { name: 'root', roles: ['admin'] }, admin);
    expect((await rig.send('GET', 'users', undefined, String(made.body['key']))).status).toBe(403);
  });
});
