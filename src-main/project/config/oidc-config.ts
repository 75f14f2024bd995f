import { z } from 'zod';
import { ROLES } from '../../../src-shared/domain/access.ts';
import { secretReference } from '../../../src-shared/domain/secret-reference.ts';
import { Name } from '../../../src-shared/domain/tag.ts';
import { ClaimPath } from '../check/claim-path.ts';
import { ProviderUrl } from '../check/provider-url.ts';
import { duration } from './config-fields.ts';

/** `access.oidc:` of `nexus.yaml`: people sign in at a provider of OpenID Connect, such as Keycloak. */
export const OidcConfig = z.strictObject({
  name: Name.default('the company account').meta({
    title: 'Name of the provider',
    description: 'As the button of the sign-in page says it: “Sign in with Keycloak”.',
    examples: ['Keycloak', 'Microsoft Entra'],
    restart: true,
  }),
  issuer: ProviderUrl.meta({
    title: 'Issuer',
    description: 'The rest is asked from it at the first sign-in (/.well-known/openid-configuration).',
    examples: ['https://login.acme.example/realms/plant'],
    restart: true,
  }),
  client_id: z.string().min(1).max(256).meta({
    title: 'Client id',
    description:
      'Of this gateway at the provider. The redirect address to allow there: <address>/session/oidc/callback.',
    fault: 'NAME_LENGTH',
    restart: true,
  }),
  client_secret: secretReference('NEXUS_OIDC_SECRET').optional().meta({
    title: 'Client secret',
    description: 'Where it is found. Left out: a public client, kept safe by PKCE alone.',
    restart: true,
  }),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/))
    .max(32)
    .default(['openid', 'profile', 'email'])
    .meta({ title: 'Scopes', description: 'openid is always asked for.', advanced: true, restart: true }),
  roles_claim: ClaimPath.default('roles').meta({
    title: 'Claim with the roles',
    description: 'Where the ID token, or else the user information, says what somebody is.',
    examples: ['groups', 'realm_access.roles', '$.resource_access["nexus-edge"].roles'],
    restart: true,
  }),
  roles: z
    .array(
      z.strictObject({
        value: z.string().min(1).max(256).meta({ title: 'Value', description: 'Of the claim, to the letter.' }),
        role: z.enum(ROLES).meta({ title: 'Role' }),
      }),
    )
    .max(200)
    .default([])
    .meta({
      title: 'Roles',
      description: 'What a value of the claim makes somebody here; several lines for several roles.',
      itemTitle: 'Role of a value',
      usual: ['value', 'role'],
      restart: true,
    }),
  default_roles: z.array(z.enum(ROLES)).max(ROLES.length).default([]).meta({
    title: 'Roles of everybody else',
    description: 'Of who has none of these values. Left empty: he may not come in.',
    restart: true,
  }),
  name_claim: ClaimPath.default('preferred_username').meta({
    title: 'Claim with the user name',
    description: 'The identity of an account is issuer and subject, whatever its name.',
    advanced: true,
    restart: true,
  }),
  address: ProviderUrl.optional().meta({
    title: 'Address of this gateway',
    description: 'As browsers know it, behind a proxy. Left out: as it stands in their requests.',
    examples: ['https://edge-pc-03.acme.example'],
    advanced: true,
    restart: true,
  }),
  clock_tolerance: duration(0, 300_000, 'TIMEOUT_RANGE').default('30s').meta({
    title: 'Clock tolerance',
    description: 'How far the clocks of provider and gateway may be apart.',
    advanced: true,
    restart: true,
  }),
  timeout: duration(1_000, 60_000, 'TIMEOUT_RANGE').default('10s').meta({
    title: 'Timeout',
    description: 'Of each request to the provider.',
    advanced: true,
    restart: true,
  }),
});
export type OidcConfig = z.output<typeof OidcConfig>;
