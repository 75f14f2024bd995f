import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentRunView } from '../../src-shared/contract/deploy-views.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { AgentStore } from './agent-store.ts';
import type { GateFigures } from './health-gate.ts';
import { Trial, type TrialPlant } from './trial.ts';

const GOOD: GateFigures = {
  devices: { before: 12, connected: 12, missing: [] },
  tags: { before: 1_000, good: 990 },
  polls: { done: 100, failed: 2 },
  broker: { before: true, now: true },
  restarts: 0,
};
let folder: string;
let clock: FakeClock;
let store: AgentStore;
let figures: GateFigures;
let revision: number;

const open = (): Promise<AgentStore> =>
  AgentStore.open(folder, (path, text) => Promise.resolve(writeFileSync(path, text)));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-trial-'));
  clock = new FakeClock();
  store = await open();
  figures = GOOD;
  revision = 5;
});
afterEach(() => rmSync(folder, { recursive: true }));

const plant = (more: Partial<TrialPlant> = {}): TrialPlant => ({
  revision: () => revision,
  begin: () => {},
  apply: () => Promise.resolve(++revision),
  restore: () => Promise.resolve(void revision++),
  figures: () => figures,
  ...more,
});

function givenTrial(more: Partial<TrialPlant> = {}, needsConfirmation = true): Trial {
  return new Trial({
    ...{ clock, store, needsConfirmation, gateway: 'edge-pc-03', kind: 'deploy' },
    plant: plant(more),
    limits: { window_s: 60, good_tags: 0.98, poll_success: 0.95 },
    deployment: {
      ...{ revision: 42, kind: 'deploy', author: 'jo', comment: 'why', node: 'ENG-02', timeMs: 1 },
      devices: ['a'],
      files: { 'devices/a.yaml': 'hash' },
    },
  });
}

/** Lets the trial run for so long. */
async function pass(seconds: number): Promise<void> {
  for (let step = 0; step < seconds * 4; step++) await clock.advance(250);
}

describe('a change on trial', () => {
  it('is promoted once its gate held and the workstation confirmed', async () => {
    const trial = givenTrial();
    const run = trial.run();
    await pass(9);
    expect(trial.view.state).toBe('gate');
    await pass(2);
    expect(trial.view.state).toBe('waiting');
    trial.confirm();
    await pass(1);
    expect(await run).toMatchObject({ state: 'promoted', code: null });
    expect(store.deployed).toMatchObject({ number: 1, revision: 42, targetRevision: 6, state: 'promoted' });
    expect(await store.pending()).toBeUndefined();
  });

  it('goes back when nobody confirms, within 90 s in all', async () => {
    const run = givenTrial().run();
    await pass(80);
    expect(await run).toMatchObject({ state: 'rolled-back', code: 'NX_DEPLOY_GATE' });
    expect((await run).text).toContain('did not confirm within 15 s');
    expect(revision).toBe(7);
  });

  it.each<[string, Partial<GateFigures>, string]>([
    [
      'devices',
      { devices: { before: 12, connected: 9, missing: ['a', 'b', 'c'] } },
      '3 of 12 devices did not reconnect within 60 s (a, b, c)',
    ],
    ['tags', { tags: { before: 1_000, good: 979 } }, '21 of 1000 tags were not good'],
    ['polls', { polls: { done: 100, failed: 6 } }, '94 % of 100 succeeded'],
    ['polls that never came', { polls: { done: 0, failed: 0 } }, 'none yet'],
    ['the broker', { broker: { before: true, now: false } }, 'not publishing'],
    ['restarts', { restarts: 3 }, '3 restarts'],
  ])('goes back for %s', async (_what, wrong, text) => {
    figures = { ...GOOD, ...wrong };
    const run = givenTrial().run();
    await pass(61);
    expect(await run).toMatchObject({ state: 'rolled-back' });
    expect((await run).text).toContain(text);
    expect(store.deployments[0]).toMatchObject({ state: 'rolled-back' });
    expect(store.deployed).toBeUndefined();
  });

  it('is not taken in by one good moment', async () => {
    let looks = 0;
    const flapping = (): GateFigures =>
      looks++ % 8 < 7 ? GOOD : { ...GOOD, devices: { before: 12, connected: 0, missing: ['a'] } };
    const run = givenTrial({ figures: flapping }).run();
    await pass(62);
    expect((await run).state).toBe('rolled-back');
  });

  it('that could not be made changes nothing', async () => {
    const refuse = (): Promise<number> => Promise.reject(new NexusError('NX_PROJECT_INVALID', 'Faults.'));
    const trial = givenTrial({ apply: refuse });
    await expect(trial.run()).rejects.toThrow('NX_PROJECT_INVALID');
    expect(trial.view).toMatchObject({ state: 'failed', code: 'NX_PROJECT_INVALID' });
    expect(await store.pending()).toBeUndefined();
    expect(store.deployments).toEqual([]);
  });

  it('that was written and then failed in the engine is taken back', async () => {
    const half = (): Promise<number> => {
      revision++;
      return Promise.reject(new NexusError('NX_HOST_GONE', 'A worker stopped.'));
    };
    const end: AgentRunView = await givenTrial({ apply: half }).run();
    expect(end).toMatchObject({ state: 'rolled-back', code: 'NX_HOST_GONE' });
  });

  it('stays on the disk when the gateway stops or cannot go back, for its next start', async () => {
    const trial = givenTrial();
    const run = trial.run();
    await pass(2);
    trial.halt();
    await pass(1);
    await run;
    expect((await (await open()).pending())!.before).toBe(5);
    figures = { ...GOOD, restarts: 9 };
    const stuck = givenTrial({
      restore: () => Promise.reject(new NexusError('NX_LOG_WRITE', 'The disk is full.')),
    }).run();
    await pass(61);
    expect(await stuck).toMatchObject({ state: 'failed' });
    expect(await (await open()).pending()).toBeDefined();
  });

  it('ended by somebody goes back at once', async () => {
    const trial = givenTrial();
    const run = trial.run();
    await pass(1);
    trial.abort('J. Ortiz ended it');
    await pass(1);
    expect((await run).text).toContain('J. Ortiz ended it');
  });
});

describe('what a gateway remembers', () => {
  it('is the last twenty, and always the one that runs', async () => {
    const first = givenTrial({}, false);
    const run = first.run();
    await pass(12);
    await run;
    figures = { ...GOOD, restarts: 9 };
    for (let n = 0; n < 25; n++) {
      const vain = givenTrial().run();
      await pass(61);
      await vain;
    }
    const again = await open();
    expect(again.deployments).toHaveLength(20);
    expect(again.deployed).toMatchObject({ number: 1 });
  });

  it('keeps the counter of a workstation that pairs anew, so that its old packages stay old', async () => {
    await store.pair({ id: 'w', name: 'ENG', publicKey: 'k', pairedMs: 1 });
    const pending = {
      id: 'x',
      kind: 'deploy',
      before: 1,
      deployment: { revision: 1, kind: 'deploy', author: '', comment: '', node: '', timeMs: 0, devices: [], files: {} },
    } as const;
    await store.end(
      { ...pending, deployment: { ...pending.deployment, devices: [] } },
      { state: 'promoted', text: '', targetRevision: 2 },
      { key: 'w', value: 9 },
    );
    await store.pair({ id: 'w', name: 'ENG', publicKey: 'k', pairedMs: 2 });
    expect((await open()).workstations[0]!.counter).toBe(9);
  });
});
