import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type EngineRig, engineRig } from '../../testing/engine-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';

let lifetime: Lifetime;
let postgres: PostgresProcess;
let database: string;

beforeEach(async () => {
  lifetime = new Lifetime('test');
  postgres = lifetime.add(await PostgresProcess.start('plain'));
  database = await postgres.createDatabase();
});

afterEach(() => lifetime.dispose());

const device = (id: string, line = 'line-1', address = '40001') => ({
  id,
  protocol: 'modbus-tcp',
  enabled: false,
  uns_prefix: `acme/plant1/utilities/${line}/${id}`,
  connection: { host: '127.0.0.1', port: 15_999, unit_id: 1 },
  tags: [{ id: 'speed', address, data_type: 'uint16' }],
});

/** A gateway that shares the store. @param part its `fleet.partition`. */
const gateway = (name: string, devices: readonly ReturnType<typeof device>[], part = ''): Promise<EngineRig> =>
  engineRig(
    devices,
    lifetime,
    `{ name: ${name} }\nfleet: { instance: ${name}, database: { url: "${postgres.url(database)}" }, look_every: 1s${part && `, partition: ${part}`} }`,
  );

const ids = async ({ rpc }: EngineRig): Promise<readonly string[]> =>
  (await rpc.devices.list({})).map(({ id }) => id).toSorted();
const addressOf = async ({ rpc }: EngineRig, id: string): Promise<unknown> =>
  (await rpc.devices.tag({ device: id, tag: 'speed' })).address;
const revision = async ({ rpc }: EngineRig): Promise<number> => (await rpc.config.revisions({})).current;
const inStep = (rig: EngineRig, pushed: number): Promise<void> =>
  eventually(async () => expect((await rig.rpc.fleet.status({})).pushed).toBeGreaterThanOrEqual(pushed));

describe.skipIf(postgresMissing('plain') !== undefined)('gateways that share one store', () => {
  it('tell it their devices, and hand one over when it is assigned to the other', async () => {
    const one = await gateway('edge-1', [device('pump-1'), device('pump-2')]);
    const two = await gateway('edge-2', [device('fan-1')]);
    await inStep(one, 2);
    await inStep(two, 1);
    const rows = await postgres.sql('SELECT id, instance FROM nexus_config.devices ORDER BY id', database);
    expect(rows).toEqual([
      ['fan-1', 'edge-2'],
      ['pump-1', 'edge-1'],
      ['pump-2', 'edge-1'],
    ]);
    await one.rpc.fleet.assign({ devices: ['pump-2'], instance: 'edge-2' });
    await eventually(async () => expect(await ids(two)).toEqual(['fan-1', 'pump-2']));
    await eventually(async () => expect(await ids(one)).toEqual(['pump-1']));
    const uid = await postgres.sql("SELECT form ->> 'uid' FROM nexus_config.devices WHERE id = 'pump-2'", database);
    expect((await two.rpc.devices.get({ device: 'pump-2' })).uid).toBe(uid[0]![0]);
    expect((await two.rpc.fleet.instances({})).map(({ name }) => name)).toEqual(['edge-1', 'edge-2']);
  });

  it('take what others write there, psql too, as a revision that says who', async () => {
    const one = await gateway('edge-1', [device('pump-1')]);
    await inStep(one, 1);
    await postgres.sql(
      `UPDATE nexus_config.devices SET changed_by = 'planner', form = replace(form::text, '40001', '40002')::json`,
      database,
    );
    await eventually(async () => expect(await addressOf(one, 'pump-1')).toBe('40002'));
    const { revisions } = await one.rpc.config.revisions({});
    expect(revisions.map(({ author }) => author)).toContain('fleet planner');
    const tags = await postgres.sql('SELECT device_id, tag_id, address FROM nexus_config.device_tags', database);
    expect(tags).toEqual([['pump-1', 'speed', '40002']]);
  });

  it('take their lines, and leave the devices of others alone', async () => {
    const all = await gateway('office', [device('a', 'line-1'), device('b', 'line-2')], '{ by: all }');
    await inStep(all, 2);
    const one = await gateway('edge-1', [], '{ by: line, values: [line-2] }');
    await eventually(async () => expect(await ids(one)).toEqual(['b']));
    await all.rpc.config.removeDevice({ device: 'b', base: await revision(all) });
    await eventually(async () => expect(await ids(one)).toEqual([]));
    expect(await ids(all)).toEqual(['a']);
  });

  it('take no device with a fault, name it, and take the rest', async () => {
    const one = await gateway('edge-1', [], '{ by: all }');
    const form = (id: string, interval: string): string =>
      JSON.stringify({ ...device(id), poll_interval: interval }).replaceAll("'", "''");
    await eventually(async () => expect((await one.rpc.fleet.status({})).state).toBe('connected'));
    await postgres.sql(
      `INSERT INTO nexus_config.devices (id, protocol, uns_prefix, form) VALUES
       ('good', '', '', '${form('good', '1s')}'), ('bad', '', '', '${form('bad', 'sometimes')}')`,
      database,
    );
    await eventually(async () => expect(await ids(one)).toEqual(['good']));
    await eventually(async () => {
      const { refused } = await one.rpc.fleet.status({});
      expect(refused).toMatchObject([{ device: 'bad', problem: expect.stringContaining('sometimes') }]);
    });
  });

  it('keep a device that both sides changed as it is on either, until a person decides', async () => {
    const one = await gateway('edge-1', [device('pump-1')]);
    await inStep(one, 1);
    await postgres.kill();
    await eventually(async () => expect((await one.rpc.fleet.status({})).state).toBe('offline'));
    await one.rpc.config.changeDevice({ device: 'pump-1', base: await revision(one), patch: { name: 'Here' } });
    await postgres.start();
    await postgres.sql(
      `UPDATE nexus_config.devices SET changed_by = 'planner', form = replace(form::text, '40001', '40002')::json`,
      database,
    );
    await eventually(async () => {
      const { conflicts } = await one.rpc.fleet.status({});
      expect(conflicts).toMatchObject([{ device: 'pump-1', here: 'changed', there: 'changed', by: 'planner' }]);
    });
    expect(await addressOf(one, 'pump-1')).toBe('40001');
    const status = await one.rpc.fleet.resolve({ device: 'pump-1', keep: 'there' });
    expect(status.conflicts).toEqual([]);
    expect(await addressOf(one, 'pump-1')).toBe('40002');
    expect((await one.rpc.devices.get({ device: 'pump-1' })).name).not.toBe('Here');
  });

  it('say what is wrong with a database that is not there, and run on with the devices of their files', async () => {
    await postgres.kill();
    const one = await gateway('edge-1', [device('pump-1')]);
    expect(await ids(one)).toEqual(['pump-1']);
    await eventually(async () => {
      const { state, reason } = await one.rpc.fleet.status({});
      expect(state).toBe('offline');
      expect(reason).toContain('Devices go on as they are');
    });
    await expect(one.rpc.fleet.instances({})).rejects.toThrow(/configuration store/);
  });
});
