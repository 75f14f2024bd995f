import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../state/log.ts';
import { copiedLine, logRows, timeOf } from './log-rows.ts';

const line = (seq: number, level: LogLine['level'], text: string, device: string | null = null): LogLine => ({
  seq,
  timeUs: Date.UTC(2026, 0, 2, 3, 4, 5, 67) * 1_000 + 999,
  level,
  source: 'acquisition',
  device,
  text,
  detail: 'code=NX_NET_REFUSED',
});
const LINES = [line(1, 'debug', 'one'), line(2, 'info', 'two', 'boiler-1'), line(3, 'error', 'three')];

describe('the rows of the log', () => {
  it('are those of a level and above, after what was cleared', () => {
    const texts = (after: number, level: LogLine['level'], words = ''): string[] =>
      logRows(LINES, after, { level, words }).map(({ text }) => text);
    expect(texts(0, 'debug')).toEqual(['one', 'two', 'three']);
    expect(texts(0, 'info')).toEqual(['two', 'three']);
    expect(texts(2, 'debug')).toEqual(['three']);
    expect(texts(0, 'debug', 'boiler')).toEqual(['two']);
    expect(texts(0, 'debug', 'nx_net three')).toEqual(['three']);
  });

  it('show milliseconds, and are copied with their day', () => {
    expect(timeOf(LINES[0]!)).toMatch(/^\d\d:\d\d:05\.067$/);
    expect(copiedLine(LINES[1]!)).toBe(
      '2026-01-02T03:04:05.067Z  info  acquisition boiler-1  two  code=NX_NET_REFUSED',
    );
  });
});
