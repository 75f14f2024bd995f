import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type LogAndHistorian,
  settled,
  startLogAndHistorian,
  TEST_PROJECT,
  until,
} from '../../historian/log-and-historian.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { counterFrame } from '../../log/counter-frame.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { backupProject } from './backup-project.ts';

const TAGS = [1, 2, 3];
const START_US = 1_763_700_000e6;
const BACKUPS = 5;
/** Small enough that segments are sealed and trimmed many times during the test. */
const SETTINGS = { log: { segmentBytes: 16 * 1_024 }, historian: { sealPoints: 100 } } as const;

let lifetime: Lifetime;
let folder: ProjectFolder;

beforeEach(async () => {
  lifetime = new Lifetime('backup race');
  folder = await givenProjectFolder({ 'plant/nexus.yaml': 'project: { name: Race }\n' });
  lifetime.defer(() => folder.remove());
});
afterEach(() => lifetime.dispose());

async function open(path: string): Promise<LogAndHistorian> {
  const running = lifetime.add(await startLogAndHistorian(join(path, '.nexus'), SETTINGS));
  running.log.names(
    [[1, 'device 1']],
    TAGS.map((tag) => [tag, `tag ${tag}`] as const),
  );
  return running;
}

/** The numbers of the readings that are stored of a tag, in the order of time. */
async function stored({ historian }: LogAndHistorian, tag: number): Promise<number[]> {
  const { series } = await historian.series({
    projectUid: TEST_PROJECT,
    tagUid: `tag ${tag}`,
    deviceUid: 'device 1',
    fromUs: START_US,
    toUs: START_US + 1e12,
  });
  return series.kind === 'raw' ? [...series.value].map((value) => (value - tag) / 10_000) : [];
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('backups of a plant that goes on', () => {
  it('hold everything accepted before they began, each point once, while segments are sealed and trimmed', async () => {
    const plant = await open(join(folder.path, 'plant'));
    let n = 0;
    let isWriting = true;
    const writing = (async (): Promise<void> => {
      while (isWriting) {
        for (let i = 0; i < 20; i++, n++) plant.log.append(counterFrame(1, TAGS, n, START_US + n * 1e6), TAGS.length);
        await systemClock.sleep(2);
      }
    })();
    const taken: { readonly path: string; readonly accepted: number }[] = [];
    await until(() => plant.historian.progress !== undefined && plant.log.counts.accepted > 0);
    for (let i = 0; i < BACKUPS; i++) {
      await systemClock.sleep(50 + Math.random() * 300);
      const accepted = plant.log.counts.accepted / TAGS.length;
      const path = join(folder.path, `backup-${i}`);
      mkdirSync(path);
      const copied = async (): Promise<void> => {
        const before = plant.historian.progress!.trimBelow;
        await until(() => plant.historian.progress!.trimBelow > before);
      };
      // Between any two of its parts the plant seals and trims: only one order of them is sound.
      await backupProject(join(folder.path, 'plant'), path, { signal: new AbortController().signal, copied });
      taken.push({ path, accepted });
    }
    isWriting = false;
    await writing;
    await settled(plant);
    expect(await stored(plant, 1)).toEqual(upTo(n));
    const oldest = plant.historian.progress!.trimBelow;
    expect(oldest, 'segments trimmed during the test').toBeGreaterThan(BACKUPS);

    for (const { path, accepted } of taken) {
      const copy = await open(path);
      await settled(copy);
      for (const tag of TAGS) {
        const numbers = await stored(copy, tag);
        expect(numbers, `${path} tag ${tag}`).toEqual(upTo(numbers.length));
        expect(numbers.length).toBeGreaterThanOrEqual(accepted);
      }
      // It is a plant of its own: what comes now is new, and nothing of it is taken for old.
      const before = (await stored(copy, 1)).length;
      for (let i = 0; i < 200; i++)
        copy.log.append(counterFrame(1, TAGS, before + 5_000 + i, START_US + (before + 1e5 + i) * 1e6), TAGS.length);
      await settled(copy);
      expect((await stored(copy, 1)).length).toBe(before + 200);
      const { delivered, queued, dropped, quarantined } = copy.historian.counts;
      expect(delivered + queued + dropped + quarantined).toBe(copy.log.head!.totalPoints);
      expect([dropped, quarantined]).toEqual([0, 0]);
      await copy.dispose();
    }
  });
});
