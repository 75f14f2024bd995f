import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeployRunView, DriftItem, PreflightView, TargetView } from '../../../src-shared/contract/deploy-views.ts';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { CommandProcess } from '../../testing/command-process.ts';
import { type DeployRig, deployRig, pendingOf } from '../../testing/deploy-rig.ts';
import { eventually } from '../../testing/eventually.ts';

let lifetime: Lifetime;
let rig: DeployRig;

beforeAll(async () => {
  lifetime = new Lifetime('deploy');
  rig = await deployRig(lifetime);
});
afterAll(() => lifetime.dispose());

const devices = (): Promise<DeviceView[]> => rig.gateway.ask<DeviceView[]>('GET', '/devices');
const connected = async (): Promise<number> =>
  (await devices()).filter(({ health }) => health.status.kind === 'connected').length;
const target = (): Promise<TargetView> => rig.workstation.ask('POST', `/deploy/targets/${rig.target.id}/check`, {});
const only = (run: DeployRunView): DeployRunView['targets'][number] => run.targets[0]!;

describe('a deploy to a headless gateway', () => {
  it('is checked before anything is sent', async () => {
    const [view] = await rig.workstation.ask<PreflightView[]>('POST', '/deploy/preflight', {
      targets: [rig.target.id],
    });
    expect(view!.checks.filter(({ state }) => state === 'fault')).toEqual([]);
    expect(view!.diff!.devicesAdded).toEqual(['d0', 'd1', 'd2']);
    expect(await devices()).toEqual([]);
  });

  it('uploads, verifies, applies, passes its gate and is confirmed', async () => {
    const run = await rig.deploy({ comment: 'First' });
    expect(only(run).text).toContain('runs');
    expect(only(run).steps.map(({ step, state }) => `${step} ${state}`)).toEqual(
      ['check', 'upload', 'verify', 'apply', 'gate', 'confirm'].map((step) => `${step} done`),
    );
    await eventually(async () => expect(await connected()).toBe(3));
    expect(await target()).toMatchObject({
      drift: { kind: 'none' },
      runs: { comment: 'First' },
      health: { state: 'ok' },
    });
  });

  it('that breaks a device goes back by itself and says which', async () => {
    await rig.change('d1', { connection: { host: '127.0.0.1', port: 1, request_timeout: '300ms' } });
    const run = await rig.deploy({ comment: 'Wrong port' });
    expect(run.state).toBe('failed');
    expect(only(run)).toMatchObject({ state: 'rolled-back', code: 'NX_DEPLOY_GATE' });
    expect(only(run).text).toMatch(/1 of 3 devices did not reconnect within 6 s \(d1\)\. Rolled back to revision 1\./);
    await eventually(async () => expect(await connected()).toBe(3));
    const view = await target();
    expect(view.runs!.revision).toBe(1);
    expect(view.deployments[0]).toMatchObject({ state: 'rolled-back', comment: 'Wrong port' });
    await rig.change('d1', { connection: { host: '127.0.0.1', port: rig.devicePort, request_timeout: '300ms' } });
  });

  it('leaves devices alone that are the same', async () => {
    const before = new Map((await devices()).map(({ id, health }) => [id, health]));
    await rig.change('d2', { poll_interval: '300ms' });
    const run = await rig.deploy({ comment: 'Slower' });
    expect(run.state).toBe('done');
    for (const { id, health, pollIntervalMs } of await devices()) {
      if (id === 'd2') expect(pollIntervalMs).toBe(300);
      else expect(health.polls).toBeGreaterThan(before.get(id)!.polls);
    }
  });

  it('goes back to an earlier deployment through the same gate', async () => {
    const first = (await target()).deployments.find(({ comment }) => comment === 'First')!;
    const body = { deployment: first.number, comment: 'Back' };
    const { id } = await rig.workstation.ask<DeployRunView>('POST', `/deploy/targets/${rig.target.id}/rollback`, body);
    expect((await rig.ended(id)).state).toBe('done');
    expect((await devices()).find(({ id: device }) => device === 'd2')!.pollIntervalMs).toBe(200);
    expect((await target()).runs!.revision).toBe(1);
  });

  it('killed in its gate is taken back before anything runs', async () => {
    const { id } = await rig.start({ comment: 'Power loss' });
    await eventually(async () => expect((await pendingOf(rig.gateway)) ?? '').toContain('Power loss'));
    await eventually(async () => {
      expect((await devices()).find(({ id: device }) => device === 'd2')!.pollIntervalMs).toBe(300);
    });
    expect(await rig.gateway.service.kill()).toBe(true);
    await rig.gateway.service.start();
    expect(await pendingOf(rig.gateway)).toBeUndefined();
    expect((await devices()).find(({ id: device }) => device === 'd2')!.pollIntervalMs).toBe(200);
    const run = await rig.ended(id);
    expect(only(run).state).toBe('rolled-back');
    expect(only(run).text).toContain('Rolled back at its start');
  });

  it('goes back when the workstation vanishes before it confirms', async () => {
    await rig.start({ comment: 'Dead man' });
    await eventually(async () => expect((await pendingOf(rig.gateway)) ?? '').toContain('Dead man'));
    expect(await rig.workstation.service.kill()).toBe(true);
    await expect.poll(() => pendingOf(rig.gateway), { timeout: 40_000, interval: 250 }).toBeUndefined();
    await rig.workstation.service.start();
    const [last] = (await target()).deployments;
    expect(last).toMatchObject({ state: 'rolled-back', comment: 'Dead man' });
    expect(last!.text).toContain('did not confirm');
  });

  it('is refused where the gateway was changed by hand, until somebody says so', async () => {
    const { revision } = await rig.gateway.ask<{ revision: number }>('GET', '/devices/d0/config');
    const patch = { description: 'by hand' };
    await rig.gateway.ask('PATCH', '/devices/d0', { patch, base: revision, comment: 'Local' });
    expect((await target()).drift.kind).toBe('moved');
    const refused = only(await rig.deploy());
    expect(refused).toMatchObject({ state: 'failed', code: 'NX_DEPLOY_MOVED' });
    expect(refused.text).toContain('changed at the gateway itself');
    const items = await rig.workstation.ask<DriftItem[]>('GET', `/deploy/targets/${rig.target.id}/drift`);
    expect(items.find(({ path }) => path === 'devices/d0.yaml')).toMatchObject({ changed: 'theirs' });
    const take = { paths: ['devices/d0.yaml'], comment: 'Theirs is right' };
    await rig.workstation.ask('POST', `/deploy/targets/${rig.target.id}/take`, take);
    expect((await rig.deploy({ overwrite: true })).state).toBe('done');
    expect((await target()).drift.kind).toBe('none');
  });

  it('may be carried on a stick, with the result to carry back', async () => {
    const file = join(rig.workstation.folder.path, 'edge.nxp');
    const port = String(rig.workstation.service.port);
    await rig.change('d2', { poll_interval: '400ms' });
    const pack = new CommandProcess([
      'deploy',
      'pack',
      '--target',
      'edge-1',
      '--out',
      file,
      '--reason',
      'Stick',
      '--port',
      port,
    ]);
    expect((await pack.ended).code, pack.stderr).toBe(0);
    const { path } = rig.gateway.folder;
    const apply = new CommandProcess(['deploy', 'apply', file, '--project', path]);
    expect((await apply.ended).code, apply.stdout + apply.stderr).toBe(0);
    expect((await devices()).find(({ id }) => id === 'd2')!.pollIntervalMs).toBe(400);
    expect(JSON.parse(await readFile(`${file}.result.json`, 'utf8'))).toMatchObject({ state: 'promoted', code: null });
    const again = new CommandProcess(['deploy', 'apply', file, '--project', path]);
    expect((await again.ended).code).not.toBe(0);
    expect(again.stdout).toContain('is older than the last one');
  });

  it('is told on the command line', async () => {
    const port = String(rig.workstation.service.port);
    const push = new CommandProcess([
      'deploy',
      'push',
      '--target',
      'edge-1',
      '--reason',
      'By hand',
      '--overwrite',
      '--port',
      port,
    ]);
    expect((await push.ended).code, push.stdout + push.stderr).toBe(0);
    expect(push.stdout).toContain('edge-1: done. Revision');
    const list = new CommandProcess(['deploy', 'targets', '--port', port]);
    await list.ended;
    expect(list.stdout).toContain('drift: none; ok');
    const pair = new CommandProcess(['deploy', 'pair', '--project', rig.gateway.folder.path]);
    await pair.ended;
    expect(pair.stdout).toMatch(/Pairing code: [2-9A-Z]{4}-[2-9A-Z]{4}/);
  });

  it('is refused to a workstation that was forgotten', async () => {
    const { workstations } = await rig.gateway.ask<{ workstations: { id: string }[] }>('GET', '/deploy/agent');
    await rig.gateway.ask('DELETE', `/deploy/agent/workstations/${workstations[0]!.id}`);
    const view = await target();
    expect(view.agent).toMatchObject({ state: 'refused', reason: { code: 'NX_DEPLOY_KEY' } });
    expect(only(await rig.deploy())).toMatchObject({ state: 'failed', code: 'NX_DEPLOY_KEY' });
  });
});
