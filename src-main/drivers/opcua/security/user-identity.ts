import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { UserIdentityInfo } from 'node-opcua-client';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { resolveSecret } from '../../../kernel/resolve-secret.ts';
import type { OpcUaConnection } from '../connection.ts';
import type { Library } from '../library.ts';
import { readCertificate } from './certificate-facts.ts';
import type { OfferedEndpoint } from './offered-endpoint.ts';

/**
 * Who the session is opened for. Secrets are read at each connect and kept nowhere.
 *
 * @param project its folder: relative files are below it.
 * Rejects with NX_OPCUA_SECURITY where the endpoint does not take such a user, or a password would cross the network in
 * the open, and with NX_SECRET_MISSING.
 */
export async function userIdentity(
  { client }: Library,
  connection: OpcUaConnection,
  endpoint: OfferedEndpoint,
  project: string,
): Promise<UserIdentityInfo> {
  const { user, user_name: userName, password } = connection;
  if (!endpoint.users.includes(user)) throw noSuchUser(connection, endpoint);
  if (user === 'anonymous') return { type: client.UserTokenType.Anonymous };
  if (user === 'certificate') return await certificateOf({ client }, connection, project);
  if (userName === undefined || !password)
    throw unset(connection, 'a user name and a password', 'user_name and password');
  assertHidden(connection, endpoint);
  return { type: client.UserTokenType.UserName, userName, password: await resolveSecret(password, project) };
}

/** A password is encrypted by the mode, or for itself by the policy of the user token. */
function assertHidden(connection: OpcUaConnection, { mode, passwordPolicies }: OfferedEndpoint): void {
  const isEncrypted = mode === 'SignAndEncrypt';
  const isOwnEncrypted = passwordPolicies.some((policy) => policy !== 'None' && (policy !== '' || mode !== 'None'));
  if (isEncrypted || (isOwnEncrypted && (mode === 'Sign' || connection.allow_weak_security))) return;
  const text = `With mode ${mode}, the password for ${connection.endpoint} would cross the network where others can read it or change what is sent. Choose SignAndEncrypt.`;
  throw new NexusError('NX_OPCUA_SECURITY', text);
}

async function certificateOf(
  { client }: Pick<Library, 'client'>,
  connection: OpcUaConnection,
  project: string,
): Promise<UserIdentityInfo> {
  const { user_certificate: certificateFile, user_key: keyFile } = connection;
  if (certificateFile === undefined || keyFile === undefined)
    throw unset(connection, 'a certificate of the user and its key', 'user_certificate and user_key');
  const read = async <T>(file: string, parse: (bytes: Buffer) => T): Promise<T> => {
    try {
      return parse(await readFile(resolve(project, file)));
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      const what = code === 'ENOENT' ? 'is not there' : 'could not be read';
      const text = `The file ${file} for the user at ${connection.endpoint} ${what}. Put a certificate in PEM or DER form, or its key in PEM form, there.`;
      throw new NexusError('NX_SECRET_MISSING', text, { file }, { cause });
    }
  };
  const certificate = await read(certificateFile, readCertificate);
  const key = await read(keyFile, (bytes) => createPrivateKey(bytes));
  if (!certificate.checkPrivateKey(key)) {
    const text = `${keyFile} is not the key of ${certificateFile}. Give both files of one user for ${connection.endpoint}.`;
    throw new NexusError('NX_OPCUA_SECURITY', text);
  }
  return {
    type: client.UserTokenType.Certificate,
    certificateData: certificate.raw,
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const WORDS = { anonymous: 'users without a name', name: 'user names', certificate: 'certificates of users' } as const;

function noSuchUser({ endpoint, user }: OpcUaConnection, { users }: OfferedEndpoint): NexusError {
  const taken = users.map((kind) => WORDS[kind]).join(' and ') || 'no kind of user that this gateway knows';
  const text = `${endpoint} does not take ${WORDS[user]} with this security; it takes ${taken}. Choose another kind of user.`;
  return new NexusError('NX_OPCUA_SECURITY', text);
}

function unset({ endpoint }: OpcUaConnection, what: string, fields: string): NexusError {
  return new NexusError('NX_OPCUA_SECURITY', `The user at ${endpoint} needs ${what}. Fill in ${fields}.`);
}
