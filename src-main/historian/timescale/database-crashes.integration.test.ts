import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { DatabaseRig } from '../../testing/database-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';

const MEBIBYTE = 2 ** 20;
/** 1 kB/s in each direction of each connection. */
const SLOW = { bytes: 100, gapMs: 100 };

let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('test');
});

afterEach(() => lifetime.dispose());

async function givenRig(kind: 'plain' | 'apache'): Promise<DatabaseRig> {
  const rig = lifetime.add(await DatabaseRig.start(kind));
  await rig.open();
  rig.append(10);
  await rig.expectAllStored();
  return rig;
}

/** Sends enough for a COPY, slowly, and waits until the server is in the middle of it. */
async function untilMidCopy(rig: DatabaseRig): Promise<void> {
  rig.proxy.slice(SLOW.bytes * 10, SLOW.gapMs);
  rig.append(200);
  await eventually(async () => {
    const copying =
      "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%COPY%' AND state = 'active' AND wait_event = 'ClientRead'";
    expect(await rig.sql(copying)).not.toEqual([]);
  });
}

describe.skipIf(postgresMissing('apache') !== undefined)('a historian whose TimescaleDB', () => {
  it('is restarted and killed in the middle of a COPY has every point once', async () => {
    const rig = await givenRig('apache');
    const deaths = [() => rig.postgres.restart('immediate'), () => rig.postgres.kill(), () => rig.postgres.restart()];
    for (const die of deaths) {
      await untilMidCopy(rig);
      await die();
      await rig.proxy.restore();
      if (!rig.postgres.isRunning) await rig.postgres.start();
      await rig.expectAllStored();
    }
  });
});

describe.skipIf(postgresMissing('plain') !== undefined)('a historian whose database', () => {
  it('takes 1 kB/s keeps what it cannot pass on in the log, and stores it once it is faster', async () => {
    const rig = await givenRig('plain');
    rig.proxy.slice(SLOW.bytes, SLOW.gapMs);
    for (let turn = 0; turn < 20; turn++) {
      rig.append(20);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await eventually(() => expect(rig.running.log.counts).toMatchObject({ pending: 0, accepted: rig.appended }));
    expect(rig.running.historian.counts.queued).toBeGreaterThan(rig.appended / 2);
    await rig.proxy.restore();
    await rig.expectAllStored();
  });

  it('has a full disk says so, and stores everything once there is room', async () => {
    const rig = lifetime.add(await DatabaseRig.start('plain'));
    const disk = givenSmallDisk(rig);
    await rig.postgres.sql(`CREATE TABLESPACE small LOCATION '${disk}'`);
    await rig.postgres.sql(`ALTER DATABASE ${rig.database} SET TABLESPACE small`);
    await rig.open();
    rig.append(10);
    await rig.expectAllStored();
    const filler = join(disk, 'filler');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k'], { stdio: 'ignore' });
    rig.append(2_000);
    await eventually(() => {
      expect(rig.running.historian.fault?.message).toMatch(/^The disk of the database at .* is full .*Make room there/);
      expect(rig.running.log.counts).toMatchObject({ pending: 0, accepted: rig.appended });
    });
    rmSync(filler);
    await rig.expectAllStored();
  });
});

/** A disk that belongs to the user of the server. */
function givenSmallDisk(rig: DatabaseRig): string {
  const folder = rig.postgres.file('small');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${32 * MEBIBYTE}`, 'tmpfs', folder]);
  lifetime.defer(() => void spawnSync('umount', ['-l', folder]));
  rig.postgres.programs.own(folder);
  return folder;
}
