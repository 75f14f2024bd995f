import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { PostgresOptions } from '../kernel/postgres/connection-config.ts';
import { resolveSecret } from '../kernel/resolve-secret.ts';
import type { DatabaseConfig } from '../project/config/database-config.ts';

/**
 * How a database of the project is reached: secret and certificates read.
 * @param section where it is configured: `historian.database`.
 * @throws NexusError NX_SECRET_MISSING
 */
export async function postgresLink(
  folder: string,
  section: string,
  { url, password: place, tls }: Pick<DatabaseConfig, 'url' | 'password' | 'tls'>,
): Promise<PostgresOptions> {
  const pem = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : await readPem(folder, section, path);
  const [ca, cert, key] = await Promise.all([tls?.ca, tls?.cert, tls?.key].map(pem));
  const password = place && (await resolveSecret(place, folder));
  return {
    url,
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

async function readPem(folder: string, section: string, path: string): Promise<string> {
  return await readFile(resolve(folder, path), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const text = `The certificate file ${path} could not be read (${cause.code ?? 'unknown'}). Put it there or change ${section}.tls.`;
    throw new NexusError('NX_SECRET_MISSING', text, { file: path }, { cause });
  });
}
