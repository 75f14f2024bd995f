import { z } from 'zod';
import { duration, hostField, wholeNumber } from '../connection-fields.ts';

/** Rack and slot that the CPUs of a family usually have (field guide E4). */
export const CPU_FAMILIES = {
  's7-1200': { rack: 0, slot: 1 },
  's7-1500': { rack: 0, slot: 1 },
  's7-300': { rack: 0, slot: 2 },
  's7-400': { rack: 0, slot: 2 },
} as const;

/** The first byte of the remote TSAP: which of the CPU's connections is taken. */
export const CONNECTION_KINDS = { pg: 1, op: 2, basic: 3 } as const;

const tsap = (name: string): z.ZodOptional<z.ZodString> =>
  z
    .string()
    .regex(/^(?:[0-9a-f]{2}\.[0-9a-f]{2}|0x[0-9a-f]{4})$/i, {
      error: (issue) => `${name} “${String(issue.input)}” is not a TSAP. Write two bytes, for example 10.00 or 0x1000.`,
    })
    .optional();

/** The `connection` of a Siemens S7 device. */
export const S7Connection = z.strictObject({
  host: hostField().meta({
    fault: 'HOST_SYNTAX',
    title: 'Host',
    description: 'IP address or name of the CPU or of its communication processor.',
    examples: ['192.168.1.20'],
  }),
  port: wholeNumber('Port', 1, 65_535, 'S7 communication normally uses 102.')
    .default(102)
    .meta({ fault: 'PORT_RANGE', title: 'Port' }),
  cpu: z
    .enum(Object.keys(CPU_FAMILIES) as (keyof typeof CPU_FAMILIES)[])
    .optional()
    .meta({
      title: 'CPU family',
      description: 'Sets the rack and slot that are usual for it, where they are not said.',
    }),
  rack: wholeNumber('Rack', 0, 7, 'It is nearly always 0.').optional().meta({
    fault: 'RACK_SLOT',
    title: 'Rack',
    description: 'Of the CPU in the hardware configuration; 0 unless said.',
  }),
  slot: wholeNumber('Slot', 0, 31, 'S7-1200/1500 use slot 1, S7-300 slot 2.').optional().meta({
    fault: 'RACK_SLOT',
    title: 'Slot',
    description: 'Of the CPU in the hardware configuration; that of the family, or 1.',
  }),
  connection_kind: z.enum(['op', 'pg', 'basic']).default('op').meta({
    title: 'Connection kind',
    description: 'Which of its connections the CPU uses: for operator panels, programming devices or others.',
    advanced: true,
  }),
  local_tsap: tsap('Local TSAP').meta({
    title: 'Local TSAP',
    description: 'For LOGO! and S7-200 with a connection of their own. 01.00 unless said.',
    examples: ['10.00'],
    advanced: true,
  }),
  remote_tsap: tsap('Remote TSAP').meta({
    title: 'Remote TSAP',
    description: 'Takes the place of rack, slot and connection kind.',
    examples: ['20.00'],
    advanced: true,
  }),
  pdu_size: wholeNumber('PDU size', 128, 960, 'The CPU answers with what it has: 240, 480 or 960.').default(960).meta({
    fault: 'COUNT_LIMIT',
    title: 'Size of messages (PDU)',
    description: 'The longest message, agreed with the CPU on connecting.',
    unit: 'bytes',
    advanced: true,
  }),
  requests_in_flight: wholeNumber('Requests in flight', 1, 8, '3 is what most CPUs take.').default(3).meta({
    fault: 'COUNT_LIMIT',
    title: 'Requests in flight',
    description: 'How many are sent before the first is answered. The CPU says on connecting how many it takes.',
    advanced: true,
  }),
  request_timeout: duration('Request timeout', 10, 60_000)
    .default('2s')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Request timeout',
      description: 'From the request until its whole reply has arrived. After it the connection is closed.',
      examples: ['1s', '2s'],
      advanced: true,
    }),
  connect_timeout: duration('Connect timeout', 100, 60_000)
    .default('10s')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Connect timeout',
      description: 'Until the CPU has agreed on the connection, name resolution included.',
      examples: ['3s', '10s'],
      advanced: true,
    }),
  max_gap: wholeNumber('Max gap', 0, 222, 'Gaps up to it are read along to save requests.').default(32).meta({
    fault: 'COUNT_LIMIT',
    title: 'Max gap to bridge',
    description: 'Bytes nobody asked for that may be read along where that saves requests.',
    unit: 'bytes',
    advanced: true,
  }),
});
export type S7Connection = z.output<typeof S7Connection>;

/** Rack and slot as they are used. */
export function placeOf({ cpu, rack, slot }: S7Connection): { readonly rack: number; readonly slot: number } {
  const usual = cpu === undefined ? { rack: 0, slot: 1 } : CPU_FAMILIES[cpu];
  return { rack: rack ?? usual.rack, slot: slot ?? usual.slot };
}

const asNumber = (text: string): number => Number.parseInt(text.replace(/^0x/i, '').replace('.', ''), 16);

/** The two ends of the ISO connection, 16 bits each. */
export function tsapsOf(connection: S7Connection): { readonly local: number; readonly remote: number } {
  const { local_tsap, remote_tsap, connection_kind } = connection;
  const { rack, slot } = placeOf(connection);
  return {
    local: local_tsap === undefined ? 0x0100 : asNumber(local_tsap),
    remote:
      remote_tsap === undefined ? (CONNECTION_KINDS[connection_kind] << 8) | (rack << 5) | slot : asNumber(remote_tsap),
  };
}
