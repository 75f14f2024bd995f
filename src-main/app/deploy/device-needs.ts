import type { CheckedDevice } from '../../project/check/check-device.ts';
import { isLoopback } from '../../project/check/host-kind.ts';

export interface SecretNeed {
  readonly env?: string | undefined;
  readonly file?: string | undefined;
  readonly secret?: string | undefined;
}

/** What devices need of the computer that runs them. */
export interface DeviceNeeds {
  readonly secrets: readonly SecretNeed[];
  /** Paths or names of serial ports. */
  readonly serial: readonly string[];
  /** Those that are simulators, with the place that says so. */
  readonly simulators: readonly { readonly device: string; readonly place: string }[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Looks through the connections of enabled devices. */
export function deviceNeeds(devices: readonly CheckedDevice[]): DeviceNeeds {
  const enabled = devices.filter((device) => device.enabled && !device.manifest.expressions);
  return {
    secrets: unique(enabled.flatMap(({ connection }) => secretsIn(connection))),
    serial: unique(enabled.flatMap(({ connection }) => serialIn(connection as Fields))),
    simulators: enabled.flatMap((device) => {
      const place = device.manifest.endpoint(device.connection);
      const isTwin = device.simulated !== 'off' || hostsIn(device.connection as Fields).some(isLoopback);
      return isTwin ? [{ device: device.name ?? device.id, place }] : [];
    }),
  };
}

function secretsIn(value: unknown): SecretNeed[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Fields;
  const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
  const [name] = names;
  if (names.length === 1 && name && ['env', 'file', 'secret'].includes(name) && typeof fields[name] === 'string')
    return [fields as SecretNeed];
  return Object.values(fields).flatMap(secretsIn);
}

const serialIn = (connection: Fields): string[] =>
  ['path', 'port', 'serial_port'].flatMap((name) => {
    const value = connection[name];
    return typeof value === 'string' && /^(?:\/dev\/|COM\d)/i.test(value) ? [value] : [];
  });

function hostsIn(connection: Fields): string[] {
  return ['host', 'endpoint', 'url'].flatMap((name) => {
    const value = connection[name];
    if (typeof value !== 'string') return [];
    if (!value.includes('://')) return [value];
    const host = /^[a-z.+-]+:\/\/(\[[^\]]+\]|[^:/]+)/i.exec(value)?.[1];
    return host ? [host] : [];
  });
}

const unique = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
