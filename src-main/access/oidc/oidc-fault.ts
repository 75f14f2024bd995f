import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { formatDuration } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { causeCode } from './cause-code.ts';

interface Provider {
  readonly name: string;
  readonly issuer: string;
}

const NOT_ACCEPTED =
  'does not accept this gateway. An Administrator checks access.oidc.client_id and the client secret.';

/** What went wrong at a provider, in words for who wants to sign in; the detail of the protocol last, in brackets. */
export function oidcFault(error: unknown, { name, issuer }: Provider): NexusError {
  if (error instanceof NexusError) return error;
  const refused = (text: string): NexusError => new NexusError('NX_OIDC_REFUSED', text, {}, { cause: error });
  const silent = (text: string): NexusError => new NexusError('NX_OIDC_UNREACHABLE', text, {}, { cause: error });
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied')
      return refused(`${name} did not let the sign-in pass. Nobody was signed in. (access_denied)`);
    return refused(`${name} refused the sign-in. An Administrator finds more in its log. (${plain(error.error)})`);
  }
  if (error instanceof WWWAuthenticateChallengeError) return refused(`${name} ${NOT_ACCEPTED} (HTTP ${error.status})`);
  if (error instanceof ResponseBodyError) {
    if (error.error === 'invalid_client' || error.error === 'unauthorized_client')
      return refused(`${name} ${NOT_ACCEPTED} (${error.error})`);
    return refused(`${name} refused what it gave before. Sign in again. (${plain(error.error)})`);
  }
  if (!(error instanceof ClientError)) {
    return silent(`${name} does not answer at ${issuer}. Local accounts can still sign in. (${causeCode(error)})`);
  }
  switch (error.code) {
    case 'OAUTH_TIMEOUT':
      return silent(`${name} does not answer at ${issuer}. Local accounts can still sign in. (timeout)`);
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return refused(issuerWords(error, name, issuer));
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return refused(clockWords(error, name));
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return refused(
        `${name} spoke of another sign-in than this one, so that it is not believed. Sign in again; if it repeats, an Administrator checks access.oidc. (${claimOf(error)})`,
      );
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
      return silent(
        `What answers at ${issuer} is no provider of OpenID Connect. An Administrator checks access.oidc.issuer. (${statusOf(error)})`,
      );
    case 'OAUTH_HTTP_REQUEST_FORBIDDEN':
      return refused(`${name} names an address that is not encrypted. Nothing was sent there. (http)`);
    default:
      return refused(`What ${name} said could not be believed. Nobody was signed in. (${error.code ?? 'unknown'})`);
  }
}

function issuerWords(error: ClientError, name: string, issuer: string): string {
  const said = (factsOf(error)['body'] as { readonly issuer?: unknown } | undefined)?.issuer;
  if (typeof said !== 'string') return `${name} spoke of somebody else than it signed in. Nobody was signed in.`;
  return `“${plain(said)}” answers at ${issuer}: it is another issuer than the one configured. An Administrator writes access.oidc.issuer as the provider says it.`;
}

function clockWords(error: ClientError, name: string): string {
  const { claims, now } = factsOf(error) as { readonly claims?: { readonly iat?: unknown }; readonly now?: unknown };
  const apartS = typeof claims?.iat === 'number' && typeof now === 'number' ? now - claims.iat : 0;
  const apart =
    Math.abs(apartS) < 60
      ? 'apart'
      : `${formatDuration(Math.round(Math.abs(apartS) / 60) * 60_000)} ${apartS > 0 ? 'ahead of' : 'behind'} that of ${name}`;
  const words =
    apart === 'apart' ? `The clocks of this gateway and ${name} are apart` : `The clock of this gateway is ${apart}`;
  return `${words}, so that the sign-in is not valid now. Set the time of this gateway. (${claimOf(error)})`;
}

const claimOf = (error: ClientError): string => {
  const { claim } = factsOf(error);
  return plain(typeof claim === 'string' ? claim : (error.code ?? 'no code'));
};

/** What the library knows of a check that was not passed: at its cause, or at the cause of that. */
function factsOf(error: ClientError): Readonly<Record<string, unknown>> {
  const cause = error.cause as { readonly cause?: unknown } | undefined;
  const facts = cause?.cause ?? cause;
  return typeof facts === 'object' && facts !== null ? (facts as Record<string, unknown>) : {};
}

const statusOf = ({ cause, code }: ClientError): string =>
  cause instanceof Response ? `HTTP ${cause.status}` : (code ?? 'unknown');

/** What comes from elsewhere is shown in part, and without what a line must not have. */
const plain = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200);
