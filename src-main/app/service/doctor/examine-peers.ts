import { connect } from 'node:net';
import type { DriverManifest } from '../../../drivers/driver.ts';
import { examineDatabase } from '../../../historian/timescale/link/examine-database.ts';
import { brokerAddress } from '../../../project/check/broker-url.ts';
import type { LoadedProject } from '../../../project/load-project.ts';
import { postgresLink } from '../../postgres-link.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const CONNECT_MS = 3_000;
const AT_ONCE = 16;

/** Brokers, the database and, where they are asked for, the devices: whether something answers there. */
export async function examinePeers(
  { config, devices, folder }: LoadedProject,
  drivers: readonly DriverManifest[],
  withDevices: boolean,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const brokers = config?.mqtt.enabled ? [config.mqtt, ...config.mqtt.brokers] : [];
  for (const { url } of brokers) {
    const address = url === undefined ? undefined : brokerAddress(url);
    if (!address) continue;
    const refusal = await reach(address.host.replaceAll(/^\[|\]$/g, ''), address.port);
    const at = `${address.host}:${address.port}`;
    found.push(
      refusal === undefined
        ? ok('broker', `${at} answers`)
        : warn(
            'broker',
            `${at}: ${refusal}`,
            'Values are kept until it is back. Look at the broker and the way to it.',
          ),
    );
  }
  if (config?.historian.database) {
    try {
      for (const { text, next } of await examineDatabase(
        await postgresLink(folder, 'historian.database', config.historian.database),
      ))
        found.push(next === undefined ? ok('database', text) : warn('database', text, next));
    } catch (error) {
      const next = 'Values are kept until it is back. Look at the database, its user and the way to it.';
      found.push(fail('database', (error as Error).message, next));
    }
  }
  if (!withDevices) return found;
  const queue = devices.filter(({ enabled }) => enabled);
  const work = Array.from({ length: AT_ONCE }, async () => {
    for (let device = queue.shift(); device; device = queue.shift()) {
      const manifest = drivers.find(({ id }) => id === device!.protocol);
      const place = manifest && placeOf(manifest.endpoint(device.connection as never));
      if (!place) continue;
      const refusal = await reach(place.host, place.port);
      const text = `${device.id} at ${place.host}:${place.port}`;
      found.push(
        refusal === undefined
          ? ok('device', `${text} answers`)
          : warn('device', `${text}: ${refusal}`, 'Look whether it is on, its address, and the firewalls between.'),
      );
    }
  });
  await Promise.all(work);
  return found;
}

/** Of `10.0.0.5:502` or `opc.tcp://plc7:4840/x`; undefined for a serial line. */
export function placeOf(endpoint: string): { readonly host: string; readonly port: number } | undefined {
  const [, host, port] = /^(?:[\w.+-]+:\/\/)?(\[[^\]]+\]|[^:/]+):(\d+)/.exec(endpoint) ?? [];
  return host === undefined ? undefined : { host: host.replaceAll(/^\[|\]$/g, ''), port: Number(port) };
}

/** @returns why nothing answers there. */
function reach(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (refusal?: string): void => {
      socket.destroy();
      resolve(refusal);
    };
    socket.setTimeout(CONNECT_MS, () => end(`no answer within ${CONNECT_MS / 1_000} s`));
    socket.once('connect', () => end());
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(REFUSALS[error.code ?? ''] ?? error.code ?? 'no answer'),
    );
  });
}

const REFUSALS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the computer is there, and nothing listens on the port',
  ENOTFOUND: 'the name is not known',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads into that network',
};
