import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateFacts } from './certificate-facts.ts';
import { type CertificateQuestion, judgeCertificate } from './judge-certificate.ts';
import { type PkiFolder, pkiFolder } from './pki-folder.ts';
import { revocationsOf } from './revocation.ts';
import { revocationList, testCertificate } from './test-certificates.ts';

const YEAR_US = 365 * 86_400e6;
const NOW_US = Date.UTC(2030, 0, 1) * 1_000;
const PLC7 = testCertificate('plc7');

const judge = async (asked: Partial<CertificateQuestion>): Promise<string | undefined> => {
  const fault = await judgeCertificate({
    sent: [PLC7],
    trusted: [PLC7],
    issuers: [],
    isRevoked: async () => false,
    endpoint: 'opc.tcp://plc7:4840',
    host: 'plc7',
    applicationUri: 'urn:plc7:server',
    nowUs: NOW_US,
    allowWeak: false,
    allowHost: false,
    allowExpiredUntilUs: 0,
    ...asked,
  });
  return fault && `${fault.code} ${fault.text}`;
};

describe('the certificate of a server', () => {
  it('passes where it is trusted and says who and where the server is', async () => {
    expect(await judge({})).toBeUndefined();
    expect(await judge({ host: 'PLC7.' })).toBeUndefined();
    expect(await judge({ host: '10.0.0.7' })).toBeUndefined();
  });

  it('is never trusted because nothing stands against it', async () => {
    const text = await judge({ trusted: [] });
    expect(text).toContain('NX_OPCUA_UNTRUSTED Nobody has trusted the certificate of opc.tcp://plc7:4840 yet: “PLC7”');
    expect(text).toContain(certificateFacts(PLC7).thumbprint.match(/.{4}/g)!.join(' '));
    expect(text).toContain('until 2126-');
  });

  it('is not trusted for another one of the same name', async () => {
    expect(await judge({ trusted: [testCertificate('weak')] })).toContain('NX_OPCUA_UNTRUSTED');
  });

  it('is trusted through the authority that signed it, and through no other that it names', async () => {
    const sent = [testCertificate('plc7-signed')];
    const authority = testCertificate('authority');
    expect(await judge({ sent, trusted: [authority] })).toBeUndefined();
    // An issuer completes a chain; that is no trust. What the server sends along is none either.
    expect(await judge({ sent, trusted: [], issuers: [authority] })).toContain('NX_OPCUA_UNTRUSTED');
    expect(await judge({ sent: [...sent, authority], trusted: [] })).toContain('NX_OPCUA_UNTRUSTED');
    expect(await judge({ sent, trusted: [testCertificate('loop-a')] })).toContain('NX_OPCUA_UNTRUSTED');
    expect(await judge({ sent: [PLC7], trusted: [authority] })).toContain('NX_OPCUA_UNTRUSTED');
  });

  it('of a chain that runs in a circle comes to an end, and is not trusted', async () => {
    const sent = (['plc7-loop', 'loop-a', 'loop-b'] as const).map(testCertificate);
    expect(await judge({ sent, trusted: [] })).toContain('NX_OPCUA_UNTRUSTED');
  });

  it('is not accepted when it has expired, until the day that the device allows', async () => {
    const nowUs = NOW_US + 170 * YEAR_US;
    expect(await judge({ nowUs })).toMatch(
      /^NX_OPCUA_EXPIRED The certificate of opc.tcp:\/\/plc7:4840 expired on 2126-/,
    );
    expect(await judge({ nowUs, allowExpiredUntilUs: nowUs + 1 })).toBeUndefined();
    expect(await judge({ nowUs, allowExpiredUntilUs: nowUs - 1 })).toContain('NX_OPCUA_EXPIRED');
  });

  it('is not accepted before its time, whatever the device allows', async () => {
    const nowUs = Date.UTC(2020, 0, 1) * 1_000;
    const text = await judge({ nowUs, allowExpiredUntilUs: NOW_US });
    expect(text).toContain('NX_OPCUA_EXPIRED The certificate of opc.tcp://plc7:4840 is valid from 2026-');
  });

  it('is not accepted when its authority has expired, as it cannot vouch for it', async () => {
    const sent = [testCertificate('plc7-signed')];
    const text = await judge({ sent, trusted: [testCertificate('authority')], nowUs: NOW_US + 170 * YEAR_US });
    expect(text).toContain('NX_OPCUA_EXPIRED');
  });

  it.each(['10.0.0.8', 'plc', 'plc70', 'evil.plc7', '::1'])(
    'is not for %s, unless the device accepts that',
    async (host) => {
      expect(await judge({ host })).toContain(`NX_OPCUA_HOST The certificate of opc.tcp://plc7:4840 is for “plc7”`);
      expect(await judge({ host, allowHost: true })).toBeUndefined();
    },
  );

  it('must be of the application that the server says it is', async () => {
    expect(await judge({ applicationUri: 'urn:evil' })).toContain('NX_OPCUA_CERTIFICATE');
    expect(await judge({ applicationUri: '' })).toContain('NX_OPCUA_CERTIFICATE');
  });

  it('must have a key that cannot be broken, unless weak ones are allowed', async () => {
    const weak = [testCertificate('weak')];
    expect(await judge({ sent: weak, trusted: weak })).toContain('NX_OPCUA_CERTIFICATE');
    expect(await judge({ sent: weak, trusted: weak, allowWeak: true })).toBeUndefined();
  });

  it('must be there', async () => {
    expect(await judge({ sent: [] })).toContain('NX_OPCUA_CERTIFICATE opc.tcp://plc7:4840 shows no certificate');
  });
});

describe('what an authority revoked', () => {
  let pki: PkiFolder;
  beforeEach(async () => {
    pki = pkiFolder(await mkdtemp(join(tmpdir(), 'nexus-pki-')));
    await mkdir(pki.trustedRevocations, { recursive: true });
    await mkdir(pki.issuerRevocations, { recursive: true });
  });
  afterEach(() => rm(pki.root, { recursive: true, force: true }));

  const trusted = [testCertificate('authority')];
  const signed = [testCertificate('plc7-signed')];
  const gone = [testCertificate('plc7-revoked')];

  it.each(['trustedRevocations', 'issuerRevocations'] as const)(
    'is refused by a list in %s, and nothing else is',
    async (place) => {
      await writeFile(join(pki[place], 'works.crl'), revocationList());
      const isRevoked = await revocationsOf(pki);
      expect(await judge({ sent: gone, trusted, isRevoked })).toContain('was revoked by the authority');
      expect(await judge({ sent: signed, trusted, isRevoked })).toBeUndefined();
      expect(await judge({ isRevoked })).toBeUndefined();
    },
  );

  it('is not believed of a list that another authority signed, nor of a broken file', async () => {
    const forged = revocationList();
    await writeFile(join(pki.trustedRevocations, 'broken.crl'), forged.subarray(0, 300));
    const isRevoked = await revocationsOf(pki);
    expect(await isRevoked(gone[0]!, trusted[0]!)).toBe(false);
    await writeFile(join(pki.trustedRevocations, 'works.crl'), forged);
    expect(await (await revocationsOf(pki))(gone[0]!, testCertificate('loop-a'))).toBe(false);
    expect(await (await revocationsOf(pki))(gone[0]!, trusted[0]!)).toBe(true);
  });
});
