import { z } from 'zod';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { secretReference } from '../../../src-shared/domain/secret-reference.ts';
import { duration, hostField, isHost, wholeNumber } from '../connection-fields.ts';

export const DEFAULT_PORT = 4_840;

/** Without `None`; the last two are weak and need `allow_weak_security`. */
export const SECURITY_POLICIES = [
  'Basic256Sha256',
  'Aes128_Sha256_RsaOaep',
  'Aes256_Sha256_RsaPss',
  'Basic128Rsa15',
  'Basic256',
] as const;

const ENDPOINT = /^opc\.tcp:\/\/(?:\[([0-9a-f:.]+)\]|([^\s/:[\]?#@]+))(?::(\d{1,5}))?(\/[^\s]*)?$/i;

/** The parts of `opc.tcp://host:port/path`; undefined for a text that is none. */
export interface EndpointUrl {
  readonly host: string;
  readonly port: number;
  /** With its slash, or empty. */
  readonly path: string;
}

export function parseEndpoint(text: string): EndpointUrl | undefined {
  const [, v6, name, port, path = ''] = ENDPOINT.exec(text.trim()) ?? [];
  const host = v6 ?? name;
  if (host === undefined || !isHost(host)) return undefined;
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  return number >= 1 && number <= 65_535 ? { host, port: number, path: path === '/' ? '' : path } : undefined;
}

const endpointField = z
  .string()
  .trim()
  .max(1_024)
  .refine((text) => parseEndpoint(text) !== undefined, {
    error: (issue) =>
      `“${String(issue.input)}” is not the address of an OPC UA server. Write for example opc.tcp://192.168.1.30:4840.`,
  });

/** The `connection` of an OPC UA device. */
export const OpcUaConnection = z.strictObject({
  endpoint: endpointField.meta({
    fault: 'HOST_SYNTAX',
    title: 'Endpoint',
    description: 'Address of the server as it names itself.',
    examples: ['opc.tcp://192.168.1.30:4840'],
  }),
  host: hostField().optional().meta({
    fault: 'HOST_SYNTAX',
    title: 'Host to dial',
    description: 'Takes the place of the host in the endpoint, where the server names one that is not found from here.',
    advanced: true,
  }),
  port: wholeNumber('Port', 1, 65_535, 'OPC UA normally uses 4840.').optional().meta({
    fault: 'PORT_RANGE',
    title: 'Port to dial',
    description: 'Takes the place of the port in the endpoint.',
    advanced: true,
  }),
  security_mode: z.enum(['None', 'Sign', 'SignAndEncrypt']).default('None').meta({
    title: 'Security mode',
    description: 'None: everybody on the network can read and change what is sent. It is read-only then.',
  }),
  security_policy: z.enum(SECURITY_POLICIES).default('Basic256Sha256').meta({
    title: 'Security policy',
    description: 'Counts where the mode is not None.',
  }),
  allow_weak_security: z.boolean().default(false).meta({
    title: 'Allow weak policies',
    description: 'Basic128Rsa15 and Basic256 have been broken since 2017. For servers that have nothing else.',
    advanced: true,
  }),
  accept_host: z.boolean().default(false).meta({
    title: 'Accept another host name',
    description: 'The certificate of the server may be for another name than the one that is dialled.',
    advanced: true,
  }),
  accept_expired_until: z.iso
    .date({ error: 'Write a day such as 2027-06-30.' })
    .optional()
    .meta({
      title: 'Accept an expired certificate until',
      description: 'A day. A certificate that somebody trusted is accepted until then though it has expired.',
      examples: ['2027-06-30'],
      fault: 'VALUE',
      advanced: true,
    }),
  allow_writes_unsecured: z.boolean().default(false).meta({
    title: 'Allow writes without security',
    description: 'Lets tags be written though the mode is None: whoever reaches the network can write as well.',
    advanced: true,
  }),
  user: z.enum(['anonymous', 'name', 'certificate']).default('anonymous').meta({
    title: 'User',
    description: 'How the server is told who is there.',
  }),
  user_name: z.string().trim().min(1).max(256).optional().meta({ title: 'User name', fault: 'NAME_LENGTH' }),
  password: secretReference('OPCUA_PASSWORD').optional(),
  user_certificate: z.string().min(1).max(1_024).optional().meta({
    title: 'User certificate',
    description: 'File (PEM or DER), relative to the project folder.',
    fault: 'NAME_LENGTH',
    advanced: true,
  }),
  user_key: z.string().min(1).max(1_024).optional().meta({
    title: 'Key of the user certificate',
    description: 'File (PEM), relative to the project folder, readable for the service only.',
    fault: 'NAME_LENGTH',
    advanced: true,
  }),
  mode: z.enum(['subscribe', 'poll']).default('subscribe').meta({
    title: 'Mode',
    description: 'Subscribe: the server sends what changes. Poll: values are asked for at the interval.',
  }),
  publishing_interval: duration('Publishing interval', 50, 60_000)
    .default('500ms')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Publishing interval',
      description: 'How often the server sends what has changed.',
      examples: ['500ms', '1s'],
    }),
  sampling_interval: duration('Sampling interval', 0, 60_000)
    .default('250ms')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Sampling interval',
      description: 'How often the server looks at a value. A poll interval of a tag takes its place.',
      examples: ['100ms', '250ms'],
      advanced: true,
    }),
  queue_size: wholeNumber('Queue size', 1, 1_000, '10 holds what changes between two sendings.').default(10).meta({
    fault: 'COUNT_LIMIT',
    title: 'Queue size',
    description: 'Changes of one value that the server keeps between two sendings.',
    advanced: true,
  }),
  deadband: z.enum(['none', 'absolute', 'percent']).default('none').meta({
    title: 'Deadband on the server',
    description: 'Percent: of the range that the server knows of a value. Servers without it are noticed.',
    advanced: true,
  }),
  deadband_value: z.number().min(0).max(1e12).default(0).meta({
    title: 'Deadband',
    description: 'In units of the value, or percent. A deadband of a tag takes its place.',
    fault: 'VALUE',
    advanced: true,
  }),
  request_timeout: duration('Request timeout', 10, 60_000)
    .default('5s')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Request timeout',
      description: 'From the request until its whole reply has arrived. After it the connection is closed.',
      examples: ['2s', '5s'],
      advanced: true,
    }),
  connect_timeout: duration('Connect timeout', 100, 60_000)
    .default('15s')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Connect timeout',
      description: 'Until the server has opened a session, name resolution included.',
      examples: ['5s', '15s'],
      advanced: true,
    }),
});
export type OpcUaConnection = z.output<typeof OpcUaConnection>;

/** Where the server is dialled: the endpoint, or the host and port that take its place. */
export function placeOf({ endpoint, host, port }: OpcUaConnection): EndpointUrl {
  const named = parseEndpoint(endpoint)!;
  return { host: host ?? named.host, port: port ?? named.port, path: named.path };
}

/** `opc.tcp://192.168.1.30:4840/path` as it is dialled. */
export function dialUrl(connection: OpcUaConnection): string {
  const { host, port, path } = placeOf(connection);
  return `opc.tcp://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

/** Devices with the same key use one session: the same server, the same security, the same user. */
export function sessionKey(connection: OpcUaConnection): string {
  const { security_mode, security_policy, user, user_name, password, user_certificate } = connection;
  const security = security_mode === 'None' ? '' : ` ${security_mode} ${security_policy}`;
  const secret = password?.env ?? password?.file ?? '';
  const who = user === 'anonymous' ? '' : ` ${user} ${user_name ?? ''} ${secret} ${user_certificate ?? ''}`.trimEnd();
  return `opcua ${dialUrl(connection).toLowerCase()}${security}${who}`;
}

/** Durations in ms. */
export interface Timings {
  readonly connectMs: number;
  readonly requestMs: number;
}

export function timingsOf({ connect_timeout, request_timeout }: OpcUaConnection): Timings {
  return { connectMs: parseDurationMs(connect_timeout)!, requestMs: parseDurationMs(request_timeout)! };
}
