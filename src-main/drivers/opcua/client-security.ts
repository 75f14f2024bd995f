import type { OPCUAClientOptions, UserIdentityInfo } from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { OpcUaConnection } from './connection.ts';
import type { Library } from './library.ts';

/** What makes a connection secure, or says that it is not. */
export interface ClientSecurity {
  /** Mode, policy, our certificate, who is trusted and the certificate of the server. */
  readonly options: Pick<
    OPCUAClientOptions,
    | 'applicationName'
    | 'applicationUri'
    | 'certificateKeyPairProvider'
    | 'clientCertificateManager'
    | 'securityMode'
    | 'securityPolicy'
    | 'serverCertificate'
  >;
  readonly user: UserIdentityInfo;
  /** We show no certificate: the library is kept from making one. */
  readonly isBare: boolean;
}

/** What a connection is made secure with. */
export interface SecurityParts {
  readonly library: Library;
  readonly connection: OpcUaConnection;
  /** Where certificates are kept; left out where there is no project. */
  readonly folder: string | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Makes what one connect needs; asked at every connect, so that a certificate trusted meanwhile counts.
 * Rejects with a NexusError that says what is missing.
 */
export type SecurityFactory = (parts: SecurityParts) => Promise<ClientSecurity>;

/** A key pair that there is not. */
const NO_CERTIFICATE = {
  certificateFile: '<in-memory>',
  privateKeyFile: '<in-memory>',
  getCertificate: () => undefined,
  getCertificateChain: () => [],
  getPrivateKey: () => undefined,
  getKeyOperations: () => ({}),
} as unknown as NonNullable<OPCUAClientOptions['certificateKeyPairProvider']>;

/** Trusts nobody. */
export function trustsNobody(library: Library): NonNullable<OPCUAClientOptions['clientCertificateManager']> {
  const refuse = (): Promise<never> =>
    Promise.reject(new NexusError('NX_INTERNAL', 'A connection without security has no certificates to check.'));
  const { StatusCodes } = library.client;
  return {
    referenceCounter: 0,
    initialize: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
    checkCertificate: () => Promise.resolve(StatusCodes.BadCertificateUntrusted),
    verifyCertificate: () => Promise.resolve('BadCertificateUntrusted'),
    trustCertificate: refuse,
    rejectCertificate: refuse,
  } as unknown as NonNullable<OPCUAClientOptions['clientCertificateManager']>;
}

/** No security, no certificate, nobody in particular. */
export function bareSecurity(library: Library): ClientSecurity {
  const { MessageSecurityMode, SecurityPolicy, UserTokenType } = library.client;
  return {
    isBare: true,
    options: {
      applicationName: 'Nexus Edge',
      securityMode: MessageSecurityMode.None,
      securityPolicy: SecurityPolicy.None,
      certificateKeyPairProvider: NO_CERTIFICATE,
      clientCertificateManager: trustsNobody(library),
    },
    user: { type: UserTokenType.Anonymous },
  };
}
