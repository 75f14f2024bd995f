import { z } from 'zod';
import { wholeNumber } from '../../connection-fields.ts';
import { ADDRESSING, REQUEST_TIMEOUT, REQUESTS } from '../unit-connection.ts';
import type { SerialSettings } from './serial-settings.ts';

/** As on any Modbus device, but for unit 0, which every device of a line obeys and none answers. */
export const SERIAL_ADDRESSING = {
  ...ADDRESSING,
  unit_id: wholeNumber('Unit ID', 1, 255, 'Serial devices have 1–247.').default(1).meta({
    fault: 'UNIT_ID',
    title: 'Unit ID',
    description: 'The number of the device on its line. Several devices of a line share one connection and one queue.',
  }),
};

/** The `connection` of a device on a serial port of the gateway. */
export const SerialConnection = z.strictObject({
  path: z
    .string()
    .trim()
    .min(1, { error: 'Serial port is empty. Write its path, for example /dev/ttyUSB0 or COM3.' })
    .max(200)
    .meta({
      title: 'Serial port',
      description: 'On Linux the names below /dev/serial/by-id stay the same when adapters are plugged in anew.',
      examples: ['/dev/ttyUSB0', 'COM3'],
    }),
  baud_rate: wholeNumber('Baud rate', 300, 4_000_000, 'Modbus devices mostly use 9600 or 19200.')
    .default(9_600)
    .meta({ fault: 'COUNT_LIMIT', title: 'Baud rate', unit: 'baud', examples: [9_600, 19_200, 38_400, 115_200] }),
  parity: z
    .enum(['none', 'even', 'odd'])
    .default('none')
    .meta({ title: 'Parity', description: 'The specification wants even; most devices are delivered with none.' }),
  data_bits: z
    .union([z.literal(8), z.literal(7)])
    .default(8)
    .meta({ title: 'Data bits', advanced: true }),
  stop_bits: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .meta({ title: 'Stop bits', advanced: true }),
  ...SERIAL_ADDRESSING,
  ...REQUEST_TIMEOUT,
  ...REQUESTS,
});
export type SerialConnection = z.output<typeof SerialConnection>;

export function settingsOf({ path, baud_rate, data_bits, parity, stop_bits }: SerialConnection): SerialSettings {
  return { path, baudRate: baud_rate, dataBits: data_bits, parity, stopBits: stop_bits };
}
