import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { resolveSecret } from '../../kernel/resolve-secret.ts';
import type { MqttConfig } from '../config/mqtt-config.ts';
import { CONFIG_FILE } from '../project-layout.ts';
import { checkArchivePlace } from './check-archive.ts';
import type { CheckedProject } from './check-project.ts';
import type { Fault } from './fault.ts';
import { below, type ReportFault, reportInto } from './report-fault.ts';

/**
 * Looks for the secrets and certificates that `nexus.yaml` refers to. What is not there stops the start where it is
 * needed, and is a warning while publishing is off. No message holds what was found.
 *
 * @param folder of the project: relative files are below it.
 */
export async function checkSecrets(
  { config, files }: Pick<CheckedProject, 'config' | 'files'>,
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const yaml = files.find(({ file }) => file === CONFIG_FILE);
  if (!config || !yaml) return faults;
  const report = reportInto(faults, yaml);
  const { fleet, mqtt, historian, server } = config;
  const search = { folder, environment, severity: mqtt.enabled ? 'error' : 'warning' } as const;
  await checkBrokerSecrets(mqtt, 'mqtt', below(report, 'mqtt'), search);
  for (const [index, broker] of mqtt.brokers.entries())
    await checkBrokerSecrets(broker, `mqtt.brokers.${index}`, below(report, 'mqtt', 'brokers', index), search);
  if (historian.database) {
    const always = { ...search, severity: 'error' } as const;
    await checkBrokerSecrets(historian.database, 'historian.database', below(report, 'historian', 'database'), always);
  }
  const served = { password: undefined, tls: server.tls };
  await checkBrokerSecrets(served, 'server', below(report, 'server'), { ...search, severity: 'error' });
  if (fleet) {
    const always = { ...search, severity: 'error' } as const;
    await checkBrokerSecrets(fleet.database, 'fleet.database', below(report, 'fleet', 'database'), always);
  }
  const secret = config.access.oidc?.client_secret;
  if (secret) {
    await resolveSecret(secret, folder, environment).catch((error: unknown) => {
      below(report, 'access', 'oidc')('REF_SECRET', ['client_secret'], toNexusError(error).text, 'error');
    });
  }
  if (historian.archive) await checkArchivePlace(historian.archive, folder, environment, report);
  return faults;
}

interface Search {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly severity: Fault['severity'];
}

/** @param at what stands in the file before `tls` and `password`. */
async function checkBrokerSecrets(
  { password, tls }: Pick<MqttConfig, 'password' | 'tls'>,
  at: string,
  report: ReportFault,
  { folder, environment, severity }: Search,
): Promise<void> {
  if (password) {
    await resolveSecret(password, folder, environment).catch((error: unknown) => {
      report('REF_SECRET', ['password'], toNexusError(error).text, severity);
    });
  }
  const pem = async <T>(key: 'ca' | 'cert' | 'key', parse: (text: string) => T): Promise<T | undefined> => {
    const path = tls?.[key];
    if (path === undefined) return undefined;
    const text = await readFile(resolve(folder, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
      report(
        'REF_CERT',
        ['tls', key],
        `${path} could not be read (${error.code ?? 'unknown'}). Put it there or change ${at}.tls.${key}.`,
        severity,
      );
    });
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch {
      report(
        'REF_CERT',
        ['tls', key],
        `${path} holds no ${key === 'key' ? 'key without a password' : 'certificate'} in PEM form. Put the right file there.`,
        severity,
      );
      return undefined;
    }
  };
  const toCertificate = (text: string): X509Certificate => new X509Certificate(text);
  await pem('ca', toCertificate);
  const [certificate, key] = [await pem('cert', toCertificate), await pem('key', (text) => createPrivateKey(text))];
  if (certificate && key && !certificate.checkPrivateKey(key))
    report(
      'TLS_KEY_MISMATCH',
      ['tls', 'key'],
      `${tls!.key} is not the key of the certificate ${tls!.cert}. Put the pair there that was made together.`,
      severity,
    );
}
