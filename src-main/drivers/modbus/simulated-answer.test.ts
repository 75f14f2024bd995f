import { describe, expect, it } from 'vitest';
import type { DriverTag } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { bytesOf } from './scripted-peer.ts';
import { answerRequest } from './simulated-answer.ts';
import { SimulatedMemory } from './simulated-memory.ts';

/** A device that has these tags; every value is 100 · ms plus the tag's place, so that time shows which ones move. */
function givenDevice(tags: readonly DriverTag[], value = (index: number, ms: number): number => 100 * ms + index) {
  const memory = new SimulatedMemory({ tags, connection: ModbusTcpConnection.parse({ host: 'simulated' }), value });
  return (pdu: string, ms = 0): string => {
    const answer = answerRequest(memory, bytesOf(pdu), ms);
    return typeof answer === 'number' ? `exception ${answer}` : answer.toString('hex').toUpperCase();
  };
}

const registers: DriverTag[] = Array.from({ length: 4 }, (_, i) => ({ address: `HR${i + 1}` }));
const coils: DriverTag[] = Array.from({ length: 10 }, (_, i) => ({ address: `C${19 + i}` }));
const hex = (pdu: string): string => pdu.replaceAll(' ', '');

describe('a write to a simulated device', () => {
  // Requests and replies by MODBUS Application Protocol V1.1b3, 6.5, 6.6, 6.11, 6.12 and 6.16.
  it.each([
    ['a coil', '05 00AC FF00', '05 00AC FF00', '01 00AC 0001', '01 01 01'],
    ['a register', '06 0001 0003', '06 0001 0003', '03 0001 0001', '03 02 0003'],
    ['ten coils', '0F 0013 000A 02 CD01', '0F 0013 000A', '01 0013 000A', '01 02 CD01'],
    ['two registers', '10 0001 0002 04 000A 0102', '10 0001 0002', '03 0001 0002', '03 04 000A 0102'],
  ])('is answered by its echo and read back: %s', (_, write, echo, read, data) => {
    const ask = givenDevice([...registers, ...coils, { address: 'C172' }], () => 0);
    expect(ask(write)).toBe(hex(echo));
    expect(ask(read)).toBe(hex(data));
  });

  it('through a mask leaves the other bits: the example of 6.16', () => {
    const ask = givenDevice([{ address: 'HR4' }], () => 0x12);
    expect(ask('16 0004 00F2 0025')).toBe(hex('16 0004 00F2 0025'));
    expect(ask('03 0004 0001')).toBe(hex('03 02 0017'));
  });

  it('stays until the next one, while the tags beside it go on moving', () => {
    const ask = givenDevice(registers);
    expect(ask('06 0002 BEEF', 1)).toBe(hex('06 0002 BEEF'));
    // 200, 202, 203 is 100 · 2 ms plus the place of the tag.
    expect(ask('03 0001 0004', 2)).toBe(hex('03 08 00C8 BEEF 00CA 00CB'));
    ask('06 0002 0001', 3);
    expect(ask('03 0002 0001', 9)).toBe(hex('03 02 0001'));
  });

  it('to one register of a value keeps the other one as it was then', () => {
    const ask = givenDevice([{ address: 'HR0:int32' }], (_, ms) => 0x10000 * ms + ms);
    ask('06 0001 BEEF', 7);
    expect(ask('03 0000 0002', 9)).toBe(hex('03 04 0007 BEEF'));
  });

  it('to a bit keeps that bit and lets the fields beside it move', () => {
    const ask = givenDevice([{ address: 'HR0.0' }, { address: 'HR0.4-7' }], (index, ms) => (index === 0 ? 0 : ms));
    ask('16 0000 FFFE 0001', 1);
    expect(ask('03 0000 0001', 5)).toBe(hex('03 02 0051'));
    // The same in a register whose bytes come swapped: bit 0 is bit 8 on the wire.
    const swapped = givenDevice([{ address: 'HR0.0:BADC' }, { address: 'HR0.4-7:BADC' }], (i, ms) =>
      i === 0 ? 0 : ms,
    );
    swapped('16 0000 FEFF 0100', 1);
    expect(swapped('03 0000 0001', 5)).toBe(hex('03 02 5100'));
  });

  it.each([
    ['a value that is neither on nor off', '05 0013 0001', 3],
    ['a coil that no tag has', '05 0012 FF00', 2],
    ['a register that no tag has', '06 0000 0001', 2],
    ['a block that reaches behind the tags', '10 0004 0002 04 0000 0000', 2],
    ['registers behind the last address', '10 FFFF 0002 04 0000 0000', 2],
    ['no register', '10 0001 0000 00', 3],
    ['124 registers', `10 0001 007C F8 ${'00'.repeat(248)}`, 3],
    ['a byte count that is not twice the registers', '10 0001 0002 03 000000', 3],
    ['fewer bytes than announced', '10 0001 0002 04 0000', 3],
    ['1,969 coils', `0F 0013 07B1 F7 ${'00'.repeat(247)}`, 3],
    ['a byte count that is not that of the coils', '0F 0013 000A 01 CD', 3],
    ['a mask where no tag is', '16 0000 0000 FFFF', 2],
    ['a mask that is cut short', '16 0001 0000', 3],
    ['a register without a value', '06 0001', 3],
    ['both a read and a write', '17 0001 0001 0001 0001 02 0000', 1],
  ])('is refused with its exception and changes nothing: %s', (_, pdu, code) => {
    const ask = givenDevice([...registers, ...coils], (index) => index);
    expect(ask(pdu)).toBe(`exception ${code}`);
    expect(ask('03 0001 0004')).toBe(hex('03 08 0000 0001 0002 0003'));
  });

  it('is refused where a simulated value beside it does not fit its type', () => {
    expect(givenDevice([{ address: 'HR0' }], () => 70_000)('06 0000 0001')).toBe('exception 4');
  });
});
