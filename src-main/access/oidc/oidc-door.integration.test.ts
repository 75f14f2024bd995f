import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { OidcConfig } from '../../project/config/oidc-config.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { freePort } from '../../testing/free-port.ts';
import { LyingProvider } from '../../testing/lying-provider.ts';
import { OidcPeer } from '../../testing/oidc-peer.ts';
import { OidcDoor } from './oidc-door.ts';
import type { OidcPerson } from './oidc-person.ts';

const GATEWAY = 'http://127.0.0.1:9201';
const FACTS = { ip: '127.0.0.1' };
const lifetime = new Lifetime('oidc test');
let peer: OidcPeer;
let liar: LyingProvider;

beforeAll(async () => {
  peer = await OidcPeer.listen({
    clientId: 'nexus',
    clientSecret: 'secret of this test',
    redirects: [`${GATEWAY}/session/oidc/callback`],
    accounts: {
      'u-1': { preferred_username: 'mruiz', name: 'Maria Ruiz', groups: ['plant-lead'] },
      'u-2': { preferred_username: 'guest', groups: ['guests'] },
    },
  });
  lifetime.add(peer);
  liar = await LyingProvider.listen();
  lifetime.add(liar);
});
afterAll(() => lifetime.dispose());
afterEach(() => {
  peer.who = undefined;
  liar.lies = {};
});

interface Rig {
  readonly door: OidcDoor<OidcPerson>;
  readonly refused: string[];
}

function rig(issuer: string, more: object = {}, clock = systemClock, secret = 'secret of this test'): Rig {
  const refused: string[] = [];
  const config = OidcConfig.parse({
    name: 'Keycloak',
    issuer,
    client_id: 'nexus',
    roles_claim: 'groups',
    roles: [{ value: 'plant-lead', role: 'engineer' }],
    ...more,
  });
  const door = new OidcDoor<OidcPerson>({
    config,
    secret: async () => secret,
    clock,
    admit: async (person) => person,
    onRefused: ({ code }) => refused.push(code),
  });
  return { door, refused };
}

/** Goes through the pages of the provider as a browser does, and comes back with what it sends to the callback. */
async function throughProvider(address: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  let next = address;
  while (!next.startsWith(GATEWAY)) {
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name!, value!);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`${next} answered ${answer.status}: ${await answer.text()}`);
    next = new URL(location, next).href;
  }
  return new URL(next).searchParams;
}

/** What the liar would send back. */
function throughLiar(address: string): URLSearchParams {
  const sent = new URL(address).searchParams;
  liar.nonce = sent.get('nonce') ?? '';
  return new URLSearchParams({ code: 'code', state: sent.get('state') ?? '' });
}

const codeOf = (page: string): string => new URLSearchParams(page.split('#')[1]).get('oidc') ?? '';

function refusalOf(door: Rig['door'], page: string, browser = 'browser'): NexusError {
  try {
    door.exchange(codeOf(page), browser);
  } catch (error) {
    return error as NexusError;
  }
  throw new Error('somebody was let in');
}

async function refusalBy(lies: LyingProvider['lies'], more: object = {}): Promise<NexusError> {
  liar.lies = lies;
  const { door } = rig(liar.issuer, { default_roles: ['viewer'], ...more });
  const sent = await door.start(GATEWAY, 'browser', '/', FACTS);
  if (sent.startsWith('/')) return refusalOf(door, sent);
  return refusalOf(door, await door.finish(throughLiar(sent), 'browser', FACTS));
}

describe('signing in at a certified provider', () => {
  it('says who it is, with the roles that his groups are mapped to', async () => {
    const { door, refused } = rig(peer.issuer);
    peer.who = 'u-1';
    const sent = await door.start(GATEWAY, 'browser', '/w/plant/devices', FACTS);
    const page = await door.finish(await throughProvider(sent), 'browser', FACTS);
    expect(page).toMatch(/^\/w\/plant\/devices#oidc=[\w-]{43}$/);
    expect(door.exchange(codeOf(page), 'browser')).toEqual({
      provider: 'Keycloak',
      issuer: peer.issuer,
      subject: 'u-1',
      name: 'mruiz',
      displayName: 'Maria Ruiz',
      roles: ['engineer'],
    });
    expect(refused).toEqual([]);
  });

  it('asks for PKCE with S256, state and nonce', async () => {
    const sent = new URL(await rig(peer.issuer).door.start(GATEWAY, 'browser', '/', FACTS)).searchParams;
    expect(sent.get('code_challenge_method')).toBe('S256');
    for (const key of ['code_challenge', 'state', 'nonce']) expect(sent.get(key)).toMatch(/^[\w-]{43}$/);
    expect(sent.get('scope')).toBe('openid profile email');
  });

  it('keeps out who has no role here, and says what the provider said', async () => {
    const { door, refused } = rig(peer.issuer);
    peer.who = 'u-2';
    const page = await door.finish(await throughProvider(await door.start(GATEWAY, 'b', '/', FACTS)), 'b', FACTS);
    const { code, text } = refusalOf(door, page, 'b');
    expect(code).toBe('NX_OIDC_NO_ROLE');
    expect(text).toContain('“guest”, but gives no role for this gateway: groups says “guests”.');
    expect(refused).toEqual(['NX_OIDC_NO_ROLE']);
  });

  it('takes a denial for what it is', async () => {
    const { door } = rig(peer.issuer);
    const page = await door.finish(await throughProvider(await door.start(GATEWAY, 'b', '/', FACTS)), 'b', FACTS);
    expect(refusalOf(door, page, 'b').text).toBe(
      'Keycloak did not let the sign-in pass. Nobody was signed in. (access_denied)',
    );
  });

  it('says that the client secret is not the one the provider knows', async () => {
    const { door } = rig(peer.issuer, {}, systemClock, 'another one');
    peer.who = 'u-1';
    const page = await door.finish(await throughProvider(await door.start(GATEWAY, 'b', '/', FACTS)), 'b', FACTS);
    expect(refusalOf(door, page, 'b').text).toContain('does not accept this gateway.');
  });
});

describe('a way in that is bound to one browser', () => {
  it('lets nobody finish or exchange what another browser began', async () => {
    const { door } = rig(peer.issuer);
    peer.who = 'u-1';
    const answer = await throughProvider(await door.start(GATEWAY, 'mine', '/', FACTS));
    expect(refusalOf(door, await door.finish(answer, 'theirs', FACTS), 'theirs').code).toBe('NX_OIDC_EXPIRED');
    expect(refusalOf(door, await door.finish(answer, undefined, FACTS), 'mine').code).toBe('NX_OIDC_EXPIRED');
    const again = await door.finish(
      await throughProvider(await door.start(GATEWAY, 'mine', '/', FACTS)),
      'mine',
      FACTS,
    );
    expect(() => door.exchange(codeOf(again), 'theirs')).toThrow();
    // Tried once by somebody else, it is spent.
    expect(() => door.exchange(codeOf(again), 'mine')).toThrow();
  });

  it('takes an answer and a code once', async () => {
    const { door } = rig(peer.issuer);
    peer.who = 'u-1';
    const answer = await throughProvider(await door.start(GATEWAY, 'b', '/', FACTS));
    const page = await door.finish(answer, 'b', FACTS);
    expect(door.exchange(codeOf(page), 'b').subject).toBe('u-1');
    expect(() => door.exchange(codeOf(page), 'b')).toThrow();
    expect(refusalOf(door, await door.finish(answer, 'b', FACTS), 'b').code).toBe('NX_OIDC_EXPIRED');
  });

  it('forgets a sign-in after ten minutes and a code after one', async () => {
    const clock = new FakeClock();
    const { door } = rig(peer.issuer, {}, clock);
    peer.who = 'u-1';
    const answer = await throughProvider(await door.start(GATEWAY, 'b', '/', FACTS));
    await clock.advance(600_001);
    expect(refusalOf(door, await door.finish(answer, 'b', FACTS), 'b').code).toBe('NX_OIDC_EXPIRED');
    const page = await door.finish(await throughProvider(await door.start(GATEWAY, 'b', '/', FACTS)), 'b', FACTS);
    await clock.advance(60_001);
    expect(() => door.exchange(codeOf(page), 'b')).toThrow();
  });

  it('leads to pages of this gateway only', async () => {
    const { door } = rig(`http://127.0.0.1:${await freePort()}`);
    for (const to of ['https://evil.example/', '//evil.example', '/w//evil', '/w/a"><script>', '/session', '/w/a#b'])
      expect(await door.start(GATEWAY, 'b', to, FACTS), to).toMatch(/^\/#oidc=/);
  });
});

describe('a provider that cannot be believed', () => {
  it('is believed where it says the truth, with the way to authenticate that it names', async () => {
    const { door } = rig(liar.issuer, { default_roles: ['viewer'] });
    const page = await door.finish(throughLiar(await door.start(GATEWAY, 'b', '/', FACTS)), 'b', FACTS);
    expect(door.exchange(codeOf(page), 'b').roles).toEqual(['viewer']);
    expect(liar.asked.get('client_secret')).toBe('secret of this test');
    expect(liar.asked.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  it('is another issuer than the one configured', async () => {
    expect((await refusalBy({ issuer: 'https://other.example' })).text).toBe(
      `“https://other.example” answers at ${liar.issuer}: it is another issuer than the one configured. An Administrator writes access.oidc.issuer as the provider says it.`,
    );
  });

  it('has another time than this gateway', async () => {
    const nowS = Math.floor(Date.now() / 1_000);
    const error = await refusalBy({ claims: { iat: nowS - 7_500, exp: nowS - 7_200 } });
    expect(error.code).toBe('NX_OIDC_REFUSED');
    expect(error.text).toBe(
      'The clock of this gateway is 125m ahead of that of Keycloak, so that the sign-in is not valid now. Set the time of this gateway. (exp)',
    );
    expect((await refusalBy({ claims: { iat: nowS + 7_200, nbf: nowS + 7_200, exp: nowS + 7_500 } })).text).toContain(
      'behind that of Keycloak',
    );
  });

  it('is let be a little off, as configured', async () => {
    const nowS = Math.floor(Date.now() / 1_000);
    const claims = { iat: nowS - 400, exp: nowS - 100 };
    expect((await refusalBy({ claims }, { clock_tolerance: '60s' })).text).toContain('clock');
    liar.lies = { claims };
    const { door } = rig(liar.issuer, { default_roles: ['viewer'], clock_tolerance: '200s' });
    const page = await door.finish(throughLiar(await door.start(GATEWAY, 'b', '/', FACTS)), 'b', FACTS);
    expect(door.exchange(codeOf(page), 'b').subject).toBe('7');
  });

  it.each([
    ['a token for another client', { claims: { aud: 'other' } }],
    ['a token of another issuer', { claims: { iss: 'https://other.example' } }],
    ['a token of another sign-in', { claims: { nonce: 'other' } }],
    ['a token that somebody else signed', { otherKey: true }],
    ['no token', { tokenAnswer: { status: 200, body: { access_token: 'a', token_type: 'bearer' } } }],
    ['an error', { tokenAnswer: { status: 400, body: { error: 'invalid_grant' } } }],
  ] as const)('sends %s', async (_, lies) => {
    const error = await refusalBy(lies);
    expect(error.code).toBe('NX_OIDC_REFUSED');
    expect(error.text).not.toMatch(/something went wrong|failed|invalid(?!_)/);
  });

  it('is no provider at all, or does not answer', async () => {
    const page = await refusalBy({ page: '<h1>Welcome to nginx</h1>' });
    expect([page.code, page.text]).toEqual([
      'NX_OIDC_UNREACHABLE',
      `What answers at ${liar.issuer} is no provider of OpenID Connect. An Administrator checks access.oidc.issuer. (HTTP 404)`,
    ]);
    const gone = `http://127.0.0.1:${await freePort()}`;
    const { door, refused } = rig(gone);
    const error = refusalOf(door, await door.start(GATEWAY, 'browser', '/', FACTS));
    expect([error.code, error.text]).toEqual([
      'NX_OIDC_UNREACHABLE',
      `Keycloak does not answer at ${gone}. Local accounts can still sign in. (ECONNREFUSED)`,
    ]);
    expect(refused).toEqual(['NX_OIDC_UNREACHABLE']);
  });
});
