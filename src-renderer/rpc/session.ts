import { z } from 'zod';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

const SessionState = z.object({ login: z.enum(['off', 'token']), authenticated: z.boolean() });
const SessionGrant = z.object({ session: z.string().min(1) });
const STORED_AS = 'nexus.session';
const DEADLINE_MS = 5_000;

/**
 * The subprotocols that open the socket. Asks the engine whether a session is needed; a one-time token in the address
 * (`#token=…`) is exchanged for one, kept for this browser tab, and removed from the address.
 *
 * @throws NexusError NX_ACCESS_UNAUTHENTICATED when a session is needed and there is none;
 *   NX_NET_UNREACHABLE when the engine does not answer.
 */
export async function sessionProtocols(signal: AbortSignal): Promise<readonly string[]> {
  const stored = sessionStorage.getItem(STORED_AS);
  const headers: HeadersInit = stored ? { authorization: `Bearer ${stored}` } : {};
  const state = SessionState.parse(await ask('GET', { headers }, signal));
  if (state.login === 'off') return ['nexus.v1'];
  if (state.authenticated) return stored ? ['nexus.v1', `session.${stored}`] : ['nexus.v1'];
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
  const body = JSON.stringify({ token });
  const answer = await ask('POST', { body, headers: { 'content-type': 'application/json' } }, signal);
  const { session } = SessionGrant.parse(answer);
  sessionStorage.setItem(STORED_AS, session);
  history.replaceState(history.state, '', location.pathname + location.search);
  return ['nexus.v1', `session.${session}`];
}

async function ask(method: 'GET' | 'POST', init: RequestInit, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
    response = await fetch('/session', { ...init, method, signal: limit });
  } catch (error) {
    throw new NexusError('NX_NET_UNREACHABLE', 'The gateway did not answer.', {}, { cause: error });
  }
  if (response.status === 401 || response.status === 403) throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
  if (!response.ok) throw new NexusError('NX_NET_UNREACHABLE', `The gateway answered ${response.status} to /session.`);
  return response.json();
}
