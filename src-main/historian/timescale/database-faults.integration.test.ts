import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Lifetime } from '../../kernel/lifetime.ts';
import { DatabaseRig } from '../../testing/database-rig.ts';
import { eventually } from '../../testing/eventually.ts';
import { postgresMissing } from '../../testing/postgres-programs.ts';

let lifetime: Lifetime;
let rig: DatabaseRig;

beforeEach(async () => {
  lifetime = new Lifetime('test');
  const access = ['host all locked 127.0.0.1/32 scram-sha-256', 'host all all 127.0.0.1/32 trust'];
  rig = lifetime.add(await DatabaseRig.start('plain', { access }));
});

afterEach(() => lifetime.dispose());

/** What happens meanwhile is accepted by the log, waits there, and the fault says why. */
async function expectFault(words: RegExp): Promise<void> {
  rig.append(10);
  await eventually(() => {
    const { log, historian } = rig.running;
    expect(historian.fault).toMatchObject({ code: 'NX_HISTORY_UNAVAILABLE', message: expect.stringMatching(words) });
    expect(log.counts).toMatchObject({ pending: 0, rejected: 0 });
    expect(historian.counts.queued).toBeGreaterThan(0);
  });
}

describe.skipIf(postgresMissing('plain') !== undefined)('a historian whose database', () => {
  it('is read-only says so, and stores everything once it is not', async () => {
    await rig.open();
    rig.append(10);
    await rig.expectAllStored();
    await rig.sql('ALTER SYSTEM SET default_transaction_read_only = on');
    await rig.sql('SELECT pg_reload_conf()');
    await expectFault(/may only be read .*Point historian\.database\.url to the primary/);
    await rig.sql('ALTER SYSTEM RESET default_transaction_read_only');
    await rig.sql('SELECT pg_reload_conf()');
    await rig.expectAllStored();
  });

  it('refuses the password says so, and stores everything once it is right', async () => {
    await rig.sql(`CREATE ROLE locked LOGIN PASSWORD 'right'; CREATE SCHEMA nexus AUTHORIZATION locked`);
    await rig.open({ url: rig.url('locked'), password: 'wrong' });
    await expectFault(/refuses the user “locked” .*Check user and password/);
    await rig.sql(`ALTER ROLE locked PASSWORD 'wrong'`);
    await rig.expectAllStored();
  });

  it('has no connection free says so, and stores everything once there is one', async () => {
    await rig.sql('CREATE ROLE few LOGIN; CREATE SCHEMA nexus AUTHORIZATION few');
    await rig.open({ url: rig.url('few') });
    rig.append(10);
    await rig.expectAllStored();
    await rig.sql('ALTER ROLE few CONNECTION LIMIT 0');
    await rig.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'few'`);
    await expectFault(/has no connection free .*Raise max_connections/);
    await rig.sql('ALTER ROLE few CONNECTION LIMIT -1');
    await rig.expectAllStored();
  });

  it('lets its user make no temporary tables says which right is missing, and stores everything once it is given', async () => {
    await rig.sql(`CREATE ROLE plainuser LOGIN; CREATE SCHEMA nexus AUTHORIZATION plainuser;
      REVOKE TEMP ON DATABASE ${rig.database} FROM PUBLIC`);
    await rig.open({ url: rig.url('plainuser') });
    rig.append(10);
    await rig.expectAllStored();
    await rig.close();
    // What is in the database already can only be told apart in a table of the session.
    await rig.sql('DELETE FROM nexus.ingest_marks');
    await rig.open({ url: rig.url('plainuser') });
    await expectFault(new RegExp(`temporary tables .*GRANT TEMP ON DATABASE ${rig.database} TO plainuser`));
    await rig.sql(`GRANT TEMP ON DATABASE ${rig.database} TO plainuser`);
    await rig.expectAllStored();
  });

  it('has a newer schema is not touched, and stores everything once it is the one that is known', async () => {
    await rig.open();
    rig.append(10);
    await rig.expectAllStored();
    await rig.close();
    await rig.sql("INSERT INTO nexus.schema_version (version, applied_by) VALUES (99, 'later')");
    await rig.open();
    await expectFault(/is of version 99, and this engine knows/);
    await rig.sql('DELETE FROM nexus.schema_version WHERE version = 99');
    await rig.expectAllStored();
  });

  it('has a table of somebody else by our name is not touched, and says which', async () => {
    await rig.sql('CREATE SCHEMA nexus; CREATE TABLE nexus.samples AS SELECT 1 AS theirs');
    await rig.open();
    await expectFault(/has a table “samples” that is not the historian’s\. Nothing was changed/);
    expect(await rig.sql('SELECT theirs FROM nexus.samples')).toEqual([['1']]);
    await rig.sql('DROP TABLE nexus.samples');
    await rig.expectAllStored();
  });

  it('has its table locked by another session loses nothing, and says so when it lasts', async () => {
    await rig.open();
    rig.append(10);
    await rig.expectAllStored();
    const locker = rig.sql('BEGIN; LOCK TABLE nexus.samples; SELECT pg_sleep(600)').catch(String);
    await eventually(async () => {
      expect(await rig.sql("SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted")).not.toEqual([]);
    });
    await expectFault(/is locked by another session/);
    await rig.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)'
      AND pid <> pg_backend_pid()`);
    expect(await locker).toContain('terminating connection');
    await rig.expectAllStored();
  });
});
