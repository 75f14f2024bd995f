import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { ListenOn } from './listen/listener.ts';

/** What of a request decides whether it may come in at all. */
export interface RequestFacts {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Address of this computer that the request came to. */
  readonly localAddress: string | undefined;
}

/**
 * Refuses pages of other sites and names that were rebound to this gateway: the Host header must name the listener by
 * the address that it was reached at, by a name of loopback, or by one of the names that were set, and a browser's
 * Origin must be one of ours. No browser can reach a socket of this computer: there, an Origin is a lie.
 *
 * @param names of `server.hosts` and of this computer; one without a port is meant with that of the listener, or as
 * a proxy in front of it has it: with none.
 * @throws NexusError NX_ACCESS_ORIGIN
 */
export function checkOrigin(facts: RequestFacts, on: ListenOn, names: readonly string[]): void {
  const site = facts.origin ?? 'another site';
  if (on.kind === 'local') {
    if (facts.origin === undefined && facts.fetchSite === undefined) return;
    throw new NexusError('NX_ACCESS_ORIGIN', `A page from “${site}” may not call this workstation.`);
  }
  const scheme = on.tls ? 'https' : 'http';
  const own = ['127.0.0.1', 'localhost', '[::1]', bracketed(facts.localAddress)].map((host) => `${host}:${on.port}`);
  const set = names.flatMap((name) => (/:\d+$/.test(name) ? [name] : [name, `${name}:${on.port}`]));
  const isHere = (host: string, all: readonly string[]): boolean =>
    all.some((one) => one === host || (usualPort(on) && one === `${host}:${on.port}`));
  const host = facts.host?.toLowerCase();
  if (!host || !isHere(host, [...own, ...set])) {
    throw new NexusError(
      'NX_ACCESS_ORIGIN',
      `The host “${facts.host ?? ''}” is not this workstation. Open it as ${scheme}://${own[0]}/, or add the name to server.hosts.`,
    );
  }
  const origin = facts.origin?.toLowerCase();
  // Behind a proxy that speaks TLS for it, a name that was set has the other scheme.
  const isOurs =
    origin === undefined ||
    (origin.startsWith(`${scheme}://`) && isHere(origin.slice(scheme.length + 3), [...own, ...set])) ||
    set.some((one) => origin === `https://${one}`);
  if (!isOurs || facts.fetchSite === 'cross-site') {
    throw new NexusError('NX_ACCESS_ORIGIN', `A page from “${site}” may not call this workstation.`);
  }
}

/** Browsers leave these out. */
const usualPort = (on: Extract<ListenOn, { kind: 'tcp' }>): boolean => on.port === (on.tls ? 443 : 80);

function bracketed(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  return plain.includes(':') ? `[${plain}]` : plain;
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

/** Only under TLS: for a year this host is opened with TLS, whatever a link says. */
export const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' };
