import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { DatabaseRig } from '../../testing/database-rig.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';

let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('test');
});

afterEach(() => lifetime.dispose());

describe.skipIf(postgresMissing('plain') !== undefined)('points in a database with rollups', () => {
  it('are noted as late from the moment on at which the line of the rollups has passed them', async () => {
    const rig = lifetime.add(await DatabaseRig.start('plain'));
    await rig.open();
    const noted = async (): Promise<string[][]> =>
      rig.sql('SELECT (SELECT count(*) FROM nexus.rollup_late) + (SELECT count(*) FROM nexus.rollup_invalid) > 0');
    for (let turn = 0; turn < 4; turn++) {
      rig.append(1);
      await rig.expectAllStored();
    }
    await rig.sql("UPDATE nexus.upkeep_state SET at = now() + interval '1 day' WHERE name = 'line'");
    rig.append(1);
    await rig.expectAllStored();
    expect(await noted()).toEqual([['t']]);
    rig.append(1);
    await rig.expectAllStored();
  });
});
