import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { loadProject } from '../load-project.ts';
import { checkProject } from './check-project.ts';
import { checkSecrets } from './check-secrets.ts';

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

const yaml = (database: string): string => `project: { name: P }\nhistorian: { database: ${database} }\n`;

/** Code, place and text of each fault. */
function check(database: string): string[] {
  const { faults } = checkProject(new Map([['nexus.yaml', yaml(database)]]), drivers);
  return faults.map(({ code, path, message }) => `${code} ${path} ${message}`);
}

describe('the database of a historian in nexus.yaml', () => {
  it.each([
    '{ url: "postgres://nexus@10.0.0.9:5432/plant" }',
    '{ url: "postgresql://db.acme.example/plant?sslmode=verify-full", schema: history_2, pool: 20, writers: 8 }',
    '{ url: "postgres:///plant?host=/var/run/postgresql" }',
    '{ url: "postgres://[::1]/plant", password: { env: SECRET }, compress_after: 7d }',
  ])('may be %s', (database) => {
    expect(check(database)).toEqual([]);
  });

  it.each([
    ['{ url: "mysql://db/plant" }', 'DB_URL', '“mysql://db/plant” is not the address of a database'],
    ['{ url: "postgres://u:hunter2@db/plant" }', 'INLINE_SECRET', 'A password does not stand in an address'],
    ['{ url: "postgres://db/plant?password=hunter2" }', 'INLINE_SECRET', 'A password does not stand in an address'],
    [
      '{ url: "postgres://db/plant?sslmode=prefer" }',
      'VALUE',
      'sslmode=prefer is not known here. Write one of disable',
    ],
    ['{ url: "postgres://db/p", schema: "My Schema" }', 'NAME_CHARS', '“My Schema” is no name of a schema'],
    ['{ url: "postgres://db/p", writers: 8 }', 'COUNT_LIMIT', '10 connections are too few for 8 writers. Write 12'],
    ['{ url: "postgres://db/p", tls: { cert: a.pem } }', 'MISSING_KEY', 'has “cert” and no “key”'],
    ['{ url: "postgres://db/p", password: { env: S } }', 'PLAINTEXT_REMOTE', 'Add sslmode=verify-full'],
    ['{ url: "postgres://db/p", compress_after: 1m }', 'RETENTION', '1m is outside'],
    [
      '{ url: "postgres://db/p", compress_after: 300d }',
      'RETENTION',
      'compressed after 300d and removed after 30d already. Lower historian.database.compress_after or raise historian.raw',
    ],
  ])('%s is told as %s', (database, code, words) => {
    const faults = check(database);
    expect(faults.length).toBe(1);
    expect(faults[0]).toContain(words);
    expect(faults[0]!.startsWith(`${code} historian.database`)).toBe(true);
    expect(faults[0]).not.toContain('hunter2');
  });

  it('does not start without the secrets and certificates that it names', async () => {
    const database = '{ url: "postgres://127.0.0.1/p", password: { env: UNSET }, tls: { ca: none.pem } }';
    folder = await givenProjectFolder({ 'nexus.yaml': yaml(database) });
    const faults = await checkSecrets(await loadProject(folder.path, drivers), folder.path, {});
    expect(faults.map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ['REF_SECRET', 'historian.database.password', 'error'],
      ['REF_CERT', 'historian.database.tls.ca', 'error'],
    ]);
    expect(faults[1]!.message).toContain('none.pem could not be read (ENOENT)');
  });
});
