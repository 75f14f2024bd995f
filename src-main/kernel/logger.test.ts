import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { createLogger, type LogLevel, type RootLogger } from './logger.ts';

interface Written {
  readonly logger: RootLogger;
  readonly clock: FakeClock;
  readonly text: () => string;
  readonly lines: () => Record<string, unknown>[];
}

function givenLogger(level: LogLevel = 'info', isTTY = false): Written {
  let text = '';
  const clock = new FakeClock();
  const write = (chunk: string | Uint8Array): boolean => {
    text += String(chunk);
    return true;
  };
  const logger = createLogger(level, { write, isTTY } as Parameters<typeof createLogger>[1], clock);
  const lines = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, clock, text: () => text, lines };
}

describe('the log', () => {
  it('is one JSON object a line where no person looks', () => {
    const { logger, lines } = givenLogger();
    logger.child({ host: 'log' }).warn('the disk is slow', { ms: 40 });
    expect(lines()).toEqual([
      { level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/), host: 'log', ms: 40, msg: 'the disk is slow' },
    ]);
  });

  it('is readable at a terminal', () => {
    const { logger, text } = givenLogger('info', true);
    logger.info('device connected', { device: 'boiler-1', note: 'a b', skipped: undefined });
    expect(text()).toMatch(/^\d\d:\d\d:\d\d info {2}device connected {2}device=boiler-1 {2}note="a b"\n$/);
  });

  it('changes its level while it runs, for children that exist already too', () => {
    const { logger, lines } = givenLogger('warn');
    const child = logger.child({ device: 'a' });
    child.debug('one');
    logger.setLevel('debug');
    child.debug('two');
    logger.setLevel('error');
    child.warn('three');
    expect(lines().map(({ msg }) => msg)).toEqual(['two']);
    expect(logger.level).toBe('error');
  });

  it('hides fields by their name at any depth, and leaves those that only sound alike', () => {
    const { logger, text, lines } = givenLogger();
    logger.info('x', {
      password: 'S3CRET',
      mqtt: { user: 'u', mqttPassword: 'S3CRET', tls: { key: 'S3CRET', headers: [{ 'set-cookie': 'S3CRET' }] } },
      api_key: 'S3CRET',
      Authorization: 'S3CRET',
      accessToken: { value: 'S3CRET' },
      monkey: 'banana',
      keyed: 'by id',
    });
    expect(text()).not.toContain('S3CRET');
    expect(lines()[0]).toMatchObject({ password: '[hidden]', mqtt: { user: 'u' }, monkey: 'banana', keyed: 'by id' });
  });

  it.each([
    'http://127.0.0.1:8480/#token=S3CRET',
    'GET /x?token=S3CRET&a=1',
    'Authorization: Bearer S3CRET',
    'authorization: basic S3CRET',
    'Cookie: sid=S3CRET; other=S3CRET',
    'nexus.v1, session.S3CRET-S3CRET-S3CRET',
    'mqtts://user:S3CRET@broker:8883/path',
    'mqtts://user:S3@CRET@broker:8883',
    'MQTT_PASSWORD=S3CRET',
    '{"token":"S3CRET"}',
  ])('hides the secret in %j', (text) => {
    const written = givenLogger();
    written.logger.error(text, { error: text, list: [text], cause: new Error(text), stack: `Error: ${text}\n  at x` });
    expect(written.text()).not.toMatch(/S3CRET|CRET@/);
  });

  it('shows foreign control characters as escapes, so that no text can fake a line or turn a terminal', () => {
    const foreign = 'a\n{"level":"error"}\r\u001b[2J\u202e\u0000\u2028z';
    const shown = 'a\\n{"level":"error"}\\r\\u001b[2J\\u202e\\u0000\\u2028z';
    const json = givenLogger();
    json.logger.info(foreign, { name: foreign, [foreign]: 1 });
    expect(json.lines()).toMatchObject([{ msg: shown, name: shown, [shown]: 1 }]);
    const terminal = givenLogger('info', true);
    terminal.logger.info(foreign, { name: foreign });
    expect(terminal.text().split('\n')).toHaveLength(2);
    expect(terminal.text().slice(0, -1)).not.toMatch(/[\0-\x1f\u2028\u202e]/);
  });

  it('keeps lines bounded, whatever it is given', () => {
    const { logger, text, lines } = givenLogger();
    const loop: Record<string, unknown> = { own: 1n, at: new Date(0), bytes: new Uint8Array(1e6), nan: Number.NaN };
    loop['loop'] = loop;
    Object.defineProperty(loop, 'thrower', { enumerable: true, get: () => expect.fail('not readable') });
    logger.info('m'.repeat(1e6), {
      long: 'x'.repeat(1e6),
      list: Array.from({ length: 1e5 }, (_, i) => i),
      many: Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [`k${i}`, i])),
      loop,
    });
    expect(text().length).toBeLessThan(20_000);
    expect(lines()[0]).toMatchObject({
      long: expect.stringContaining('999000 more'),
      loop: { own: '1', at: '1970-01-01T00:00:00.000Z', bytes: '[1000000 bytes]', nan: 'NaN' },
    });
  });

  it('writes the same line once a second, with how often it came', async () => {
    const { logger, clock, lines } = givenLogger();
    for (let i = 0; i < 100; i++) logger.warn('link down', { device: 'a' });
    logger.warn('link down', { device: 'b' });
    expect(lines()).toHaveLength(2);
    await clock.advance(1_000);
    expect(lines()).toHaveLength(3);
    expect(lines()[2]).toMatchObject({ device: 'a', repeated: 99 });
    await clock.advance(1_000);
    logger.warn('link down', { device: 'a' });
    expect(lines()).toHaveLength(4);
    expect(lines()[3]).not.toHaveProperty('repeated');
  });

  it('loses no count when the process ends', () => {
    const { logger, lines } = givenLogger();
    for (let i = 0; i < 5; i++) logger.warn('again');
    logger.flush();
    expect(lines().map(({ repeated }) => repeated)).toEqual([undefined, 4]);
  });

  it('remembers a bounded number of different lines', () => {
    const { logger, lines } = givenLogger();
    logger.info('first');
    logger.info('first');
    for (let i = 0; i < 1_000; i++) logger.info(`line ${i}`);
    expect(lines().filter(({ msg }) => msg === 'first')).toMatchObject([{}, { repeated: 1 }]);
  });
});
