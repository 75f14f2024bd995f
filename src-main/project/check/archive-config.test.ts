import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { archiveBucket } from '../config/archive-config.ts';
import { loadProject } from '../load-project.ts';
import { checkProject } from './check-project.ts';
import { checkSecrets } from './check-secrets.ts';

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

const KEYS = 'access_key: { env: A }, secret_key: { env: B }';
const yaml = (archive: string): string => `project: { name: P }\nhistorian: { archive: ${archive} }\n`;

/** Code, place and text of each fault. */
function check(archive: string): string[] {
  const { faults } = checkProject(new Map([['nexus.yaml', yaml(archive)]]), drivers);
  return faults.map(({ code, path, message }) => `${code} ${path} ${message}`);
}

describe('the archive of a historian in nexus.yaml', () => {
  it.each([
    '{ to: /mnt/archive }',
    '{ to: archive, after: 1d }',
    `{ to: "s3://plant-history/line-1", region: eu-central-1, ${KEYS} }`,
    `{ to: "s3://plant", endpoint: "http://127.0.0.1:9000", ${KEYS} }`,
  ])('may be %s', (archive) => {
    expect(check(archive)).toEqual([]);
  });

  it.each([
    ['{ to: "ftp://host/x" }', 'HOST_SYNTAX', '“ftp://host/x” is neither a folder nor a bucket'],
    ['{ to: "s3://No_Bucket" }', 'HOST_SYNTAX', 'Write /mnt/archive or s3://bucket/prefix'],
    ['{ to: a, after: 29d }', 'RETENTION', 'Raise historian.raw above 30d'],
    ['{ to: "s3://plant", access_key: { env: A } }', 'MISSING_KEY', 'has no “secret_key”'],
    [`{ to: "s3://plant", endpoint: "minio:9000", ${KEYS} }`, 'HOST_SYNTAX', 'Write https://host:port'],
    [`{ to: "s3://plant", endpoint: "http://10.0.0.9", ${KEYS} }`, 'PLAINTEXT_REMOTE', '10.0.0.9 without encryption'],
    ['{ to: "s3://plant", access_key: hunter2, secret_key: { env: B } }', 'INLINE_SECRET', 'A secret does not stand'],
  ])('%s is told as %s', (archive, code, words) => {
    const faults = check(archive);
    expect(faults.length, faults.join('\n')).toBe(1);
    expect(faults[0]).toContain(words);
    expect(faults[0]!.startsWith(`${code} historian.archive`)).toBe(true);
    expect(faults[0]).not.toContain('hunter2');
  });

  it('starts without its keys and without a folder that can be written, and warns', async () => {
    const found = async (archive: string): Promise<string[]> => {
      folder = await givenProjectFolder({ 'nexus.yaml': yaml(archive) });
      const faults = await checkSecrets(await loadProject(folder.path, drivers), folder.path, { A: 'x' });
      await folder.remove();
      return faults.map(({ code, path, severity, message }) => `${severity} ${code} ${path} ${message}`);
    };
    expect(await found('{ to: not/there/yet }')).toEqual([]);
    const [folderFault, ...more] = await found('{ to: nexus.yaml/days }');
    expect(folderFault).toMatch(/^warning REF_FOLDER historian\.archive\.to The archive folder .* cannot be written/);
    expect(more).toEqual([]);
    expect(await found(`{ to: "s3://plant", ${KEYS} }`)).toEqual([
      expect.stringMatching(/^warning REF_SECRET historian\.archive\.secret_key The environment variable B is not set/),
    ]);
  });

  it('names a bucket and what stands before its names', () => {
    expect(archiveBucket('/mnt/archive')).toBeUndefined();
    expect(archiveBucket('s3://plant')).toEqual({ bucket: 'plant', prefix: '' });
    expect(archiveBucket('s3://plant/line 1/a/')).toEqual({ bucket: 'plant', prefix: 'line 1/a/' });
  });
});
