import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { NexusConfig } from '../../../project/config/nexus-config.ts';
import { driversFolder, STATE_FOLDER } from '../../../project/project-layout.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
const CERTIFICATE = /\.(?:pem|crt|der|cer)$/;

/** Every certificate that the settings name or the gateway keeps: when it ends. */
export async function examineCertificates(
  folder: string,
  config: NexusConfig | undefined,
  nowMs: number,
): Promise<readonly Finding[]> {
  const named = [
    config?.server.tls,
    config?.mqtt.tls,
    ...(config?.mqtt.brokers ?? []).map(({ tls }) => tls),
    config?.historian.database?.tls,
  ]
    .flatMap((tls) => [tls?.cert, tls && 'ca' in tls ? tls.ca : undefined])
    .flatMap((path) => (path === undefined ? [] : [resolve(folder, path)]));
  const kept = [...(await within(driversFolder(folder))), ...(await within(join(folder, STATE_FOLDER, 'tls')))];
  const found = await Promise.all([...new Set([...named, ...kept])].map((path) => examine(path, nowMs)));
  return found.filter((finding) => finding !== undefined);
}

async function within(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && CERTIFICATE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function examine(path: string, nowMs: number): Promise<Finding | undefined> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(await readFile(path));
  } catch {
    // A key or a list of revoked ones; what is named and is not there, the check of the project says.
    return undefined;
  }
  const days = Math.floor((certificate.validToDate.getTime() - nowMs) / DAY_MS);
  const name = certificate.subject?.split('\n').find((part) => part.startsWith('CN=')) ?? path;
  if (days < 0) return fail('certificate', `${name} in ${path} ended ${-days} days ago`, 'Put a new one there.');
  if (days < SOON_DAYS) return warn('certificate', `${name} in ${path} ends in ${days} days`, 'Put a new one there.');
  return ok('certificate', `${name} is good for ${days} days`);
}
