import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobView } from '../../../src-shared/contract/jobs.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type AccessRig, ADMIN, accessRig, type RestAnswer } from '../../testing/access-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { connectSocket } from '../../testing/socket-client.ts';

/*
 * Reliability reference, A11: whoever knows or guesses the id of what is another’s gets no more by it than by an id that
 * was never given out.
 */

const PASSWORD = 'gravel kettle lantern sofa';
/** Of the device that is out of reach, and of none at all. */
const FOREIGN = { device: 'packer', topic: 'acme/plant1/packing/line1/packer/level' };
const NOTHING = { device: 'crater', topic: 'acme/plant1/packing/line1/crater/level' };

const lifetime = new Lifetime('foreign ids test');
let rig: AccessRig;
let admin = '';
let [ann, bob, steam] = ['', '', ''];

const device = (id: string, prefix: string): string =>
  JSON.stringify({
    ...{ id, protocol: 'modbus-tcp', simulated: 'waves', uns_prefix: prefix },
    connection: { host: '127.0.0.1', port: 1502 },
    tags: [{ id: 'level', address: 'HR0' }],
  });

beforeAll(async () => {
  rig = await accessRig(lifetime, {
    'devices/boiler.yaml': device('boiler', 'acme/plant1/utilities/steam/boiler'),
    'devices/packer.yaml': device('packer', 'acme/plant1/packing/line1/packer'),
  });
  admin = (await rig.send('POST', '/session/setup', { code: rig.engine.setupCode, ...ADMIN })).body.session;
  const add = async (user: string, roles: readonly string[], scope: object | null = null): Promise<string> => {
    await rig.send('POST', 'users', { user, roles, scope, password: PASSWORD }, admin);
    return (await rig.send('POST', '/session', { user, password: PASSWORD })).body.session;
  };
  ann = await add('ann', ['operator', 'engineer']);
  bob = await add('bob', ['operator', 'engineer']);
  steam = await add('steam', ['operator', 'engineer', 'admin'], { area: ['util*'] });
}, 60_000);
afterAll(() => lifetime.dispose());

/** An answer as the caller sees it, without the words that he gave himself. */
const seen = ({ status, body }: RestAnswer, words: Readonly<Record<string, string>>): string => {
  const { instance: _path, ...told } = body;
  return Object.values(words).reduce((text, word) => text.replaceAll(word, '…'), `${status} ${JSON.stringify(told)}`);
};
const as = (session: string) => (method: string, path: string, body?: unknown) => rig.send(method, path, body, session);

describe('the id of another’s', () => {
  it('session ends nothing, and is answered as one that was never there', async () => {
    const own = (await as(ann)('GET', 'me/sessions')).body as unknown as { id: string }[];
    const id = own[0]!.id;
    const never = id.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
    const answers = await Promise.all([id, never].map((one) => as(bob)('DELETE', `me/sessions/${one}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(seen(answers[0]!, { id })).toBe(seen(answers[1]!, { never }));
    expect((await as(ann)('GET', 'me')).status).toBe(200);
  });

  it('API key revokes nothing', async () => {
    await as(admin)('POST', 'keys', { name: 'MES', roles: ['operator'] });
    const held = async () => (await as(admin)('GET', 'keys')).body as unknown as { id: string }[];
    const [{ id }] = (await held()) as [{ id: string }];
    const answers = await Promise.all([id, 'never'].map((one) => as(bob)('DELETE', `keys/${one}`)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(seen(answers[0]!, { id })).toBe(seen(answers[1]!, { id: 'never' }));
    expect((await held()).map((key) => key.id)).toEqual([id]);
  });

  it('job gives no file: who made it fetches it, and others are told that there is none', async () => {
    const started = await as(ann)('POST', 'history/exports', { tags: ['boiler/level'], from: 'now-1h' });
    const { id } = started.body as unknown as JobView;
    await eventually(async () => expect((await as(ann)('GET', `jobs/${id}`)).body).toMatchObject({ state: 'done' }));
    expect((await as(ann)('GET', `jobs/${id}`)).body['result']).not.toBeNull();
    expect((await as(bob)('GET', `jobs/${id}`)).body, 'that it ran is told').toMatchObject({
      actor: 'ann',
      result: null,
    });
    const listed = (await as(bob)('GET', 'jobs')).body as unknown as JobView[];
    expect(listed.map((job) => [job.id, job.result])).toEqual([[id, null]]);
    expect((await as(bob)('POST', `jobs/${id}/download`)).status).toBe(404);
    expect((await as(ann)('POST', `jobs/${id}/download`)).status).toBe(200);
    const window = await connectSocket(rig.port, { session: bob });
    await expect(window.rpc.jobs.read({ id, offset: 0 })).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
    await window.close();
    const [there, never] = await Promise.all([id, 'never'].map((one) => as(steam)('GET', `jobs/${one}`)));
    expect(seen(there!, { id })).toBe(seen(never!, { id: 'never' }));
  });

  it('audit entry is not shown by any filter', async () => {
    const entries = async (filter: string): Promise<string> =>
      JSON.stringify((await as(bob)('GET', `audit?filter=${encodeURIComponent(filter)}`)).body);
    expect(await entries('user:ann')).not.toContain('"ann"');
    expect(await entries('')).toContain('"bob"');
    expect(await entries('')).not.toContain('"ann"');
  });
});

describe('an account that is kept to places', () => {
  const routes = [
    ...['', '/config', '/tags', '/tags/level', '/values', '/read-plan', '/latency', '/link', '/places'],
    ...['/places/types', '/tags/level?at=now', '/traffic', '/memory/scan', '/memory'],
  ].map((path) => ['GET', `devices/DEVICE${path}`] as const);
  const more: readonly (readonly [method: string, path: string, body?: object])[] = [
    ['GET', 'history?topic=TOPIC&from=now-1m'],
    ['POST', 'history/ask', { tags: ['DEVICE/level'] }],
    ['GET', 'lineage?device=DEVICE&tag=level'],
    ['GET', 'namespace/topic?topic=TOPIC'],
    ['GET', 'namespace/topics?text=DEVICE'],
    ['GET', 'quality-rules/tags?topic=TOPIC'],
    ['GET', 'export?devices=DEVICE'],
    ['GET', 'devices/uses?devices=DEVICE'],
    ['POST', 'values/read', { tags: [{ device: 'DEVICE', tag: 'level' }] }],
    [
      'POST',
      'values/read',
      {
        tags: [
          { device: 'boiler', tag: 'level' },
          { device: 'DEVICE', tag: 'level' },
        ],
      },
    ],
    ['POST', 'trace', { device: 'DEVICE', tag: 'level' }],
    ['POST', 'history/exports', { tags: ['DEVICE/level'], from: 'now-1h' }],
    ['POST', 'writes', { device_id: 'DEVICE', tag_id: 'level', value: 1 }],
    ['POST', 'writes/preview', { device_id: 'DEVICE', tag_id: 'level', value: 1 }],
    ['POST', 'writes/arm', { device_id: 'DEVICE', reason: 'x', password: PASSWORD }],
    ['PATCH', 'devices/DEVICE', { patch: { name: 'Mine' } }],
    ['PATCH', 'devices/DEVICE/tags/level', { patch: { description: 'Mine' } }],
    ['DELETE', 'devices/DEVICE'],
    ['POST', 'devices/DEVICE/reconnect', {}],
    ['PUT', 'devices/DEVICE/traffic/recording', { on: true }],
    ['PATCH', 'catalogue', { tags: [{ device: 'DEVICE', tag: 'level' }], patch: { description: 'Mine' } }],
    ['POST', 'revisions/1/restore', { device: 'DEVICE' }],
    ['GET', 'revisions/1/restore?device=DEVICE'],
  ];

  it.each([...routes, ...more])(
    'learns nothing by %s %s: a device elsewhere is as one that is not',
    async (...route) => {
      const [method, path, body] = route as unknown as readonly [string, string, object?];
      const asked = async ({ device: id, topic }: typeof FOREIGN): Promise<string> => {
        const named = (text: string): string => text.replaceAll('DEVICE', id).replaceAll('TOPIC', topic);
        const asks = body === undefined ? undefined : (JSON.parse(named(JSON.stringify(body))) as object);
        return seen(await as(steam)(method, named(path), asks), { topic, id });
      };
      const there = await asked(FOREIGN);
      expect(there).toBe(await asked(NOTHING));
      expect(there, 'because of the place, not of the form').toMatch(/^403 /);
    },
  );

  it.each(['devices', 'values', 'catalogue', 'tags/names', 'writes', 'writes/journal', 'remote-devices'])(
    'finds nothing of it in the list %s',
    async (path) => {
      const { status, body } = await as(steam)('GET', path);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(FOREIGN.device);
    },
  );

  it('is told of the health of its own devices only', async () => {
    const window = await connectSocket(rig.port, { session: steam });
    const ended = new AbortController();
    const health = (await window.rpc.devices.health({ signal: ended.signal }))[Symbol.asyncIterator]();
    for (let n = 0; n < 5; n++) expect(JSON.stringify((await health.next()).value)).not.toContain(FOREIGN.device);
    ended.abort();
    await window.close();
  });

  it('manages no users, keys and sessions, even as an administrator: nobody widens his own places', async () => {
    const tried = await Promise.all([
      as(steam)('GET', 'users'),
      as(steam)('PATCH', 'users/steam', { scope: null }),
      as(steam)('POST', 'users', { user: 'eve', roles: ['admin'], password: PASSWORD }),
      as(steam)('POST', 'keys', { name: 'wide', roles: ['engineer'] }),
      as(steam)('GET', 'sessions'),
    ]);
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await as(steam)('GET', 'me')).status).toBe(200);
  });
});
