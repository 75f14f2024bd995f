import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { CountingPlant, killAtRandom } from '../testing/counting-plant.ts';
import { expectBalance } from '../testing/expect-balance.ts';
import { freePort } from '../testing/free-port.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { ServiceProcess } from '../testing/service-process.ts';

const DEVICES = 3;
const TAGS = 20;
const INTERVAL_MS = 50;
const KILL_FOR_MS = 60_000;
const LIVES_MS = { atLeast: 300, atMost: 3_300 };

const lifetime = { current: new Lifetime('kill test') };
afterEach(() => lifetime.current.dispose());

describe('a service that is killed at random moments for a minute', () => {
  it('has every accepted sample in its history exactly once, and every missing one inside a recorded gap', async () => {
    lifetime.current = new Lifetime('kill test');
    const plant = lifetime.current.add(
      await CountingPlant.start({ devices: DEVICES, tags: TAGS, intervalMs: INTERVAL_MS }),
    );
    const folder = await givenProjectFolder({
      'nexus.yaml': 'project: { name: Kill test }\naccess: { login: off }\nlog: { level: error }\n',
      ...plant.files(),
    });
    lifetime.current.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.current.defer(async () => void (await service.kill()));

    const kills = await killAtRandom(service, KILL_FOR_MS, LIVES_MS);
    await service.start();
    await systemClock.sleep(1_000);
    const { stored, missing, gaps, faults } = await plant.check(service);
    expect(faults, 'foreign, doubled, or missing outside of every gap').toEqual([]);
    const balance = await expectBalance(service, stored);
    process.stdout.write(
      `kill -9: ${kills} kills, ${stored} samples stored, ${missing} missing inside ${gaps} gaps; ${JSON.stringify(balance)}\n`,
    );
    expect(kills).toBeGreaterThanOrEqual(8);
    expect(gaps).toBeGreaterThanOrEqual(8);
    expect(stored).toBeGreaterThanOrEqual(DEVICES * TAGS * 200);
    expect(balance.rejected).toBe(0);
    expect(await service.stop()).toBe(0);
  }, 240_000);
});
