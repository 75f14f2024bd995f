import type { ErrorInfo } from './error-info.ts';

/** What keeps somebody out, or from something. */
export const ACCESS_ERROR_CODES = {
  NX_ACCESS_UNAUTHENTICATED: {
    summary: 'A session is needed.',
    nextStep: 'Sign in, or open the address that the service printed at its start.',
    retryable: false,
    http: 401,
  },
  NX_ACCESS_FORBIDDEN: {
    summary: 'The roles of the caller do not allow this.',
    nextStep: 'Ask somebody who may, or an administrator for the role that the message names.',
    retryable: false,
    http: 403,
  },
  NX_ACCESS_SIGN_IN: {
    summary: 'User name or password is wrong.',
    nextStep: 'Try again, or ask an administrator for another password.',
    retryable: false,
    http: 401,
  },
  NX_ACCESS_LOCKED: {
    summary: 'The session is locked. Values stay visible, nothing can be done.',
    nextStep: 'Enter the password of the session.',
    retryable: false,
    http: 423,
  },
  NX_ACCESS_LIMIT: {
    summary: 'Too many sign-ins or calls at once.',
    nextStep: 'Wait for the seconds that Retry-After names, then try again.',
    retryable: true,
    http: 429,
  },
  NX_ACCESS_PASSWORD: {
    summary: 'The password cannot be used.',
    nextStep: 'Choose another one: at least 12 characters, not one of those that everybody guesses.',
    retryable: false,
    http: 400,
  },
  NX_ACCESS_LAST_ADMIN: {
    summary: 'Nobody would be an administrator any more.',
    nextStep: 'Give another user the Administrator role first.',
    retryable: false,
    http: 409,
  },
  NX_ACCESS_TAKEN: {
    summary: 'There is a user of that name.',
    nextStep: 'Choose another name, or enable the user that has it.',
    retryable: false,
    http: 409,
  },
  NX_ACCESS_SETUP: {
    summary: 'The set-up code is wrong, too old or was used.',
    nextStep: 'Start the service again: it prints a new code while there is no administrator.',
    retryable: false,
    http: 403,
  },
  NX_OIDC_UNREACHABLE: {
    summary: 'The provider of sign-in does not answer as one.',
    nextStep: 'Check access.oidc.issuer and that the provider runs. Local accounts can still sign in.',
    retryable: true,
    http: 502,
  },
  NX_OIDC_REFUSED: {
    summary: 'The provider refused the sign-in, or what it said could not be believed.',
    nextStep: 'See the message: it names what did not fit. Nobody was signed in.',
    retryable: true,
    http: 403,
  },
  NX_OIDC_NO_ROLE: {
    summary: 'The provider knows the person but gives no role for this gateway.',
    nextStep: 'Ask an Administrator to add the role at the provider, or to map it in access.oidc.roles.',
    retryable: false,
    http: 403,
  },
  NX_OIDC_EXPIRED: {
    summary: 'The sign-in at the provider took too long, or was begun in another browser.',
    nextStep: 'Begin the sign-in again.',
    retryable: true,
    http: 400,
  },
  NX_ACCESS_ORIGIN: {
    summary: 'The request came from a page or host that is not allowed.',
    nextStep: 'Open the workstation by the address that the service printed.',
    retryable: false,
    http: 403,
  },
} as const satisfies Record<`NX_${'ACCESS' | 'OIDC'}_${string}`, ErrorInfo>;
