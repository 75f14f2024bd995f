import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newCertificateKey, selfSignedCertificate } from './self-signed-certificate.ts';

const key = newCertificateKey();
const made = (names: readonly string[], until = '2028-12-01T10:00:00Z'): X509Certificate =>
  new X509Certificate(
    selfSignedCertificate(
      { commonName: 'Nexus Edge über Halle 2', names, from: new Date('2026-11-01T09:30:15Z'), until: new Date(until) },
      key,
    ),
  );

describe('a certificate of the gateway’s own', () => {
  it('is signed by its key, for a server, and no authority', () => {
    const certificate = made(['edge-7']);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.subject).toBe('CN=Nexus Edge über Halle 2');
    expect(certificate.validFrom).toBe('Nov  1 09:30:15 2026 GMT');
    expect(certificate.validTo).toBe('Dec  1 10:00:00 2028 GMT');
  });

  it('names every host and address that it is for', () => {
    const certificate = made([
      'localhost',
      'edge-7.plant.example',
      '127.0.0.1',
      '::1',
      '2001:db8::7:0',
      '::ffff:10.0.0.9',
    ]);
    for (const host of ['localhost', 'edge-7.plant.example']) expect(certificate.checkHost(host)).toBe(host);
    for (const ip of ['127.0.0.1', '::1', '2001:db8::7:0']) expect(certificate.checkIP(ip)).toBe(ip);
    expect(certificate.checkHost('evil.example')).toBeUndefined();
    expect(certificate.subjectAltName).toContain('0:0:0:0:0:FFFF:A00:9');
  });

  it('has another serial number each time, and may outlive 2049', () => {
    expect(made(['a']).serialNumber).not.toBe(made(['a']).serialNumber);
    expect(made(['a'], '2061-01-02T03:04:05Z').validTo).toBe('Jan  2 03:04:05 2061 GMT');
  });

  it('can name as many hosts as a plant has', () => {
    const names = Array.from({ length: 300 }, (_, i) => `gateway-${i}.long-name-of-a-plant.example`);
    expect(made(names).checkHost(names[299]!)).toBe(names[299]);
  });
});
