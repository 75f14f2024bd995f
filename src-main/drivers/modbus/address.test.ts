import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, type Notation, parseAddress } from './address.ts';
import { describeAddress } from './address-help.ts';
import { ALL_AREAS, type AreaName } from './area.ts';
import { ModbusTcpConnection } from './connection.ts';

function connection(notation: Notation): ModbusTcpConnection {
  return ModbusTcpConnection.parse({ host: 'plc', notation });
}

function place(text: string, notation: Notation = '40001'): [AreaName, number] {
  const { area, wire } = parseAddress(text, notation);
  return [area.name, wire];
}

function faultOf(text: string, notation: Notation = '40001'): string {
  try {
    parseAddress(text, notation);
  } catch (error) {
    return (error as { text: string }).text;
  }
  return 'no fault';
}

describe('an address', () => {
  it.each([
    ['40108', 'holding', 107],
    ['400108', 'holding', 107],
    ['465536', 'holding', 65_535],
    ['30001', 'input', 0],
    ['10005', 'discrete', 4],
    ['00012', 'coil', 11],
    ['000012', 'coil', 11],
    ['4:108', 'holding', 107],
    ['0:1', 'coil', 0],
    ['HR107', 'holding', 107],
    ['h107', 'holding', 107],
    ['HR0x6B', 'holding', 107],
    ['HR40001', 'holding', 40_001],
    ['IR5', 'input', 5],
    ['C12', 'coil', 12],
    ['DI3', 'discrete', 3],
    ['%MW107', 'holding', 107],
    ['%m12', 'coil', 12],
    ['%IW4', 'input', 4],
    ['%I4', 'discrete', 4],
    ['holding:107', 'holding', 107],
    ['Holding:0x6B', 'holding', 107],
    ['holding:40001:float32', 'holding', 0],
    ['holding:400108', 'holding', 107],
    ['holding:50000', 'holding', 50_000],
    ['holding:0x9C41', 'holding', 40_001],
    ['input:40001', 'input', 40_001],
    ['coil:12', 'coil', 12],
    ['coil:00012', 'coil', 11],
    [' discrete:7 ', 'discrete', 7],
  ] as const)('%s is %s at wire %i', (text, area, wire) => {
    expect(place(text)).toEqual([area, wire]);
  });

  it('is on the wire what it says where the device is set to wire addresses', () => {
    expect(place('40001', 'wire')).toEqual(['holding', 40_001]);
    expect(place('0x6B', 'wire')).toEqual(['holding', 107]);
    expect(place('holding:40001', 'wire')).toEqual(['holding', 40_001]);
    expect(place('4:108', 'wire')).toEqual(['holding', 107]);
  });

  it('may carry a bit, a type and an order', () => {
    expect(parseAddress('HR5.3', '40001')).toMatchObject({ bits: { low: 3, high: 3 } });
    expect(parseAddress('40006.7-4:bits:BADC', '40001')).toMatchObject({
      wire: 5,
      bits: { low: 4, high: 7 },
      dataType: 'bits',
      order: 'BADC',
    });
    expect(parseAddress('holding:10:string(20)', '40001')).toMatchObject({ dataType: 'string', length: 20 });
    expect(parseAddress('holding:100:float32:CDAB', '40001')).toMatchObject({ dataType: 'float32', order: 'CDAB' });
    expect(parseAddress('holding:100:FLOAT64:GHEFCDAB', '40001')).toMatchObject({
      dataType: 'float64',
      order: 'GHEFCDAB',
    });
  });
});

describe('an address that cannot be', () => {
  it('is named with where its area starts and ends', () => {
    // ux.md 2.9, mb.addr0, word for word.
    expect(faultOf('40000')).toBe(
      '40000 does not exist in 5-digit notation; holding registers start at 40001. Use 40001 or switch this device to wire addresses.',
    );
    expect(faultOf('holding:300000')).toMatch('Use 0–65535.');
    expect(faultOf('465537')).toBe('465537 lies behind 465536, the last holding register. Use 400001–465536.');
    expect(faultOf('HR65536')).toMatch('65535, the last wire address');
    expect(faultOf('4:0')).toMatch('4:0 does not exist');
    expect(faultOf('HR5.16')).toMatch('the bit number is 0–15');
  });

  it.each([
    '',
    'x',
    '108',
    '20001',
    '4-108',
    'DB10.DBD4',
    'HR',
    'HR-1',
    'holding:',
    ':1',
    'hr:5',
    'holding:1:2',
    '0x6B',
    '9:1',
    'HR1.2.3',
  ])('is refused: “%s”', (text) => {
    expect(faultOf(text)).toContain(`“${text}”`);
  });

  it('offers the types that begin alike', () => {
    expect(faultOf('HR1:float')).toBe(
      '“HR1:float” ends in “FLOAT”, which is neither a data type nor a byte order here. Use float32, float64.',
    );
    expect(faultOf('HR1:int16:int32')).toMatch('twice');
    expect(faultOf('C1.0')).toMatch('one bit itself');
    expect(faultOf('HR1:int16(3)')).toMatch('neither');
  });

  it('never ends in anything but a fault with a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0134x:.-()HRCDIMW%abf26 ')) }), (text) => {
        try {
          expect(parseAddress(text, '40001').wire).toBeLessThan(65_536);
        } catch (error) {
          expect(error).toMatchObject({ name: 'NexusError' });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the help beside an address', () => {
  it('shows every notation side by side', () => {
    expect(describeAddress({ address: 'holding:107:float32' }, connection('40001'))).toEqual({
      canonical: '40108:float32',
      notations: ['40108', '400108', '4:108', 'HR107', 'holding:0x006B'],
      dataType: 'float32',
      byteOrder: 'ABCD',
    });
    expect(describeAddress({ address: '%M12' }, connection('400001'))).toMatchObject({
      canonical: '000013',
      dataType: 'bool',
    });
    expect(describeAddress({ address: '4:108.3' }, connection('wire')).canonical).toBe('HR107.3');
  });

  it('leaves the 5-digit notation where it ends', () => {
    expect(describeAddress({ address: 'HR9998' }, connection('40001')).canonical).toBe('49999');
    expect(describeAddress({ address: 'HR9998:float32' }, connection('40001')).canonical).toBe('409999:float32');
  });

  it('means the same in every notation that it shows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_AREAS),
        fc.nat(65_535),
        fc.constantFrom('40001', '400001', 'wire'),
        (area, wire, notation) => {
          const { canonical, notations } = describeAddress({ address: `${area.prefix}${wire}` }, connection(notation));
          for (const text of [canonical, ...notations]) expect(place(text, notation)).toEqual([area.name, wire]);
          expect(canonical).toBe(formatAddress(area, wire, notation));
        },
      ),
    );
  });
});
