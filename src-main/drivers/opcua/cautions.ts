import type { OpcUaConnection } from './connection.ts';

/** What somebody chose knowingly that lets others read, change or pretend; a check reminds of it. */
export function cautions(
  connection: OpcUaConnection,
): readonly { readonly field: keyof OpcUaConnection; readonly message: string }[] {
  const { security_mode: mode, security_policy: policy, user } = connection;
  const { allow_weak_security: isWeakAllowed, allow_writes_unsecured: mayWriteOpenly } = connection;
  const isSecured = mode !== 'None';
  const found: { field: keyof OpcUaConnection; message: string }[] = [];
  if (isSecured && isWeakAllowed && (policy === 'Basic128Rsa15' || policy === 'Basic256')) {
    const message = `${policy} can be broken, so others may read and change what is sent. Use Basic256Sha256 or better as soon as the server has it.`;
    found.push({ field: 'security_policy', message });
  }
  if (!isSecured && isWeakAllowed && user === 'name') {
    const message =
      'With mode None nobody proves to be the server, so the password may be given to another one. Use SignAndEncrypt as soon as the server has it.';
    found.push({ field: 'security_mode', message });
  }
  if (!isSecured && mayWriteOpenly) {
    const message =
      'With mode None whoever reaches the network can write as well. Use Sign or SignAndEncrypt as soon as the server has it.';
    found.push({ field: 'allow_writes_unsecured', message });
  }
  return found;
}
