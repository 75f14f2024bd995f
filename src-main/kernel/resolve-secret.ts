import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { readSealed, SECRET_NAME, unseal } from './secrets/sealed-secrets.ts';
import { readKey } from './secrets/secret-key.ts';

/** Where a secret is found; one of them is given. */
export interface SecretPlace {
  /** Name of an environment variable. */
  readonly env?: string | undefined;
  /** Its first line; relative to the project folder. */
  readonly file?: string | undefined;
  /** Name of a systemd credential, or of a secret that the project keeps sealed. */
  readonly secret?: string | undefined;
}

/**
 * The secret that a reference names. It is kept in memory only and never logged.
 * @throws NexusError NX_SECRET_MISSING, with the name of the variable or file and never what is in it.
 */
export async function resolveSecret(
  reference: SecretPlace,
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  if (reference.env !== undefined) {
    const value = environment[reference.env];
    if (value !== undefined && value !== '') return value;
    // As containers hand secrets over: the variable names the file.
    const named = environment[`${reference.env}_FILE`];
    if (named) return await resolveSecret({ file: named }, folder, environment);
    const text = `The environment variable ${reference.env} is not set. Set it before the service starts.`;
    throw new NexusError('NX_SECRET_MISSING', text, { env: reference.env });
  }
  if (reference.secret !== undefined) return await keptSecret(reference.secret, folder, environment);
  const path = resolve(folder, reference.file!);
  const content = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const text = `The secret file ${reference.file} could not be read (${cause.code ?? 'unknown'}). Make it, readable for the service only.`;
    throw new NexusError('NX_SECRET_MISSING', text, { file: reference.file }, { cause });
  });
  const value = content.split(/\r?\n/, 1)[0]!;
  if (value !== '') return value;
  const text = `The secret file ${reference.file} is empty. Write the secret into its first line.`;
  throw new NexusError('NX_SECRET_MISSING', text, { file: reference.file });
}

/** What the service manager hands over comes first, so that it can replace what the project keeps. */
async function keptSecret(
  name: string,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const credentials = environment['CREDENTIALS_DIRECTORY'];
  if (credentials && SECRET_NAME.test(name)) {
    const value = await readFile(join(credentials, name), 'utf8').catch(() => '');
    const line = value.split(/\r?\n/, 1)[0]!;
    if (line !== '') return line;
  }
  const sealed = await readSealed(folder);
  const entry = sealed && Object.hasOwn(sealed.secrets, name) ? sealed.secrets[name] : undefined;
  if (!entry) {
    const text = `The secret ${name} is not set. Set it with: nexus-edge secrets set ${name} --project ${folder}`;
    throw new NexusError('NX_SECRET_MISSING', text, { secret: name });
  }
  const key = await readKey(sealed!.key, sealed!.id, environment);
  const value = unseal(key, sealed!.id, name, entry);
  key.fill(0);
  return value;
}
