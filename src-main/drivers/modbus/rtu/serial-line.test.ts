import { describe, expect, it } from 'vitest';
import { messageId } from '../../../../src-shared/errors/message-ids.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { modbusRtu } from './manifest.ts';
import { SerialConnection } from './serial-connection.ts';
import { openError } from './serial-line.ts';

const never = new AbortController().signal;

describe('a serial port that does not open', () => {
  it.each([
    // Texts of serialport 13 on Linux, macOS and Windows.
    ['Error: No such file or directory, cannot open /dev/x', 'NX_NET_UNREACHABLE', 'There is no serial port /dev/x'],
    ['Opening COM9: File not found', 'NX_NET_UNREACHABLE', 'There is no serial port /dev/x'],
    ['Error: Permission denied, cannot open /dev/x', 'NX_NET_REFUSED', 'Add the user to the group dialout.'],
    ['Opening COM3: Access denied', 'NX_NET_REFUSED', 'used by another program or not allowed'],
    [
      'Error Resource temporarily unavailable Cannot lock port',
      'NX_NET_REFUSED',
      'is in use by another program on this computer. Close it',
    ],
    [
      'Error: Inappropriate ioctl for device, cannot open /dev/x',
      'NX_NET_UNREACHABLE',
      'did not open as a serial port',
    ],
  ])('“%s” is told in words', (said, code, words) => {
    const error = openError('/dev/x', new Error(said));
    expect(error.code).toBe(code);
    expect(error.text).toContain(words);
    if (said.includes('o such file')) expect(messageId(error.code, error.text)).toBe('ser.none');
    if (said.includes('lock')) expect(messageId(error.code, error.text)).toBe('ser.busy');
    expect(error.text).toContain(`(${said.replace(/^Error:?\s*/, '')})`);
  });

  it.each([
    ['/dev/no-such-port', 'NX_NET_UNREACHABLE'],
    ['/etc/hostname', 'NX_NET_UNREACHABLE'],
  ])('%s rejects, and nothing is left open', async (path, code) => {
    const driver = modbusRtu.create(SerialConnection.parse({ path }), { clock: systemClock });
    await expect(driver.open(never)).rejects.toMatchObject({ code });
    await driver.close();
  });
});

describe('the connection of a serial device', () => {
  it('needs a port only', () => {
    expect(SerialConnection.parse({ path: ' COM3 ' })).toMatchObject({
      path: 'COM3',
      baud_rate: 9_600,
      parity: 'none',
      data_bits: 8,
      stop_bits: 1,
      unit_id: 1,
      request_timeout: '1s',
    });
    expect(SerialConnection.safeParse({ path: '' }).error!.issues[0]!.message).toContain('Serial port is empty.');
    expect(SerialConnection.safeParse({ path: 'COM3', unit_id: 0 }).success).toBe(false);
  });

  it('has one queue a line, whatever its units', () => {
    const keyOf = (connection: object): string => modbusRtu.endpointKey(SerialConnection.parse(connection));
    expect(keyOf({ path: 'COM3', unit_id: 1 })).toBe(keyOf({ path: 'com3', unit_id: 2 }));
    expect(keyOf({ path: '/dev/ttyS0' })).not.toBe(keyOf({ path: '/dev/ttys0' }));
  });
});
