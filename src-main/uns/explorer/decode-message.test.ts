import { describe, expect, it } from 'vitest';
import { decodeMessage } from './decode-message.ts';

const decoded = (text: string) => decodeMessage('a/b', Buffer.from(text));

describe('a message', () => {
  it('that is a point says value, unit, quality and time in one line', () => {
    const text = '{"value":8.42,"timestamp":"2026-11-21T10:00:00.123456Z","quality":192,"unit":"bar","tag_id":"p"}';
    expect(decoded(text)).toMatchObject({
      kind: 'json',
      value: '8.42 bar',
      number: 8.42,
      quality: 'good',
      sourceMs: Date.UTC(2026, 10, 21, 10, 0, 0, 123),
    });
  });

  it('of the compact form says the same', () => {
    expect(decoded('{"v":8.42,"q":"good","ts":1767358931210,"u":"bar"}')).toMatchObject({
      value: '8.42 bar',
      quality: 'good',
      sourceMs: 1_767_358_931_210,
    });
  });

  it('keeps integers of 64 bits as they were written', () => {
    const { text, value } = decoded('{"value":-9223372036854775807,"quality":0}');
    expect(value).toBe('-9223372036854775807');
    expect(text).toContain('-9223372036854775807');
    expect(decoded('18446744073709551615')).toMatchObject({ kind: 'number', value: '18446744073709551615' });
  });

  it('tells the three qualities by classic numbers, status codes and words', () => {
    const qualities = ['192', '64', '0', '2147483648', '1073741824', '"Bad: no link"', '"UNCERTAIN"'];
    expect(qualities.map((quality) => decoded(`{"v":1,"q":${quality}}`).quality)).toEqual([
      'good',
      'uncertain',
      'bad',
      'bad',
      'uncertain',
      'bad',
      'uncertain',
    ]);
  });

  it('without a value says why', () => {
    expect(decoded('{"value":null,"quality":0,"vx":"NaN"}').value).toBe('NaN');
    expect(decoded('{"value":null,"quality":0}').value).toBe('null');
  });

  it('that is another JSON, a text or a bare word is shown as it is', () => {
    expect(decoded('[1, 2]')).toMatchObject({ kind: 'json', value: '[1,2]' });
    expect(decoded('online')).toMatchObject({ kind: 'text', value: 'online' });
    expect(decoded('true')).toMatchObject({ kind: 'json', value: 'true' });
    expect(decoded('{"broken": ')).toMatchObject({ kind: 'text', value: '{"broken":' });
    expect(decoded(`a\n${'b'.repeat(200)}`).value).toHaveLength(80);
  });

  it('of bytes is shown as bytes, and an empty one as empty', () => {
    expect(decodeMessage('a', Uint8Array.of(0, 255, 1))).toMatchObject({ kind: 'binary', value: '00 ff 01', text: '' });
    expect(decodeMessage('a', new Uint8Array(0))).toMatchObject({ kind: 'empty' });
  });

  it('is never larger on the page than a page can show', () => {
    expect(decoded('x'.repeat(300_000)).text).toHaveLength(65_536);
    expect(decoded(JSON.stringify(Array.from({ length: 90_000 }, () => 1))).text.length).toBeLessThanOrEqual(65_536);
  });

  it('is read by the decoder of its topic first', () => {
    const own = {
      kind: 'sparkplug',
      text: 't',
      value: 'v',
      number: null,
      quality: '',
      unborn: false,
      sourceMs: null,
    } as const;
    const decode = (topic: string) => (topic.startsWith('spBv1.0/') ? own : undefined);
    expect(decodeMessage('spBv1.0/g/DDATA/n/d', Buffer.from('1'), [decode])).toBe(own);
    expect(decodeMessage('a/b', Buffer.from('1'), [decode]).kind).toBe('number');
  });
});
