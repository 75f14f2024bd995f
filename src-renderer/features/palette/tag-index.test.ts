import { describe, expect, it } from 'vitest';
import type { TagNames } from '../../../src-shared/contract/devices.ts';
import { RANK } from './match-rank.ts';
import { type TagHit, TagIndex } from './tag-index.ts';

const device = (id: string, name: string, tags: readonly (readonly [string, string, string?])[]): TagNames => ({
  device: id,
  name,
  unsPrefix: `acme/plant1/${id}`,
  tags: tags.length,
  ids: tags.map(([tag]) => tag).join('\n'),
  names: tags.map(([, tagName]) => tagName).join('\n'),
  addresses: tags.map((_, at) => String(40_001 + at)).join('\n'),
  topicSuffixes: tags.map(([, , suffix]) => suffix ?? '').join('\n'),
});

const INDEX = new TagIndex([
  device('boiler-1', 'Boiler 1', [
    ['steam_pressure', 'Steam pressure'],
    ['setpoint', 'Pressure setpoint'],
    ['backpressure', 'Back pressure of steam'],
  ]),
  device('empty', 'No tags', []),
  device('pumps', 'Cooling pumps', [
    ['flow', '', 'water/flow'],
    ['ambientpressure', 'Overpressure'],
  ]),
]);

const found = (typed: string, recent: readonly string[] = []): readonly string[] =>
  INDEX.find(typed, 10, recent).hits.map(({ device: id, tag }: TagHit) => `${id}/${tag}`);

describe('the search for tags', () => {
  it('needs every word, in the name, the device, the address or the topic', () => {
    expect(found('boil press')).toEqual(['boiler-1/steam_pressure', 'boiler-1/setpoint', 'boiler-1/backpressure']);
    expect(found('40002 cooling')).toEqual(['pumps/ambientpressure']);
    expect(found('plant1 water')).toEqual(['pumps/flow']);
    expect(found('boiler flow 40009')).toEqual([]);
  });

  it('ranks recent before exact, prefix, beginnings of words and the rest', () => {
    expect(found('pressure')).toEqual([
      'boiler-1/setpoint',
      'boiler-1/steam_pressure',
      'boiler-1/backpressure',
      'pumps/ambientpressure',
    ]);
    expect(found('steam_pressure')[0]).toBe('boiler-1/steam_pressure');
    expect(INDEX.find('flow', 1, []).hits[0]?.rank).toBe(RANK.exact);
    expect(found('pressure', ['pumps/ambientpressure'])[0]).toBe('pumps/ambientpressure');
    expect(found('setpoint', ['pumps/ambientpressure'])).toEqual(['boiler-1/setpoint']);
  });

  it('finds letters in their order where no tag holds the words', () => {
    const { hits } = INDEX.find('stprs', 10, []);
    expect(hits[0]?.tag).toBe('steam_pressure');
    expect(hits[0]?.rank).toBe(RANK.fuzzy);
    expect(found('zzzz')).toEqual([]);
  });

  it('lists what was used lately where nothing is typed, without tags that are no more', () => {
    expect(found('', ['pumps/flow', 'pumps/gone', 'nowhere/flow', 'boiler-1/flow'])).toEqual(['pumps/flow']);
  });

  it('gives the best few and says how many there are', () => {
    const { hits, total } = INDEX.find('press', 2, []);
    expect(hits).toHaveLength(2);
    expect(total).toBe(4);
    expect(INDEX.size).toBe(5);
  });

  it('finds topics by a part and by a filter that is still being typed', () => {
    const topics = (typed: string): readonly string[] => INDEX.findTopics(typed, 10).hits.map(({ topic }) => topic);
    expect(topics('acme/plant1/+/water/fl')).toEqual(['acme/plant1/pumps/water/flow']);
    expect(topics('acme/+/boiler-1/#')).toHaveLength(3);
    expect(topics('setp')).toEqual(['acme/plant1/boiler-1/setpoint']);
    expect(topics('a(b')).toEqual([]);
  });

  it('knows the device of every one of many tags', () => {
    const tags = Array.from({ length: 100 }, (_, at) => [`t${at}`, ''] as const);
    const many = new TagIndex(Array.from({ length: 30 }, (_, at) => device(`d${at}`, '', tags)));
    const { hits } = many.find('d17 t42', 5, []);
    expect(hits.map(({ device: id, tag }) => [id, tag])).toEqual([['d17', 't42']]);
  });
});
