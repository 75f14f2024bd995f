import { describe, expect, it } from 'vitest';
import { checkOrigin } from './http-guard.ts';

const facts = (host: string | undefined, origin?: string, fetchSite?: string, localAddress = '192.168.10.5') => ({
  host,
  origin,
  fetchSite,
  localAddress,
});
const plain = { kind: 'tcp', address: '127.0.0.1', port: 8480, tls: undefined } as const;
const material = { cert: '', key: '', fingerprint: '', validUntil: new Date() };
const secure = { kind: 'tcp', address: '0.0.0.0', port: 443, tls: material } as const;
const local = { kind: 'local', path: '/x/service.sock' } as const;
const names = ['edge-7.example', 'plant.example:8443'];

describe('a request from outside', () => {
  it.each([
    [plain, facts('127.0.0.1:8480')],
    [plain, facts('localhost:8480', 'http://localhost:8480', 'same-origin')],
    [plain, facts('[::1]:8480', 'http://127.0.0.1:8480')],
    [plain, facts('127.0.0.1:8480', undefined, 'none')],
    [plain, facts('Edge-7.example:8480', 'http://edge-7.example:8480')],
    // A proxy in front speaks TLS for it.
    [plain, facts('edge-7.example', 'https://edge-7.example')],
    [plain, facts('plant.example:8443', 'https://plant.example:8443')],
    [secure, facts('192.168.10.5', 'https://192.168.10.5')],
    [secure, facts('192.168.10.5:443')],
    [secure, facts('10.0.0.9', 'https://10.0.0.9', 'same-origin', '::ffff:10.0.0.9')],
    [secure, facts('[2001:db8::7]', 'https://[2001:db8::7]', 'same-origin', '2001:db8::7')],
    [secure, facts('edge-7.example', 'https://edge-7.example')],
    [local, facts('localhost')],
    [local, facts(undefined)],
  ])('comes in by %j as %j', (on, given) => {
    expect(() => checkOrigin(given, on, names)).not.toThrow();
  });

  it.each([
    ['a name that was rebound to loopback', plain, facts('evil.example:8480')],
    ['another port', plain, facts('127.0.0.1:80')],
    ['no host at all', plain, facts(undefined)],
    ['a page of another site', plain, facts('127.0.0.1:8480', 'http://evil.example')],
    ['a sandboxed page', plain, facts('127.0.0.1:8480', 'null')],
    ['the same host over another scheme', plain, facts('127.0.0.1:8480', 'https://127.0.0.1:8480')],
    ['a cross-site fetch without origin', plain, facts('127.0.0.1:8480', undefined, 'cross-site')],
    ['an address that is not where it came to', secure, facts('192.168.10.6')],
    ['a page without TLS', secure, facts('edge-7.example', 'http://edge-7.example')],
    ['a name that only begins like ours', secure, facts('edge-7.example.evil.example')],
    ['a page at the socket of this computer', local, facts('localhost', 'http://localhost')],
  ])('is refused: %s', (_what, on, given) => {
    expect(() => checkOrigin(given, on, names)).toThrow('NX_ACCESS_ORIGIN');
  });
});
