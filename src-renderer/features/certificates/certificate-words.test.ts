import { describe, expect, it } from 'vitest';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { certificateStatus, grouped } from './certificate-words.ts';

const DAY = 86_400e6;
const NOW = Date.UTC(2030, 5, 1) * 1_000;
const given = (store: CertificateView['store'], fromDays: number, toDays: number): CertificateView =>
  ({ store, validFromUs: NOW + fromDays * DAY, validToUs: NOW + toDays * DAY }) as CertificateView;
const word = (store: CertificateView['store'], fromDays = -1, toDays = 400): string =>
  certificateStatus(given(store, fromDays, toDays), NOW).word;

describe('how a certificate stands', () => {
  it('is said in words', () => {
    expect([word('own'), word('trusted'), word('issuers'), word('rejected')]).toEqual([
      'Valid',
      'Trusted',
      'Completes chains',
      'Not trusted',
    ]);
  });

  it('is warned of thirty days before its end', () => {
    expect(word('trusted', -1, 30.5)).toBe('Trusted');
    expect(word('trusted', -1, 29.5)).toBe('Ends in 29 days');
    expect(word('own', -1, 1.5)).toBe('Ends in 1 day');
  });

  it('comes to an end, and does not begin before its day', () => {
    expect(word('trusted', -9, -1)).toBe('Expired on 2030-05-31');
    expect(word('rejected', 1, 9)).toBe('Valid from 2030-06-02');
  });

  it('is compared in groups of four', () => {
    expect(grouped('05F9A84E90F6')).toBe('05F9 A84E 90F6');
  });
});
