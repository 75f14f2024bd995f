import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type AccessRig, ADMIN, accessRig } from '../../testing/access-rig.ts';
import { connectSocket } from '../../testing/socket-client.ts';

const lifetime = new Lifetime('scopes test');
let rig: AccessRig;
let admin = '';
let steam = '';
let engineer = '';
const PASSWORD = 'gravel kettle lantern sofa';
const device = (id: string, prefix: string): string =>
  JSON.stringify({
    ...{
      id,
      protocol: 'modbus-tcp',
      simulated: 'waves',
      uns_prefix: prefix,
      connection: { host: '127.0.0.1', port: 1502 },
    },
    tags: [
      { id: 'level', address: 'HR0' },
      { id: 'setpoint', address: 'HR1', access: 'read_write', write_limits: { min: 0, max: 100 } },
    ],
  });

beforeAll(async () => {
  rig = await accessRig(lifetime, {
    'devices/boiler.yaml': device('boiler', 'acme/plant1/utilities/steam/boiler'),
    'devices/packer.yaml': device('packer', 'acme/plant1/packing/line1/packer'),
  });
  admin = (await rig.send('POST', '/session/setup', { code: rig.engine.setupCode, ...ADMIN })).body.session;
  const scope = { area: ['util*'] };
  await rig.send('POST', 'users', { user: 'steam', roles: ['operator', 'engineer'], scope, password: PASSWORD }, admin);
  await rig.send('POST', 'users', { user: 'eng', roles: ['engineer'], password: PASSWORD }, admin);
  const signIn = async (user: string) =>
    (await rig.send('POST', '/session', { user, password: PASSWORD })).body.session;
  [steam, engineer] = [await signIn('steam'), await signIn('eng')];
}, 60_000);
afterAll(() => lifetime.dispose());

const idsOf = (body: unknown, key: string): string[] => [
  ...new Set((body as Record<string, string>[]).map((row) => row[key]!)),
];

describe('an account that is kept to places', () => {
  it('sees its devices and their values in lists, and no others', async () => {
    expect(idsOf((await rig.send('GET', 'devices', undefined, steam)).body, 'id')).toEqual(['boiler']);
    expect(idsOf((await rig.send('GET', 'values', undefined, steam)).body, 'device_id')).toEqual(['boiler']);
    const { rows } = (await rig.send('GET', 'catalogue', undefined, steam)).body as unknown as { rows: unknown };
    expect(idsOf(rows, 'device')).toEqual(['boiler']);
    expect(idsOf((await rig.send('GET', 'devices', undefined, engineer)).body, 'id')).toEqual(['boiler', 'packer']);
  });

  it.each([
    ['GET', 'devices/packer'],
    ['GET', 'devices/packer/values'],
    ['GET', 'devices/nothing'],
    ['GET', 'history?topic=acme/plant1/packing/line1/packer/level&from=now-1m'],
    ['GET', 'revisions'],
  ])('is refused %s %s, there or not', async (method, path) => {
    const { status } = await rig.send(method, path, undefined, steam);
    expect(status).toBe(path === 'revisions' ? 200 : 403);
  });

  it('is refused writes, arming and changes elsewhere, and moving a device out of its places', async () => {
    const write = { tag_id: 'setpoint', value: 1 };
    expect((await rig.send('POST', 'writes', { device_id: 'packer', ...write }, steam)).status).toBe(403);
    expect((await rig.send('POST', 'writes/arm', { reason: 'test', password: PASSWORD }, steam)).status).toBe(403);
    const armed = await rig.send('POST', 'writes/arm', { device_id: 'boiler', reason: 'x', password: PASSWORD }, steam);
    expect(armed.status).toBe(200);
    expect((await rig.send('POST', 'writes', { device_id: 'boiler', ...write }, steam)).body).toMatchObject({
      error: expect.not.objectContaining({ code: 'NOT_ARMED' }),
    });
    const elsewhere = JSON.parse(device('new', 'acme/plant1/packing/line2/new')) as object;
    expect((await rig.send('POST', 'devices', { device: elsewhere }, steam)).status).toBe(403);
    const moved = { patch: { uns_prefix: 'acme/plant1/packing/line1/boiler' } };
    expect((await rig.send('PATCH', 'devices/boiler', moved, steam)).status).toBe(403);
    expect((await rig.send('POST', 'import', { yaml: '' }, steam)).status).toBe(403);
  });

  it('is sent live values of its devices only', async () => {
    const own = await connectSocket(rig.port, { session: steam });
    const all = await connectSocket(rig.port, { session: engineer });
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    const mine = (await own.rpc.values.watch({ tags: numbers })).watching;
    expect(mine).toBe(2);
    expect((await all.rpc.values.watch({ tags: numbers })).watching).toBeGreaterThan(mine);
    await Promise.all([own.close(), all.close()]);
  });
});

describe('arming where a login is required', () => {
  it('asks for the password', async () => {
    const arm = { device_id: 'boiler', reason: 'loop check' };
    expect((await rig.send('POST', 'writes/arm', arm, engineer)).body).toMatchObject({ title: 'NX_ACCESS_SIGN_IN' });
    expect((await rig.send('POST', 'writes/arm', { ...arm, password: PASSWORD }, engineer)).status).toBe(200);
    await rig.send('POST', 'me/lock', {}, engineer);
    expect((await rig.send('GET', 'writes/state', undefined, engineer)).body).toMatchObject({ armed: [] });
    await rig.send('POST', 'me/unlock', { password: PASSWORD }, engineer);
  });
});

describe('what an engineer may not release', () => {
  const base = async (): Promise<number> =>
    Number(
      ((await rig.send('GET', 'devices/packer/config', undefined, engineer)).body as { revision?: number }).revision,
    );

  it.each([
    ['a tag that becomes writable', { tag: 'level', patch: { access: 'read_write' } }],
    ['other limits', { tag: 'setpoint', patch: { write_limits: { min: 0, max: 200 } } }],
    ['a critical tag that is one no more', { tag: 'setpoint', patch: { critical: true } }],
  ])('is %s', async (_what, { tag, patch }) => {
    const asked = { patch, base: await base() };
    const refused = await rig.send('PATCH', `devices/packer/tags/${tag}`, asked, engineer);
    expect(refused.status).toBe(403);
    expect(refused.body['detail']).toBe('You may not make tags writable and set their limits. Ask an Administrator.');
  });

  it('is not what it takes to describe a tag', async () => {
    const asked = { patch: { description: 'Level of the hopper' }, base: await base() };
    expect((await rig.send('PATCH', 'devices/packer/tags/level', asked, engineer)).status).toBe(200);
  });

  it('is not given to oneself by the settings', async () => {
    const patch = { access: { engineers_release: true } };
    const refused = await rig.send('PATCH', 'settings', { patch, base: await base() }, engineer);
    expect(refused.status).toBe(403);
  });
});
