import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { loadProject } from '../load-project.ts';
import { checkSecrets } from './check-secrets.ts';
import type { Fault } from './fault.ts';

let folder: ProjectFolder | undefined;
afterEach(() => folder?.remove());

async function check(mqtt: string, files: Readonly<Record<string, string>> = {}): Promise<readonly Fault[]> {
  folder = await givenProjectFolder({ 'nexus.yaml': `project: { name: P }\nmqtt:\n${mqtt}`, ...files });
  const project = await loadProject(folder.path, drivers);
  expect(project.faults).toEqual([]);
  return await checkSecrets(project, folder.path, { SET: 'hunter2', EMPTY: '' });
}

/** The example key of RFC 8410, 10.3, and a certificate made of it with `openssl req -x509 -subj /CN=test`. */
const KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBNDCB56ADAgECAhRD/tGWicfn0YE1MoR13TkuJe5APDAFBgMrZXAwDzENMAsG
A1UEAwwEdGVzdDAgFw0yNjExMjExMjAyNTFaGA8yMTI2MTAyODEyMDI1MVowDzEN
MAsGA1UEAwwEdGVzdDAqMAUGAytlcAMhABm/RAlphM3+hUG6wWfcO5bIUIaqMLa2
ywxcOK1wMWbho1MwUTAdBgNVHQ4EFgQUoozB+G5ZYNPgOudcliyXqNRIKTwwHwYD
VR0jBBgwFoAUoozB+G5ZYNPgOudcliyXqNRIKTwwDwYDVR0TAQH/BAUwAwEB/zAF
BgMrZXADQQDuFm4lMtKu8YL3OPXIFHGClrzEq0GEr72tilgXEOdtz6CmK/o9dSHo
5HsDL28rQe7lOFDnGnrSmS6OluveLPIK
-----END CERTIFICATE-----
`;
const otherKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const TLS = '  tls: { ca: ca.pem, cert: c.pem, key: k.pem }\n';

describe('the secrets of a project', () => {
  it.each([
    ['  password: { env: SET }\n', {}],
    ['  password: { file: secret }\n', { secret: 'hunter2\n' }],
    [TLS, { 'ca.pem': CERTIFICATE, 'c.pem': CERTIFICATE, 'k.pem': KEY }],
  ])('are there: %j', async (mqtt, files) => {
    expect(await check(mqtt, files)).toEqual([]);
  });

  it.each([
    ['{ env: UNSET }', {}, 'UNSET is not set'],
    ['{ env: EMPTY }', {}, 'EMPTY is not set'],
    ['{ file: secret }', {}, 'ENOENT'],
    ['{ file: secret }', { secret: '\nhunter2' }, 'secret is empty'],
  ])('are a warning when %s names nothing', async (reference, files, word) => {
    const faults = await check(`  password: ${reference}\n`, files);
    expect(faults).toMatchObject([
      { code: 'REF_SECRET', severity: 'warning', file: 'nexus.yaml', line: 3, path: 'mqtt.password' },
    ]);
    expect(faults[0]!.message).toContain(word);
    expect(faults[0]!.message).not.toContain('hunter2');
  });

  it('are certificates and keys that can be read, and belong together', async () => {
    const codes = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
      (await check(TLS, files)).map(({ code, path, severity }) => `${severity} ${code} ${path}`);
    expect(await codes({ 'ca.pem': 'junk', 'k.pem': CERTIFICATE })).toEqual([
      'warning REF_CERT mqtt.tls.ca',
      'warning REF_CERT mqtt.tls.cert',
      'warning REF_CERT mqtt.tls.key',
    ]);
    await folder?.remove();
    expect(await codes({ 'ca.pem': CERTIFICATE, 'c.pem': CERTIFICATE, 'k.pem': otherKey() })).toEqual([
      'warning TLS_KEY_MISMATCH mqtt.tls.key',
    ]);
  });

  it('stop the start where they are needed', async () => {
    const faults = await check(`  enabled: true
  password: { env: UNSET }
${TLS}`);
    expect(faults.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error REF_SECRET',
      ...Array.from({ length: 3 }, () => 'error REF_CERT'),
    ]);
  });
});
