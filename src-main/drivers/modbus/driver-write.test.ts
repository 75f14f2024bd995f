import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, ReadingColumns, Simulator, WriteValue } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import type { ModbusDriver } from './driver.ts';
import { startSimulator } from './simulator.ts';
import { tcpDriver } from './tcp-driver.ts';

const never = new AbortController().signal;
const TAGS: readonly DriverTag[] = [{ address: 'HR0' }, { address: 'HR4.3' }, { address: 'C2' }, { address: 'IR7' }];
let lifetime: Lifetime;
let simulator: Simulator;

beforeEach(async () => {
  lifetime = new Lifetime('driver write');
  const connection = ModbusTcpConnection.parse({ host: 'simulated' });
  simulator = await startSimulator({ connection, tags: TAGS, value: () => 0, clock: systemClock, port: 0 });
  lifetime.defer(() => simulator.close());
});
afterEach(() => lifetime.dispose());

function makeDriver(settings: Record<string, unknown> = {}): ModbusDriver {
  const connection = { host: '127.0.0.1', port: simulator.port, request_timeout: '150ms', ...settings };
  const driver = tcpDriver(ModbusTcpConnection.parse(connection), { clock: systemClock });
  lifetime.defer(() => driver.close());
  return driver;
}

async function openDriver(settings: Record<string, unknown> = {}): Promise<ModbusDriver> {
  const driver = makeDriver(settings);
  await driver.open(never);
  return driver;
}

async function read(driver: ModbusDriver, address: string): Promise<number> {
  const into: ReadingColumns = {
    timeUs: new Float64Array(1),
    value: new Float64Array(1),
    status: new Uint32Array(1),
    cells: [],
  };
  await driver.read(driver.plan([{ address }]), into, never);
  return into.value[0]!;
}

const codeOf = (write: Promise<void>): Promise<string> =>
  write.then(
    () => 'written',
    (error: NexusError) => error.code,
  );

describe('a write that Modbus or the options do not allow', () => {
  it.each([
    [{ address: 'IR7' }, 5, '30008 (wire 7) is an input register, which Modbus can only read. Use a holding register.'],
    [{ address: 'DI3' }, true, '10004 (wire 3) is a discrete input, which Modbus can only read. Use a coil.'],
    [
      { address: 'HR4.3' },
      true,
      '40005 (wire 4) is part of a register, which only function 22 writes without touching its other bits. Switch mask_write on if the device has function 22, or write the whole register.',
    ],
    [
      { address: 'HR0:string(247)' },
      '',
      'The string at 40001 (wire 0) takes 124 registers, and one write carries 123. Shorten it to 246 characters.',
    ],
  ] as const)('is refused before anything is sent: %j', async (tag, value, text) => {
    const driver = await openDriver();
    await expect(driver.write(tag, value, never)).rejects.toMatchObject({ code: 'NX_ADDRESS_READ_ONLY', text });
    expect(simulator.frames()).toHaveLength(0);
  });

  // M5 of reliability-and-security.md 5: refused with the range, never rounded.
  it.each<readonly [string, WriteValue, string, string]>([
    ['HR0:uint16', 1.5, 'NX_VALUE_TYPE', '“1.5” does not have the type of the tag. It takes whole numbers 0–65535.'],
    ['HR0:uint16', 70_000, 'NX_VALUE_RANGE', '70000 does not fit uint16. It takes whole numbers 0–65535.'],
    ['HR0:int16', Number.NaN, 'NX_VALUE_TYPE', 'whole numbers -32768–32767'],
    ['HR0:int32', Number.POSITIVE_INFINITY, 'NX_VALUE_TYPE', 'whole numbers -2147483648–2147483647'],
    ['HR0:int64', 2 ** 63, 'NX_VALUE_RANGE', 'beyond ±9007199254740991 only as exact integers'],
    ['HR0:int64', 2n ** 63n, 'NX_VALUE_RANGE', '-9223372036854775808–9223372036854775807'],
    ['HR0:uint64', -1n, 'NX_VALUE_RANGE', '0–18446744073709551615'],
    [
      'HR0:float32',
      Number.NaN,
      'NX_VALUE_RANGE',
      'NaN cannot be written to float32. It takes numbers up to ±3.4028235e38.',
    ],
    ['HR0:float64', Number.NEGATIVE_INFINITY, 'NX_VALUE_RANGE', 'It takes numbers up to ±1.7976931348623157e308.'],
    ['HR0:float32', 1e39, 'NX_VALUE_RANGE', 'numbers up to ±3.4028235e38'],
    ['HR0:float32', 1e-50, 'NX_VALUE_RANGE', '1e-50 would become 0 in float32.'],
    ['HR0:float32', '1', 'NX_VALUE_TYPE', 'a number'],
    ['HR0:int16', true, 'NX_VALUE_TYPE', 'whole numbers'],
    ['C2', 'on', 'NX_VALUE_TYPE', '“on” does not have the type of the tag. It takes true or false.'],
    ['C2', 2, 'NX_VALUE_RANGE', 'true or false'],
    ['HR0:string(4)', 'PUMPS', 'NX_VALUE_RANGE', 'up to 4 characters'],
    ['HR0:string(4)', '€', 'NX_VALUE_TYPE', 'ISO 8859-1'],
  ])('as is a value that the tag cannot hold: %s %s', async (address, value, code, text) => {
    // Without a link: the value is judged first.
    const error = await makeDriver()
      .write({ address }, value, never)
      .catch((reason: NexusError) => reason);
    expect(error).toMatchObject({ code });
    expect((error as NexusError).text).toContain(text);
    expect(() => JSON.stringify((error as NexusError).toShape())).not.toThrow();
  });
});

describe('a write', () => {
  it('says that nothing was sent where there is no link, whatever ended it', async () => {
    const driver = makeDriver();
    expect(await codeOf(driver.write({ address: 'HR0' }, 1, never))).toBe('NX_DRIVER_DISCONNECTED');
    await driver.open(never);
    await simulator.setFault('silent');
    await expect(read(driver, 'HR0')).rejects.toMatchObject({ code: 'NX_DRIVER_TIMEOUT' });
    const before = simulator.frames().length;
    expect(await codeOf(driver.write({ address: 'HR0' }, 1, never))).toBe('NX_DRIVER_DISCONNECTED');
    expect(simulator.frames()).toHaveLength(before);
  });

  it('that is aborted before it is sent costs neither frame nor link', async () => {
    const driver = await openDriver();
    expect(await codeOf(driver.write({ address: 'HR0' }, 1, AbortSignal.abort()))).toBe('NX_CANCELLED');
    expect(simulator.frames()).toHaveLength(0);
    expect(await codeOf(driver.write({ address: 'HR0' }, 2, never))).toBe('written');
    expect(await read(driver, 'HR0')).toBe(2);
  });

  it('that is aborted in the pause between requests was not sent either', async () => {
    const driver = await openDriver({ inter_request_delay: '5s' });
    await driver.write({ address: 'HR0' }, 1, never);
    const abort = new AbortController();
    const write = codeOf(driver.write({ address: 'HR0' }, 2, abort.signal));
    setTimeout(() => abort.abort(), 10);
    expect(await write).toBe('NX_CANCELLED');
    expect(simulator.frames()).toHaveLength(1);
  });

  it('that is aborted after it was sent has an unknown outcome, and the link is closed', async () => {
    const driver = await openDriver();
    await simulator.setFault('silent');
    const abort = new AbortController();
    const write = driver.write({ address: 'HR0' }, 1, abort.signal);
    abort.abort();
    await expect(write).rejects.toMatchObject({
      code: 'NX_DRIVER_UNKNOWN_OUTCOME',
      text: expect.stringContaining('was cancelled'),
    });
    expect(await codeOf(driver.write({ address: 'HR0' }, 1, never))).toBe('NX_DRIVER_DISCONNECTED');
  });

  it('that is under way when the driver is closed has an unknown outcome', async () => {
    const driver = await openDriver();
    await simulator.setFault('silent');
    const write = codeOf(driver.write({ address: 'HR0' }, 1, never));
    await driver.close();
    expect(await write).toBe('NX_DRIVER_UNKNOWN_OUTCOME');
  });

  it('does not mix with a read of the same connection', async () => {
    const driver = await openDriver();
    const reading = read(driver, 'HR0');
    await expect(driver.write({ address: 'HR0' }, 1, never)).rejects.toMatchObject({ code: 'NX_INTERNAL' });
    expect(await reading).toBe(0);
    expect(await codeOf(driver.write({ address: 'HR0' }, 1, never))).toBe('written');
    expect(simulator.frames()).toHaveLength(2);
  });

  it('that the device refuses leaves the link open', async () => {
    const driver = await openDriver();
    expect(await codeOf(driver.write({ address: 'HR1' }, 1, never))).toBe('NX_DRIVER_REJECTED');
    expect(await read(driver, 'HR0')).toBe(0);
  });

  it('waits out the pause that the device wants after a reply', async () => {
    const driver = await openDriver({ inter_request_delay: '30ms' });
    const startMs = performance.now();
    await driver.write({ address: 'HR0' }, 1, never);
    await driver.write({ address: 'C2' }, true, never);
    expect(await read(driver, 'HR0')).toBe(1);
    // Two pauses between three requests; timers may fire up to 1 ms early.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(58);
  });
});
