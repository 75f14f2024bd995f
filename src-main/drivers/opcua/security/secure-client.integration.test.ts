import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { SecureOpcUaPeer } from '../../../testing/secure-opcua-peer.ts';
import { trixieMissing } from '../../../testing/trixie.ts';
import { OpcUaConnection } from '../connection.ts';
import { openSession } from '../open-session.ts';
import { certificateFacts, readCertificate } from './certificate-facts.ts';
import { ownCertificate } from './own-certificate.ts';
import { pkiFolder } from './pki-folder.ts';
import { secureClient } from './secure-client.ts';
import { TrustList } from './trust-list.ts';

const POLICIES = ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'] as const;
const USER = { user: 'name', user_name: 'op', password: { file: 'password' } } as const;

describe.skipIf(trixieMissing('open62541') !== undefined)('a secure connection to open62541', () => {
  let peer: SecureOpcUaPeer;
  let project: string;
  let folder: string;
  let list: TrustList;
  beforeAll(async () => {
    peer = await SecureOpcUaPeer.make();
  });
  afterAll(() => peer.dispose());
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'nexus-ua-'));
    folder = join(project, '.nexus', 'drivers');
    await mkdir(folder, { recursive: true });
    await writeFile(join(project, 'password'), 'secret\n');
    list = new TrustList(pkiFolder(folder));
    peer.identify();
  });
  afterEach(async () => {
    await peer.stop();
    await rm(project, { recursive: true, force: true });
  });

  /** `open`, or why not. */
  async function connect(settings: Partial<OpcUaConnection> = {}): Promise<string> {
    const given = { endpoint: peer.url, security_mode: 'SignAndEncrypt', connect_timeout: '5s', ...settings };
    const connection = OpcUaConnection.parse(given);
    const parts = { connection, clock: systemClock, security: secureClient, folder };
    try {
      const { link } = await openSession(parts, () => {}, new AbortController().signal);
      await link.close();
      return 'open';
    } catch (error) {
      if (!(error instanceof NexusError)) throw error;
      return `${error.code} ${error.text}`;
    }
  }
  const thumbprint = (): string => certificateFacts(readCertificate(peer.certificate)).thumbprint;
  const givenTrust = (): Promise<unknown> => list.add(peer.certificate, 'trusted');
  const stores = async (): Promise<string[]> => (await list.all()).map(({ store }) => store);

  it.each(POLICIES.flatMap((policy) => [['Sign', policy] as const, ['SignAndEncrypt', policy] as const]))(
    'is made with %s and %s, for nobody in particular and for a user with a password',
    async (security_mode, security_policy) => {
      await givenTrust();
      await peer.start({ user: 'op:secret', anonymous: true });
      expect(await connect({ security_mode, security_policy })).toBe('open');
      expect(await connect({ security_mode, security_policy, ...USER })).toBe('open');
    },
  );

  it('is not made before somebody trusted the server, and then without a restart', async () => {
    await peer.start();
    const refusal = await connect();
    expect(refusal).toContain('NX_OPCUA_UNTRUSTED');
    expect(refusal).toContain(thumbprint().match(/.{4}/g)!.join(' '));
    expect(await list.all()).toMatchObject([{ store: 'rejected', note: { endpoint: peer.url } }]);
    expect(await connect()).toContain('NX_OPCUA_UNTRUSTED');
    expect(await stores()).toEqual(['rejected']);
    await list.trust(thumbprint());
    expect(await connect()).toBe('open');
    await list.reject(thumbprint());
    expect(await connect()).toContain('NX_OPCUA_UNTRUSTED');
  });

  it('is not made when the server shows another certificate than the trusted one', async () => {
    await givenTrust();
    await peer.start();
    expect(await connect()).toBe('open');
    peer.identify();
    await peer.start();
    expect(await connect()).toContain('NX_OPCUA_UNTRUSTED');
    expect((await stores()).sort()).toEqual(['rejected', 'trusted']);
  });

  it('is not made to another host than that of the certificate, unless the device accepts it', async () => {
    peer.identify({ hosts: 'DNS:plc7' });
    await givenTrust();
    await peer.start();
    expect(await connect()).toContain('NX_OPCUA_HOST');
    expect(await connect({ accept_host: true })).toBe('open');
  });

  it('is not made when the certificate is of another application', async () => {
    await givenTrust();
    await peer.start({ saysItIs: 'urn:evil' });
    expect(await connect()).toContain('NX_OPCUA_CERTIFICATE');
  });

  it('is not made for a wrong password, for nobody where a name is asked for, and without the file of the password', async () => {
    await givenTrust();
    await peer.start({ user: 'op:other' });
    expect(await connect(USER)).toMatch(/NX_NET_REFUSED .*\((BadUserAccessDenied|BadIdentityTokenRejected)\)/);
    expect(await connect()).toContain('NX_OPCUA_SECURITY');
    await rm(join(project, 'password'));
    expect(await connect(USER)).toContain('NX_SECRET_MISSING');
  });

  it('never sends a password where others can read it', async () => {
    await givenTrust();
    await peer.start({ user: 'op:secret', anonymous: true, open: true });
    expect(await connect({ ...USER, security_mode: 'None' })).toContain(
      'NX_OPCUA_SECURITY With mode None, the password',
    );
    // Encrypted for itself by the policy of the user, where somebody allowed that.
    expect(await connect({ ...USER, security_mode: 'None', allow_weak_security: true })).toBe('open');
  });

  it('shows the certificate of a user', async () => {
    await givenTrust();
    await peer.start({ user: 'op:secret', anonymous: true });
    const user = { user: 'certificate', user_certificate: 'user.pem', user_key: 'user.key' } as const;
    expect(await connect(user)).toContain('NX_SECRET_MISSING');
    const subject = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=op', '-days', '3'];
    const files = ['-keyout', join(project, 'user.key'), '-out', join(project, 'user.pem')];
    execFileSync('openssl', ['req', '-x509', ...subject, ...files], { stdio: 'ignore' });
    expect(await connect(user)).toBe('open');
  });

  it('is refused with what to do where the server does not trust us, and made when it does', async () => {
    await givenTrust();
    await peer.start({ trust: peer.certificate });
    expect(await connect()).toMatch(
      /NX_OPCUA_NOT_TRUSTED .*NexusEdge@.*\((BadSecurityChecksFailed|BadCertificateUntrusted)\)/,
    );
    const own = await ownCertificate(pkiFolder(folder), Date.now());
    await peer.start({ trust: own.certificate.raw });
    expect(await connect()).toBe('open');
  });

  it('takes no policy that can be broken, and none that the server does not offer', async () => {
    await givenTrust();
    await peer.start();
    expect(await connect({ security_policy: 'Basic256' })).toContain('NX_OPCUA_SECURITY Basic256 for');
    const text = await connect({ security_policy: 'Basic256', allow_weak_security: true });
    expect(text).toContain('does not offer SignAndEncrypt Basic256; it offers SignAndEncrypt Aes256_Sha256_RsaPss');
  });

  it('fails as a connection does where nobody is there', async () => {
    expect(await connect()).toContain('NX_NET_REFUSED');
  });
});
