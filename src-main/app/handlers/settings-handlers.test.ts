import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { systemClock } from '../../kernel/clock.ts';
import { ProjectEditor } from '../../project/revisions/project-editor.ts';
import { settingsHandlers } from './settings-handlers.ts';

const identity = { kind: 'user', id: 'ada', name: 'Ada', roles: ['engineer'] } as const;
const CALL = { caller: 'test', via: 'socket', session: 'ada', identity } as const;
const REST = { ...CALL, via: 'rest' } as const;
const FILE = '# by hand\nproject:\n  name: Plant\nlog:\n  level: warn # for now\n';

let folder: string;
let handlers: ReturnType<typeof settingsHandlers>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-settings-'));
  await writeFile(join(folder, 'nexus.yaml'), FILE);
  handlers = settingsHandlers({ editor: await ProjectEditor.open(folder, drivers, systemClock) });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const onDisk = (): string => readFileSync(join(folder, 'nexus.yaml'), 'utf8');

describe('the settings of the gateway', () => {
  it('come as the file says them, with what each may be', async () => {
    const { revision, values, schema } = await handlers.get({}, CALL);
    expect(revision).toBe(1);
    expect(values).toMatchObject({ project: { name: 'Plant' }, log: { level: 'warn' } });
    expect(schema).toMatchObject({
      properties: {
        server: { properties: { port: { title: 'HTTP port', minimum: 1, maximum: 65_535, restart: true } } },
        historian: { properties: { raw: { default: '30d', restart: true } } },
        mqtt: { properties: { password: { secret: true } } },
      },
    });
  });

  it('are changed on disk with their comments kept, and say what waits for the next start', async () => {
    const patch = { log: { level: 'debug' }, mqtt: { meta: true } };
    const { revision, diff } = await handlers.change({ patch, base: 1, comment: '' }, CALL);
    expect(revision).toBe(2);
    expect(diff.settings).toEqual([
      { path: 'log.level', before: 'warn', after: 'debug', restart: false },
      { path: 'mqtt.meta', before: false, after: true, restart: true },
    ]);
    expect(onDisk()).toContain('# by hand');
    expect(onDisk()).toContain('level: debug # for now\nmqtt:\n  meta: true');
  });

  it('are refused whole when one of them is not right; a check names it without saving', async () => {
    const before = onDisk();
    const patch = { log: { level: 'debug' }, server: { port: 70_000 } };
    const change = handlers.change({ patch, base: 1, comment: '' }, CALL);
    await expect(change).rejects.toMatchObject({ code: 'NX_PROJECT_INVALID' });
    const { faults } = await handlers.check({ patch }, CALL);
    expect(faults).toMatchObject([{ path: 'server.port', code: 'PORT_RANGE' }]);
    expect(onDisk()).toBe(before);
  });

  it('take no secret in clear and do not repeat it', async () => {
    const patch = { mqtt: { password: 'hunter2-in-clear' } };
    const { faults } = await handlers.check({ patch }, CALL);
    expect(faults).toMatchObject([{ path: 'mqtt.password', code: 'INLINE_SECRET' }]);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });

  it('are not changed over what somebody else changed, on disk or in a newer revision', async () => {
    const patch = { log: { level: 'debug' } };
    await writeFile(join(folder, 'nexus.yaml'), onDisk().replace('Plant', 'Works'));
    await expect(handlers.change({ patch, base: 1, comment: '' }, CALL)).rejects.toMatchObject({
      code: 'NX_REVISION_CONFLICT',
      context: { files: ['nexus.yaml'] },
    });
    await expect(handlers.change({ patch, comment: '' }, REST)).rejects.toMatchObject({ code: 'NX_REVISION_REQUIRED' });
  });
});
