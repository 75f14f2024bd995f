import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntryView } from '../../../src-shared/contract/audit.ts';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { CommandProcess, runCommandLine } from '../../testing/command-process.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';

const CANARY = 'canary-5f21c0';

let lifetime: Lifetime;
let folder: ProjectFolder;
let port: number;
let service: CommandProcess;

beforeEach(async () => {
  lifetime = new Lifetime('audited service');
  folder = await givenProjectFolder();
  lifetime.defer(() => folder.remove());
  port = await freePort();
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
    tags: [{ address: 'HR0:uint16' }],
    value: () => 42,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  await folder.write(
    'nexus.yaml',
    `project: { name: Hall 2 }\naccess: { login: off }\nlog: { level: warn }\naudit: { checkpoint_folder: kept }\n`,
  );
  await folder.write(
    'devices/rig.yaml',
    `id: rig\nprotocol: modbus-tcp\nuns_prefix: o/rig\npoll_interval: 100ms
connection: { host: 127.0.0.1, port: ${simulator.port} }
tags:\n  - { id: level, address: HR0, data_type: uint16, access: read_write }\n`,
  );
  service = await started();
});
afterEach(() => lifetime.dispose());

async function started(): Promise<CommandProcess> {
  const process = lifetime.add(new CommandProcess(['--service', '--project', folder.path, '--port', String(port)]));
  await process.untilPrinted(/Workstation: http/);
  return process;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the answers of many calls
async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; json: any }> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: answer.status, json: await answer.json() };
}

const entries = async (filter = ''): Promise<AuditEntryView[]> =>
  (await ask('GET', `/audit?limit=500&filter=${encodeURIComponent(filter)}`)).json.entries;

describe('the audit trail of a service', () => {
  it('has its start, every change with its revision, refusals, writes before and after, and its stop', async () => {
    expect((await ask('PUT', '/watches/canary', { name: 'x', rows: `password=${CANARY}` })).status).toBe(400);
    await ask('POST', '/writes/arm', { device_id: 'rig', reason: 'Trial' });
    const receipt = await ask('POST', '/writes', { device_id: 'rig', tag_id: 'level', value: 7, reason: 'Step test' });
    expect(receipt.json.status).toBe('DONE_VERIFIED');
    expect((await ask('POST', '/writes', { device_id: 'rig', tag_id: 'none', value: 7 })).json.status).toBe('REJECTED');
    const all = await entries();
    const actions = all.map(({ action }) => action).reverse();
    expect(actions.slice(0, 2)).toEqual(['audit.begun', 'system.started']);
    expect(actions).toEqual(expect.arrayContaining(['writes.armed', 'write.requested', 'write.done', 'write.refused']));
    const requested = all.find(({ action }) => action === 'write.requested')!;
    const done = all.find(({ action }) => action === 'write.done')!;
    expect(requested).toMatchObject({ object: 'tag rig/level', after: 7, reason: 'Step test', interface: 'rest' });
    expect(requested.actor.kind).toBe('local');
    expect(requested.seq).toBeLessThan(done.seq);
    expect(await entries('action:write. is:refused')).toMatchObject([{ code: 'NO_SUCH_TAG', object: 'tag rig/none' }]);
    const refused = all.find(({ result, action }) => result === 'refused' && action === 'watches.save');
    expect(refused?.after).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    service.signal('SIGTERM');
    await service.ended;
    const trail = await readFile(join(folder.path, '.nexus/audit/00000001.jsonl'), 'utf8');
    const last = trail
      .trimEnd()
      .split('\n')
      .slice(-2)
      .map((line) => (JSON.parse(line) as AuditEntryView).action);
    expect(last).toEqual(['system.stopped', 'audit.checkpoint']);
    const keptFiles = await readdir(join(folder.path, 'kept'));
    expect(keptFiles.filter((name) => /^audit-.*-[0-9a-f]{8}\.json$/.test(name))).toHaveLength(1);
  });

  it('holds at every look: by call, by command, and against a checkpoint that was kept elsewhere', async () => {
    const kept = (await ask('POST', '/audit/checkpoint', {})).json;
    await writeFile(join(folder.path, 'kept.json'), JSON.stringify(kept));
    expect((await ask('POST', '/audit/verify', { checkpoint: kept })).json).toMatchObject({ state: 'ok', broken: 0 });
    const verify = (): ReturnType<typeof runCommandLine> =>
      runCommandLine(['audit', 'verify', '--project', folder.path, '--checkpoint', join(folder.path, 'kept.json')]);
    expect(await verify()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Verified: \d+ entries, 1 to \d+\./),
    });
    const file = join(folder.path, '.nexus/audit/00000001.jsonl');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('system.started', 'system.Started'));
    const altered = await verify();
    expect(altered).toMatchObject({ code: 2, stdout: expect.stringContaining('Entry 2 was altered') });
    await writeFile(file, `${text.split('\n').slice(0, 2).join('\n')}\n`);
    expect((await verify()).stdout).toContain('The trail was cut after entry 2');
  });

  it('is exported signed, and tells no secret', async () => {
    const made = (await ask('POST', '/audit/export', { format: 'json' })).json;
    expect(made).toMatchObject({ entries: expect.any(Number), name: expect.stringMatching(/\.zip$/) });
    const out = join(folder.path, 'audit.zip');
    const line = await runCommandLine([
      'audit',
      'export',
      '--out',
      out,
      '--filter',
      'user:system',
      '--project',
      folder.path,
    ]);
    expect(line).toMatchObject({ code: 0 });
    expect((await readFile(out)).subarray(0, 2).toString()).toBe('PK');
    await ask('POST', '/devices', { id: 'x', protocol: 'modbus-tcp', connection: { password: CANARY, token: CANARY } });
    await ask('POST', '/devices', { id: 'y', note: `token=${CANARY}` });
    const trail = await readFile(join(folder.path, '.nexus/audit/00000001.jsonl'), 'utf8');
    const answers = JSON.stringify(await entries());
    for (const text of [trail, answers, service.stdout, service.stderr]) expect(text).not.toContain(CANARY);
    const keys = JSON.parse(await readFile(join(folder.path, '.nexus/access/audit.json'), 'utf8'));
    for (const text of [trail, answers, service.stdout, service.stderr]) {
      expect(text).not.toContain(keys.seal);
      expect(text).not.toContain(keys.sign);
    }
  });
});
