import type { EndpointDescription } from 'node-opcua-client';
import { cleanText } from '../../../kernel/clean-text.ts';
import { parseEndpoint, SECURITY_POLICIES } from '../connection.ts';

export type SecurityMode = 'None' | 'Sign' | 'SignAndEncrypt';
export type SecurityPolicyName = (typeof SECURITY_POLICIES)[number];
export type UserKind = 'anonymous' | 'name' | 'certificate';

/** An endpoint that a server offers, as far as this gateway can use it. */
export interface OfferedEndpoint {
  /** As the server names it; its host need not be one that is found from here. */
  readonly url: string;
  readonly mode: SecurityMode;
  /** Undefined where the mode is None. */
  readonly policy: SecurityPolicyName | undefined;
  readonly isWeak: boolean;
  readonly users: readonly UserKind[];
  /** Policies by which the name and password of a user are encrypted; `''` where that is left to the mode. */
  readonly passwordPolicies: readonly string[];
  /** As it came, to be compared. */
  readonly applicationUri: string;
  readonly applicationName: string;
  /** DER, with what completes its chain behind it; empty where there is none. */
  readonly certificate: Uint8Array;
}

const POLICY_BASE = 'http://opcfoundation.org/UA/SecurityPolicy#';
const BINARY = 'http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary';
const MODES: readonly (SecurityMode | undefined)[] = [undefined, 'None', 'Sign', 'SignAndEncrypt'];
const USERS: readonly UserKind[] = ['anonymous', 'name', 'certificate'];
const WEAK: ReadonlySet<string> = new Set(['Basic128Rsa15', 'Basic256']);
/** Best first: what is younger is stronger. */
const STRENGTH: readonly string[] = [
  'Aes256_Sha256_RsaPss',
  'Basic256Sha256',
  'Aes128_Sha256_RsaOaep',
  'Basic256',
  'Basic128Rsa15',
];
const MOST = 100;
const LONGEST_TEXT = 512;

/** What of a server's endpoints can be used, best first: encrypted before signed before open, strong before weak. */
export function offeredEndpoints(described: readonly EndpointDescription[]): readonly OfferedEndpoint[] {
  const usable = described.slice(0, MOST).flatMap((endpoint) => offered(endpoint) ?? []);
  return usable.sort((a, b) => rank(a) - rank(b));
}

function rank({ mode, policy, isWeak }: OfferedEndpoint): number {
  const byMode = mode === 'SignAndEncrypt' ? 0 : mode === 'Sign' ? 10 : 40;
  return byMode + (isWeak ? 20 : 0) + (policy ? STRENGTH.indexOf(policy) : 0);
}

function offered(endpoint: EndpointDescription): OfferedEndpoint | undefined {
  const { endpointUrl, securityMode, securityPolicyUri, transportProfileUri, server, serverCertificate } = endpoint;
  if (transportProfileUri && transportProfileUri !== BINARY) return undefined;
  const url = cleanText(endpointUrl ?? '', LONGEST_TEXT);
  const mode = MODES[securityMode];
  if (!mode || !parseEndpoint(url)) return undefined;
  const name = policyName(securityPolicyUri);
  const policy = SECURITY_POLICIES.find((one) => one === name);
  if (mode === 'None' ? name !== 'None' : !policy) return undefined;
  const tokens = (endpoint.userIdentityTokens ?? []).filter((token) => token !== null);
  return {
    url,
    mode,
    policy: mode === 'None' ? undefined : policy,
    isWeak: mode !== 'None' && WEAK.has(name),
    users: USERS.filter((_kind, type) => tokens.some(({ tokenType }) => tokenType === type)),
    passwordPolicies: tokens
      .filter(({ tokenType }) => USERS[tokenType] === 'name')
      .map(({ securityPolicyUri: uri }) => policyName(uri)),
    applicationUri: server?.applicationUri ?? '',
    applicationName: cleanText(server?.applicationName?.text ?? '', LONGEST_TEXT),
    certificate: serverCertificate ?? new Uint8Array(),
  };
}

const policyName = (uri: string | null | undefined): string =>
  uri?.startsWith(POLICY_BASE) ? uri.slice(POLICY_BASE.length) : (uri ?? '');
