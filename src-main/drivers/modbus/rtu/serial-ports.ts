import { readdir } from 'node:fs/promises';
import type { SuggestedValue } from '../../suggested-value.ts';

/** Names of adapters and built-in ports that may be serial lines. */
const NAMES = /^tty(?:USB|ACM|AMA|S|mxc|O)\d+$|^cu\./;
const BY_ID = '/dev/serial/by-id';

/** The serial ports of this computer, adapters by the names that stay theirs first. Never rejects. */
export async function listSerialPorts(): Promise<readonly SuggestedValue[]> {
  const adapters = (await entriesOf(BY_ID)).map((name) => ({ value: `${BY_ID}/${name}`, text: 'adapter' }));
  return [...adapters, ...((await listed()) ?? (await found()))];
}

/** What the operating system tells of them; undefined where it cannot be asked, as on a Linux without udev. */
async function listed(): Promise<readonly SuggestedValue[] | undefined> {
  try {
    const { SerialPort } = await import('serialport');
    const ports = await SerialPort.list();
    return ports.map(({ path, manufacturer, serialNumber }) => ({
      value: path,
      text: [manufacturer, serialNumber].filter((part) => part !== undefined && part !== '').join(' '),
    }));
  } catch {
    return undefined;
  }
}

async function found(): Promise<readonly SuggestedValue[]> {
  const names = (await entriesOf('/dev')).filter((name) => NAMES.test(name));
  return names.toSorted().map((name) => ({ value: `/dev/${name}`, text: '' }));
}

const entriesOf = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
