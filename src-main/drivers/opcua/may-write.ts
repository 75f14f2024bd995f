import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { OpcUaConnection } from './connection.ts';

/** @throws NexusError NX_ADDRESS_READ_ONLY for a connection without security that does not say that it may write. */
export function assertMayWrite({ security_mode, allow_writes_unsecured }: OpcUaConnection): void {
  if (security_mode !== 'None' || allow_writes_unsecured) return;
  const message =
    'The connection has security mode None and is read-only: whoever reaches the network could change what is sent. Choose a security mode, or set allow_writes_unsecured.';
  throw new NexusError('NX_ADDRESS_READ_ONLY', message, { field: 'address' });
}
