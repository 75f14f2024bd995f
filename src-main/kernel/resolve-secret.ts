import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** Where a secret is found; one of the two is given. */
export interface SecretPlace {
  /** Name of an environment variable. */
  readonly env?: string | undefined;
  /** Its first line; relative to the project folder. */
  readonly file?: string | undefined;
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
    const text = `The environment variable ${reference.env} is not set. Set it before the service starts.`;
    throw new NexusError('NX_SECRET_MISSING', text, { env: reference.env });
  }
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
