import { describe, expect, it } from 'vitest';
import { hostState, logRoom, logState, publisherState } from './pipeline-states.ts';

type Log = Parameters<typeof logRoom>[0];
const log = (over: Partial<Log>): Log => ({
  state: 'ok',
  text: '',
  usedBytes: 1024 ** 3,
  budgetBytes: 2 * 1024 ** 3,
  freeBytes: 38 * 1024 ** 3,
  droppedPoints: 0,
  ...over,
});

describe('the parts of the engine', () => {
  it('tell the room of the log with its budget and the free disk', () => {
    expect(logRoom(log({}))).toBe('1 GiB of 2 GiB (50\u00a0%), 38 GiB free on the disk');
    expect(logRoom(log({ freeBytes: null }))).toBe('1 GiB of 2 GiB (50\u00a0%)');
  });

  it('never round something to nothing or nearly full to full', () => {
    expect(logRoom(log({ usedBytes: 4_096, freeBytes: null }))).toContain('(<\u00a01\u00a0%)');
    expect(logRoom(log({ usedBytes: 2 * 1024 ** 3 - 1, freeBytes: null }))).toContain('(99\u00a0%)');
    expect(logRoom(log({ usedBytes: 0, budgetBytes: 0 }))).toBe('Not measured yet');
  });

  it('are plain while all is well and have a tone where it is not', () => {
    const tones = (['ok', 'near-full', 'full'] as const).map(
      (state) => logState({ log: log({ state }) } as never).tone,
    );
    expect(tones).toEqual(['normal', 'warning', 'error']);
    const publisher = (state: string) => publisherState({ publisher: { state } } as never);
    expect([publisher('off').tone, publisher('connected').tone, publisher('offline').tone]).toEqual([
      'normal',
      'normal',
      'error',
    ]);
    expect(hostState({ name: 'log', state: 'waiting', restarts: 3 }).tone).toBe('warning');
  });

  it('are told without their colours: no two states of a part have the same word', () => {
    const logs = (['ok', 'low', 'near-full', 'dropping', 'full', 'fault'] as const).map((state) =>
      logState({ log: log({ state }) } as never),
    );
    const publishers = (['off', 'connecting', 'connected', 'offline'] as const).map((state) =>
      publisherState({ publisher: { state } } as never),
    );
    const hosts = (['starting', 'running', 'waiting', 'stopped'] as const).map((state) =>
      hostState({ name: 'x', state, restarts: 0 }),
    );
    for (const states of [logs, publishers, hosts])
      expect(new Set(states.map(({ word }) => word)).size).toBe(states.length);
    // Where the tone differs, the glyph does too.
    for (const { glyph, tone } of [...logs, ...publishers, ...hosts])
      expect([glyph, tone]).toEqual([glyph, glyph === 'bad' ? 'error' : glyph === 'half' ? 'warning' : 'normal']);
  });
});
