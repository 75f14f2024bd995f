import { generateKeyPairSync } from 'node:crypto';
import { CertificatePurpose, createSelfSignedCertificate } from 'node-opcua-crypto';
import { describe, expect, it } from 'vitest';
import { readChain } from './certificate-chain.ts';
import { certificateFacts, readCertificate } from './certificate-facts.ts';
import { testCertificate } from './test-certificates.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

async function given(names: { subject?: string; applicationUri?: string; dns?: string[]; ip?: string[] }) {
  const signer = privateKey.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['sign']);
  const made = await createSelfSignedCertificate({
    privateKey: signer as never,
    subject: '/CN=PLC7',
    purpose: CertificatePurpose.ForApplication,
    ...names,
  });
  return certificateFacts(readCertificate(Buffer.from(made.der.rawData)));
}

describe('what a certificate says of itself', () => {
  it('is its names, its application, its validity and its key', () => {
    expect(certificateFacts(testCertificate('plc7'))).toMatchObject({
      name: 'PLC7',
      subject: 'CN=PLC7, O=Works',
      applicationUri: 'urn:plc7:server',
      hosts: ['plc7', '10.0.0.7'],
      keyBits: 2_048,
      isSelfSigned: true,
      isAuthority: false,
      thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
      thumbprint256: expect.stringMatching(/^[0-9A-F]{64}$/),
    });
    expect(certificateFacts(testCertificate('plc7-signed'))).toMatchObject({
      issuer: 'CN=Works Authority, O=Works',
      isSelfSigned: false,
    });
    expect(certificateFacts(testCertificate('authority')).isAuthority).toBe(true);
  });

  it.each(['urn:a,b:c', 'urn:"quoted", DNS:evil', 'urn:back\\slash', 'urn:x, IP Address:10.0.0.9'])(
    'takes an application called %s for that, and for no host',
    async (applicationUri) => {
      const facts = await given({ applicationUri, dns: ['plc7'] });
      expect(facts).toMatchObject({ applicationUri, hosts: ['plc7'] });
    },
  );

  it('is bounded, however much somebody wrote into it', async () => {
    const dns = Array.from({ length: 2_000 }, (_, i) => `host-${i}.${'x'.repeat(40)}`);
    const facts = await given({ dns });
    expect(facts.hosts.length).toBeLessThanOrEqual(64);
    const long = await given({ subject: `/CN=${'y'.repeat(5_000)}` });
    expect(long.subject.length).toBeLessThanOrEqual(512);
    expect(long.name.length).toBeLessThanOrEqual(512);
  });
});

describe('bytes that a server shows as its certificate', () => {
  const plc7 = testCertificate('plc7').raw;
  const authority = testCertificate('authority').raw;

  it('may be a chain', () => {
    const chain = readChain(Buffer.concat([plc7, authority]));
    expect(chain.map((one) => one.raw)).toEqual([plc7, authority]);
    expect(readChain(new Uint8Array())).toEqual([]);
  });

  it.each<[string, Uint8Array]>([
    ['cut short', plc7.subarray(0, 200)],
    ['none at all', Buffer.from('no certificate')],
    ['a length without end', Uint8Array.from([0x30, 0xff, 1, 2, 3])],
    ['followed by something else', Buffer.concat([plc7, Uint8Array.from([1, 2, 3])])],
    ['empty within', Uint8Array.from([0x30, 0x00, 0x30, 0x00])],
  ])('are refused where they are %s', (_what, bytes) => {
    expect(() => readChain(bytes)).toThrow(TypeError);
  });
});
