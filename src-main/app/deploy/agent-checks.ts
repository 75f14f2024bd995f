import { access, statfs } from 'node:fs/promises';
import type { PreflightView } from '../../../src-shared/contract/deploy-views.ts';
import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { PACKAGE_FORMAT } from '../../deploy/package-manifest.ts';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import type { DeviceNeeds } from './device-needs.ts';

export type Check = PreflightView['checks'][number];

/** Beside the package itself: revisions, log and database need room to go on. */
const SPARE_BYTES = 64 * 1024 * 1024;

export interface AskedNeeds extends Pick<DeviceNeeds, 'secrets' | 'serial'> {
  readonly bytes: number;
  readonly format: number;
}

const ok = (check: Check['check'], text: string): Check => ({ check, state: 'ok', text, code: null });
const fault = (check: Check['check'], text: string, code = 'NX_DEPLOY_CHECKS'): Check => ({
  check,
  state: 'fault',
  text,
  code,
});

/** What only the gateway itself can tell: form, disk, secrets, serial ports. */
export async function agentChecks(folder: string, needs: AskedNeeds): Promise<Check[]> {
  return [
    needs.format > PACKAGE_FORMAT
      ? fault(
          'version',
          `The gateway takes packages up to form ${PACKAGE_FORMAT}, and this one is of form ${needs.format}. Update the gateway.`,
        )
      : ok('version', `It takes packages of form ${needs.format}.`),
    await diskCheck(folder, needs.bytes),
    ...(await secretChecks(folder, needs.secrets)),
    ...(await serialChecks(needs.serial)),
  ];
}

async function diskCheck(folder: string, bytes: number): Promise<Check> {
  const free = await freeBytes(folder);
  const wanted = 4 * bytes + SPARE_BYTES;
  if (free === null) return ok('disk', 'It cannot tell how much is free.');
  if (free >= wanted) return ok('disk', `${formatByteSize(free)} are free.`);
  return fault(
    'disk',
    `${formatByteSize(free)} are free on the gateway, ${formatByteSize(wanted)} are needed. Free some.`,
  );
}

async function secretChecks(folder: string, secrets: AskedNeeds['secrets']): Promise<Check[]> {
  const missing: Check[] = [];
  for (const reference of secrets)
    await resolveSecret(reference, folder).catch((error: unknown) => {
      missing.push(fault('secrets', toNexusError(error).text, 'NX_SECRET_MISSING'));
    });
  return missing.length > 0 ? missing : [ok('secrets', countText(secrets.length))];
}

async function serialChecks(ports: readonly string[]): Promise<Check[]> {
  const missing: Check[] = [];
  for (const path of ports.filter((port) => port.startsWith('/')))
    await access(path).catch(() => {
      const text = `There is no serial port ${path} on the gateway. Plug it in, or change the device.`;
      missing.push(fault('serial', text));
    });
  return missing.length > 0 ? missing : [ok('serial', countText(ports.length))];
}

const countText = (count: number): string => (count === 0 ? 'None is needed.' : `All ${count} are there.`);

/** Of the disk that a folder is on; null where it cannot be told. */
export async function freeBytes(folder: string): Promise<number | null> {
  return await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}
