import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, ProbeStep } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { type Exchange, ScriptedPeer } from './scripted-peer.ts';
import { probeModbusTcp } from './tcp-probe.ts';

const never = new AbortController().signal;
let lifetime = new Lifetime('probe');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('probe');
});

/** The last event of each step. */
async function probe(
  exchanges: readonly Exchange[],
  tags: readonly DriverTag[] = [],
): Promise<{ readonly steps: Readonly<Record<string, ProbeStep>>; readonly asked: readonly string[] }> {
  const peer = lifetime.add(await new ScriptedPeer({ exchanges }).listen());
  const connection = ModbusTcpConnection.parse({ host: '127.0.0.1', port: peer.port, request_timeout: '2s' });
  const steps: Record<string, ProbeStep> = {};
  for await (const step of probeModbusTcp(connection, tags, systemClock, never)) steps[step.id] = step;
  return { steps, asked: peer.asked };
}

const unitAnswers: Exchange = { request: '0001 0000 0006 01 03 0000 0001', reply: ['0001 0000 0005 01 03 02 019C'] };
const fourRegisters: Exchange = {
  request: '0002 0000 0006 01 03 0000 0004',
  reply: ['0002 0000 000B 01 03 08 019C 0000 FFFF 0001'],
};
const text = (value: string): string => Buffer.from(value, 'latin1').toString('hex');

describe('the test of a Modbus TCP device', () => {
  it('shows the first registers and what the device says of itself, in several replies', async () => {
    const { steps, asked } = await probe([
      unitAnswers,
      fourRegisters,
      {
        request: '0003 0000 0005 01 2B 0E 01 00',
        reply: [`0003 0000 0016 01 2B 0E 01 01 FF 01 02 00 04 ${text('ACME')} 01 06`, text('PLC\u00b5\n7')],
      },
      {
        request: '0004 0000 0005 01 2B 0E 01 01',
        reply: [`0004 0000 000D 01 2B 0E 01 01 00 00 01 02 03 ${text('1.2')}`],
      },
    ]);
    expect(Object.values(steps).map(({ title, state }) => [title, state])).toEqual([
      ['DNS / address', 'pass'],
      ['TCP connect', 'pass'],
      ['Unit 1 answers', 'pass'],
      ['Reads 40001', 'pass'],
      ['Identify', 'pass'],
    ]);
    expect(steps['read']!.sample).toEqual([
      { address: '40001', text: '412  0x019C' },
      { address: '40002', text: '0  0x0000' },
      { address: '40003', text: '65535  0xFFFF' },
      { address: '40004', text: '1  0x0001' },
    ]);
    expect(steps['identify']!.sample).toEqual([
      { address: 'Vendor', text: 'ACME' },
      { address: 'Product', text: 'PLCµ\\n7' },
      { address: 'Revision', text: '1.2' },
    ]);
    expect(asked).toEqual([
      '000100000006010300000001',
      '000200000006010300000004',
      '000300000005012B0E0100',
      '000400000005012B0E0101',
    ]);
  });

  it('shows the value of the first tag as the tag has it, and its registers', async () => {
    const { steps } = await probe(
      [
        { request: '', reply: ['0001 0000 0005 01 03 02 0000'] },
        { request: '', reply: ['0002 0000 0007 01 03 04 6666 4106'] },
        { request: '', reply: ['0003 0000 0003 01 AB 01'] },
      ],
      [{ address: 'HR107', dataType: 'float32', byteOrder: 'CDAB' }],
    );
    expect(steps['read']).toMatchObject({ title: 'Reads 40108', state: 'pass' });
    expect(steps['read']!.sample).toEqual([
      { address: '40108 float32', text: '8.4' },
      { address: '40108', text: '26214  0x6666' },
      { address: '40109', text: '16646  0x4106' },
    ]);
  });

  it('reads bits as bits, and does without an identification that never comes', async () => {
    const { steps } = await probe(
      [
        { request: '', reply: ['0001 0000 0004 01 01 01 01'] },
        { request: '', reply: ['0002 0000 0004 01 01 01 01'] },
      ],
      [{ address: 'C12' }],
    );
    expect(steps['read']!.sample).toEqual([{ address: '00013', text: '1' }]);
    // The peer's script is over: it says nothing to the question for its identification.
    expect(steps['identify']).toMatchObject({
      state: 'warn',
      reason: { code: 'NX_DRIVER_TIMEOUT', text: expect.stringContaining('did not answer the question') },
    });
  });

  it('asks with function 17 where the device does not have 43', async () => {
    const { steps } = await probe([
      unitAnswers,
      fourRegisters,
      { request: '0003 0000 0005 01 2B 0E 01 00', reply: ['0003 0000 0003 01 AB 01'] },
      { request: '0004 0000 0002 01 11', reply: [`0004 0000 000A 01 11 07 0A FF ${text('LMB-1')}`] },
    ]);
    expect(steps['identify']).toMatchObject({
      state: 'pass',
      sample: [
        { address: 'Server', text: 'LMB-1' },
        { address: 'Server ID', text: '0A FF 4C 4D 42 2D 31' },
        { address: 'Run indicator', text: 'on' },
      ],
    });
  });

  it('asks with function 17 over a new connection where the device says nothing to 43', async () => {
    const { steps, asked } = await probe([
      unitAnswers,
      fourRegisters,
      { request: '0003 0000 0005 01 2B 0E 01 00', reply: [] },
    ]);
    expect(steps['identify']!.state).toBe('warn');
    expect(asked.slice(2).map((request) => request.slice(14))).toEqual(['2B0E0100', '11']);
  });

  it('asks for one register where nobody said which there are, and only warns when it is refused too', async () => {
    const { steps, asked } = await probe([
      { request: '', reply: ['0001 0000 0003 01 83 02'] },
      { request: '', reply: ['0002 0000 0003 01 83 02'] },
      { request: '', reply: ['0003 0000 0003 01 83 02'] },
      { request: '', reply: ['0004 0000 0003 01 AB 01'] },
    ]);
    expect(steps['unit']!.state).toBe('pass');
    expect(steps['read']).toMatchObject({
      state: 'warn',
      reason: {
        code: 'mb.ex02',
        text: 'The device has no register at 40001 (wire 0). If the manual counts from 0, try shifting all addresses by −1. (exception 02)',
      },
    });
    expect(steps['identify']).toMatchObject({
      state: 'warn',
      reason: { text: expect.stringContaining('(exception 01)') },
    });
    expect(asked.map((request) => request.slice(14))).toEqual([
      '0300000001',
      '0300000004',
      '0300000001',
      '2B0E0100',
      '11',
    ]);
  });

  it.each([
    ['02', 'mb.ex02', 'The device has no register at 40301 (wire 300).'],
    ['01', 'NX_DRIVER_REJECTED', 'does not support function 3'],
    ['04', 'NX_DRIVER_REJECTED', 'Look at the device itself, then test again. (exception 04)'],
  ])('fails when a tag is refused with exception %s, and asks nothing more', async (exception, code, fact) => {
    const { steps, asked } = await probe(
      [
        { request: '', reply: [`0001 0000 0003 01 83 ${exception}`] },
        { request: '', reply: [`0002 0000 0003 01 83 ${exception}`] },
      ],
      [{ address: '40301' }],
    );
    expect(steps['read']).toMatchObject({ state: 'fail', reason: { code, text: expect.stringContaining(fact) } });
    expect(steps['identify']).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['of another kind', '0003 0000 0008 01 2B 0D 01 01 00 00 00'],
    ['with fewer objects than it says', '0003 0000 0008 01 2B 0E 01 01 00 00 03'],
    ['with an object longer than the reply', '0003 0000 000A 01 2B 0E 01 01 00 00 01 00 FF'],
    ['with bytes behind the last object', '0003 0000 000A 01 2B 0E 01 01 00 00 00 00 00'],
    ['too short for one', '0003 0000 0004 01 2B 0E 01'],
  ])('only warns about an identification %s', async (_what, reply) => {
    const { steps } = await probe([unitAnswers, fourRegisters, { request: '', reply: [reply] }]);
    expect(steps['read']!.state).toBe('pass');
    expect(steps['identify']).toMatchObject({ state: 'warn', sample: [], reason: { code: 'NX_DRIVER_PROTOCOL' } });
  });

  it('ends after as many replies as there are objects, however often more is promised', async () => {
    const more = (id: string): string => `${id} 0000 0008 01 2B 0E 01 01 FF 00 00`;
    const replies = ['0003', '0004', '0005', '0006'].map((id) => ({ request: '', reply: [more(id)] }));
    const { steps, asked } = await probe([unitAnswers, fourRegisters, ...replies]);
    expect(steps['identify']!.state).toBe('pass');
    expect(asked).toHaveLength(5);
  });
});
