import { describe, expect, it } from 'vitest';
import { KNOWN_WEAK } from './audit-answer.ts';
import { auditByNpm } from './audit-by-npm.ts';
import { auditByOsv } from './audit-by-osv.ts';

const report = (vulnerabilities: object): string => JSON.stringify({ auditReportVersion: 2, vulnerabilities });
const found = (name: string, severity: string) => ({ [name]: { severity, via: [{ url: 'https://example/GHSA-1' }] } });
const WEAK = report(found(KNOWN_WEAK.name, 'critical'));
const npmThatSays = (own: string, weak: string) => (root: string) => ({
  status: 0,
  output: root === '/product' ? own : weak,
  errors: '',
});

describe('the audit by npm', () => {
  it('hands on what the registry knows', () => {
    const answer = auditByNpm('/product', npmThatSays(report(found('mqtt', 'high')), WEAK));
    expect(answer).toEqual({
      source: 'npm audit',
      findings: [{ package: 'mqtt', severity: 'high', id: 'https://example/GHSA-1' }],
    });
  });

  it('takes a registry that finds nothing anywhere for no answer', () => {
    expect(auditByNpm('/product', npmThatSays(report({}), report({})))).toHaveProperty('why');
    expect(auditByNpm('/product', npmThatSays(report({}), WEAK))).toEqual({ source: 'npm audit', findings: [] });
  });

  it('takes a refusal, silence and nonsense for no answer', () => {
    const refused = '{"message":"405 Method Not Allowed - POST https://mirror/advisories/bulk"}';
    expect(auditByNpm('/product', npmThatSays(refused, WEAK))).toMatchObject({ why: expect.stringContaining('405') });
    for (const output of ['', '{}', '[]', 'null', '<html>']) {
      expect(auditByNpm('/product', npmThatSays(output, WEAK)), output).toHaveProperty('why');
      expect(auditByNpm('/product', npmThatSays(WEAK, output)), output).toHaveProperty('why');
    }
  });
});

const PACKAGES = [{ name: 'mqtt', version: '5.16.0' }];
/** Answers a question about the known weak package and ours. */
const osvThatSays =
  (...vulnerable: readonly (readonly string[])[]) =>
  (address: string): Promise<Response> => {
    const results = vulnerable.map((ids) => (ids.length === 0 ? {} : { vulns: ids.map((id) => ({ id })) }));
    const severity = address.endsWith('/GHSA-low') ? 'LOW' : 'CRITICAL';
    return Promise.resolve(
      Response.json(address.endsWith('/querybatch') ? { results } : { database_specific: { severity } }),
    );
  };

describe('the audit by osv.dev', () => {
  it('grades what it finds, and does not count the package that it was tried with', async () => {
    expect(await auditByOsv(PACKAGES, osvThatSays(['GHSA-x'], ['GHSA-low', 'GHSA-y']))).toEqual({
      source: 'osv.dev',
      findings: [
        { package: 'mqtt@5.16.0', id: 'GHSA-low', severity: 'low' },
        { package: 'mqtt@5.16.0', id: 'GHSA-y', severity: 'critical' },
      ],
    });
    expect(await auditByOsv(PACKAGES, osvThatSays(['GHSA-x'], []))).toEqual({ source: 'osv.dev', findings: [] });
  });

  it('takes a source without data, an answer too short and no network for no answer', async () => {
    expect(await auditByOsv(PACKAGES, osvThatSays([], []))).toHaveProperty('why');
    expect(await auditByOsv(PACKAGES, osvThatSays(['GHSA-x']))).toMatchObject({ why: 'it answered 1 of 2 questions' });
    const offline = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
    expect(await auditByOsv(PACKAGES, offline)).toMatchObject({ why: 'fetch failed: getaddrinfo ENOTFOUND' });
    const refused = () => Promise.resolve(new Response('', { status: 403 }));
    expect(await auditByOsv(PACKAGES, refused)).toMatchObject({ why: '/querybatch answered 403' });
  });
});
