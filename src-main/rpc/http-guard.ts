import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** What of a request decides whether it may come in at all. */
export interface RequestFacts {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/**
 * Refuses pages of other sites and names that were rebound to loopback: the Host header must name this listener by a
 * loopback name, and a browser's Origin must be one of ours.
 *
 * @throws NexusError NX_ACCESS_ORIGIN
 */
export function checkOrigin(facts: RequestFacts, port: number): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!facts.host || !hosts.includes(facts.host)) {
    throw new NexusError(
      'NX_ACCESS_ORIGIN',
      `The host “${facts.host ?? ''}” is not this workstation. Open it as http://${hosts[0]}/.`,
    );
  }
  const isOurs = facts.origin === undefined || hosts.some((host) => facts.origin === `http://${host}`);
  if (!isOurs || facts.fetchSite === 'cross-site') {
    throw new NexusError(
      'NX_ACCESS_ORIGIN',
      `A page from “${facts.origin ?? 'another site'}” may not call this workstation.`,
    );
  }
}

/** The policy of every page (reliability reference 4.4, DESIGN 17). */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};
