import { describe, expect, it } from 'vitest';
import { checkOrigin } from './http-guard.ts';

const facts = (host: string | undefined, origin?: string, fetchSite?: string) => ({ host, origin, fetchSite });

describe('a request from outside', () => {
  it.each([
    facts('127.0.0.1:8480'),
    facts('localhost:8480', 'http://localhost:8480', 'same-origin'),
    facts('[::1]:8480', 'http://127.0.0.1:8480'),
    facts('127.0.0.1:8480', undefined, 'none'),
  ])('comes in as %j', (given) => {
    expect(() => checkOrigin(given, 8480)).not.toThrow();
  });

  it.each([
    ['a name that was rebound to loopback', facts('evil.example:8480')],
    ['another port', facts('127.0.0.1:80')],
    ['no host at all', facts(undefined)],
    ['a page of another site', facts('127.0.0.1:8480', 'http://evil.example')],
    ['a sandboxed page', facts('127.0.0.1:8480', 'null')],
    ['the same host over another scheme', facts('127.0.0.1:8480', 'https://127.0.0.1:8480')],
    ['a cross-site fetch without origin', facts('127.0.0.1:8480', undefined, 'cross-site')],
  ])('is refused: %s', (_what, given) => {
    expect(() => checkOrigin(given, 8480)).toThrow('NX_ACCESS_ORIGIN');
  });
});
