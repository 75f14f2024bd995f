import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { Driver, DriverTag, ReadingColumns } from '../driver.ts';
import { OpcUaConnection } from './connection.ts';
import { opcua } from './manifest.ts';

const never = new AbortController().signal;
const named = (name: string): DriverTag => ({ address: `${PLANT}s=${name}` });

describe.skipIf(trixieMissing('open62541'))('arrays, structures and codes of open62541', () => {
  let peer: Open62541Peer;
  let driver: Driver;

  async function read(tags: readonly DriverTag[]) {
    const plan = driver.plan(tags);
    const into: ReadingColumns = {
      timeUs: new Float64Array(tags.length),
      value: new Float64Array(tags.length),
      status: new Uint32Array(tags.length),
      cells: [],
    };
    await driver.read(plan, into, never);
    const values = tags.map((_, row) => into.cells.find((cell) => cell.row === row)?.value ?? into.value[row]);
    return { into, values, faults: tags.map((_, row) => driver.faults!(plan).get(row)) };
  }

  beforeAll(async () => {
    peer = await Open62541Peer.start('counters=5', 'interval=0');
  });
  beforeEach(async () => {
    const fields = { endpoint: `opc.tcp://${peer.host}:${peer.port}`, allow_writes_unsecured: true };
    driver = opcua.create(OpcUaConnection.parse(fields), { clock: systemClock });
    await driver.open(never);
  });
  afterEach(() => driver.close());
  afterAll(() => peer?.dispose());

  it('is read in whole arrays as texts of JSON, exactly', async () => {
    const arrays = [
      ['array.int32', '[10,20,30,40]'],
      ['array.double', '[0.5,1.5,2.5]'],
      ['array.float', '[0.1,"Infinity","NaN"]'],
      ['array.uint64', '["18446744073709551615",1]'],
      ['array.int64', '["-9007199254740993",-5]'],
      ['array.bool', '[true,false]'],
      ['array.string', '["one","two"]'],
      ['array.bytes', '["AQL/",""]'],
      ['array.datetime', '["2023-11-14T22:13:20.1234567Z"]'],
      ['array.matrix', '[[1,2,3],[4,5,6]]'],
      ['array.empty', '[]'],
    ] as const;
    const { into, values, faults } = await read(arrays.map(([name]) => named(name)));
    expect(faults).toEqual(arrays.map(() => undefined));
    expect(values).toEqual(arrays.map(([, text]) => text));
    expect([...into.status].every(isGood)).toBe(true);
  });

  it('keeps the number of a status that has no name, with its lower bits, good ones too', async () => {
    const { into, values, faults } = await read(['maker.bad', 'maker.uncertain', 'maker.good', 'limited'].map(named));
    expect([...into.status]).toEqual([0x8f12_0000, 0x4f12_0000, 0x0f12_0000, STATUS.BadSensorFailure + 0x500]);
    expect(values).toEqual([Number.NaN, 4.25, 4.25, Number.NaN]);
    expect(faults[0]).toBe('The server says 0x8F120000. See the manual of the server.');
    expect(faults[3]).toMatch(/^The server says that the sensor failed\. .*BadSensorFailure#/);
  });

  it.each([
    ['array.int32', /^The node holds an array of Int32, which is read whole .* such as .*s=array\.int32\[0\]\.$/],
    ['array.matrix', /^The node holds an array of Int32/],
    ['range', /^The node is a structure, Range, which is not written\./],
  ] as const)('says why %s is not written, read before or not', async (name, text) => {
    const refused = { code: 'NX_ADDRESS_READ_ONLY', text: expect.stringMatching(text) };
    await expect(driver.write(named(name), 1, never)).rejects.toMatchObject(refused);
    await read([named(name)]);
    await expect(driver.write(named(name), 1, never)).rejects.toMatchObject(refused);
  });
});
