import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteReceipt } from '../../src-shared/contract/writes.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Pulses } from './pulses.ts';
import type { WriteCommand } from './write-command.ts';

let clock: FakeClock;
let sent: {
  readonly value: unknown;
  readonly atMs: number;
  readonly session: string | undefined;
  readonly id: string;
}[];
let ends: Partial<WriteReceipt>[];
let pulses: Pulses;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  ends = [];
  const execute = ({ value, actor: { session }, requestId: id }: WriteCommand): Promise<WriteReceipt> => {
    sent.push({ value, atMs: clock.monoMs(), session, id });
    return Promise.resolve({ success: true, status: 'DONE', ...ends.shift() } as WriteReceipt);
  };
  pulses = new Pulses(clock, { execute });
});

const begun = (): ReturnType<Pulses['pulse']> =>
  pulses.pulse(
    {
      ...{ requestId: 'p', device: 'd', tag: 't', hash: 'h', receivedUs: clock.wallUs() },
      actor: { name: 'ana', via: 'socket', session: 's' },
    },
    500,
  );

describe('a pulse', () => {
  it('is on for its width and off again, each write with an id of its own', async () => {
    const pulse = begun();
    await clock.advance(499);
    expect(sent).toHaveLength(1);
    await clock.advance(1);
    expect((await pulse).off).not.toBeNull();
    expect(sent.map(({ value, id }) => [value, id])).toEqual([
      [true, 'p'],
      [false, 'p:off'],
    ]);
    expect(sent[1]!.atMs - sent[0]!.atMs).toBe(500);
  });

  it('ends though nobody is armed any more', async () => {
    const pulse = begun();
    await clock.advance(500);
    await pulse;
    expect(sent.map(({ session }) => session)).toEqual(['s', undefined]);
  });

  it('that was refused writes nothing more', async () => {
    ends = [{ success: false, status: 'REJECTED' }];
    expect((await begun()).off).toBeNull();
    expect(sent).toHaveLength(1);
  });

  it('whose begin nobody knows is ended at once', async () => {
    ends = [{ success: false, status: 'UNKNOWN' }];
    await begun();
    expect(sent.map(({ value }) => value)).toEqual([true, false]);
  });

  it('is ended by the end of the engine, before its time', async () => {
    const pulse = begun();
    await clock.advance(100);
    await pulses.dispose();
    await pulse;
    expect(sent.at(-1)).toMatchObject({ value: false });
    expect(clock.monoMs() - sent[0]!.atMs).toBe(100);
  });
});
