import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { LogRing } from './log-ring.ts';
import { createLogger } from './logger.ts';

const START_US = 1_700_000_000_000_000;

function givenRing(lines: number): LogRing {
  const ring = new LogRing(START_US);
  for (let line = 0; line < lines; line++) ring.add(START_US + line, 'info', `line ${line}`, {});
  return ring;
}

const texts = ({ lines }: { readonly lines: readonly { readonly text: string }[] }): string[] =>
  lines.map(({ text }) => text);

describe('the kept lines of the log', () => {
  it('are the last 2,000, and what had to leave is counted', () => {
    const ring = givenRing(2_345);
    expect(ring.dropped).toBe(345);
    const kept = ring.recent(5_000, () => true);
    expect(kept).toHaveLength(2_000);
    expect(kept[0]!.text).toBe('line 345');
    expect(kept.at(-1)!.text).toBe('line 2344');
  });

  it('are read on from a number, in parts and without gap or double', () => {
    const ring = givenRing(5);
    const first = ring.after(0, 3);
    expect(first.missed).toBe(0);
    expect(texts(first)).toEqual(['line 0', 'line 1', 'line 2']);
    expect(texts(ring.after(first.lines.at(-1)!.seq, 3))).toEqual(['line 3', 'line 4']);
    expect(ring.after(ring.newest, 3)).toEqual({ lines: [], missed: 0 });
  });

  it('tell a reader who came too late how many he missed', () => {
    const ring = givenRing(10);
    const { seq } = ring.after(0, 4).lines.at(-1)!;
    for (let line = 10; line < 2_010; line++) ring.add(START_US, 'info', `line ${line}`, {});
    const late = ring.after(seq, 2);
    expect(late.missed).toBe(6);
    expect(texts(late)).toEqual(['line 10', 'line 11']);
  });

  it('are all new to a reader whose number comes from a run with a clock ahead', () => {
    expect(texts(givenRing(2).after(START_US + 1_000_000, 10))).toEqual(['line 0', 'line 1']);
  });

  it('say who speaks and of which device, and show the other fields as a terminal does', () => {
    const ring = new LogRing(START_US);
    ring.add(START_US, 'warn', 'device offline', { host: 'acquisition', device: 'boiler-1', reason: 'no answer' });
    ring.add(START_US, 'info', 'engine started', { port: 8_480 });
    expect(ring.recent(2, () => true)).toMatchObject([
      { source: 'acquisition', device: 'boiler-1', detail: 'reason="no answer"' },
      { source: 'engine', device: null, detail: 'port=8480' },
    ]);
  });

  it('come through the logger: without secrets, at its level, repeats folded into one line', async () => {
    const clock = new FakeClock();
    const logger = createLogger('info', { write: () => true } as unknown as NodeJS.WritableStream, clock);
    logger.debug('too small');
    for (let i = 0; i < 5; i++) logger.child({ host: 'log' }).warn('login with token=S3CRET', { password: 'S3CRET' });
    await clock.advance(1_000);
    const lines = logger.kept.recent(10, () => true);
    expect(JSON.stringify(lines)).not.toContain('S3CRET');
    expect(lines.map(({ source, detail }) => `${source} ${detail}`)).toEqual([
      'log password=[hidden]',
      'log password=[hidden]  repeated=4',
    ]);
  });
});
