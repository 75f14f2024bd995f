import { z } from 'zod';
import { count, duration } from './config-fields.ts';
import { OidcConfig } from './oidc-config.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `access` of nexus.yaml: who is let in, and for how long. */
export const AccessConfig = z.strictObject({
  login: z.enum(['off', 'token', 'required']).default('required').meta({
    title: 'Login',
    description:
      'required: users with a name and a password. token: the address printed at the start opens a session of the local owner. off: none. token and off are accepted on loopback only.',
    restart: true,
  }),
  lock_after: duration(MINUTE_MS, 12 * HOUR_MS, 'TIMEOUT_RANGE')
    .default('15m')
    .meta({
      title: 'Lock after',
      description: 'Without anything done a session locks: values stay visible, actions ask for the password.',
      restart: true,
    }),
  session: duration(15 * MINUTE_MS, 7 * 24 * HOUR_MS, 'TIMEOUT_RANGE')
    .default('12h')
    .meta({
      title: 'Longest session',
      description: 'After it one signs in again, whatever was done meanwhile.',
      restart: true,
    }),
  sessions_per_user: count(1, 100).default(5).meta({
    title: 'Sessions of a user',
    description: 'One more ends the oldest.',
    advanced: true,
    restart: true,
  }),
  oidc: OidcConfig.optional().meta({
    title: 'Provider of sign-in',
    description: 'OpenID Connect, such as Keycloak: people sign in with their company account. Needs login: required.',
    restart: true,
  }),
  engineers_release: z.boolean().optional().meta({
    title: 'Engineers release',
    description:
      'Whether an engineer may apply a change that makes a tag writable or changes its limits. Unless given: not where a login is required, there an administrator does.',
  }),
});
export type AccessConfig = z.output<typeof AccessConfig>;

/** Whether such a change needs no administrator. */
export const engineersRelease = ({ login, engineers_release }: AccessConfig): boolean =>
  engineers_release ?? login !== 'required';
