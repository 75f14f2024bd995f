import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { openProject } from '../../project/load-project.ts';
import { givenProjectFolder, type ProjectFolder } from '../../testing/project-folder.ts';
import { hitViews, matchedTags, type RuledTags, ruleViews } from './quality-rule-views.ts';
import { TagDirectory } from './tag-directory.ts';

let folder: ProjectFolder;
let ruled: RuledTags;

/** `a` and `b` are numbers, `name` is a text; `b` has a rule of its own and a mean of each minute. */
beforeEach(async () => {
  folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Test }
quality_rules:
  - { topic: x/#, check: stuck, for: 1min }
  - { topic: y/#, check: type }
  - { topic: x/d/+, check: range, low: 0, action: reject }
`,
    'devices/d.yaml': `id: d
protocol: modbus-tcp
uns_prefix: x/d
connection: { host: 127.0.0.1 }
tags:
  - { id: a, address: "holding:1:uint16", unit: Cel }
  - { id: b, address: "holding:2:uint16", quality_rules: [{ check: range, high: 9 }], aggregates: [{ window: 1min, functions: [avg] }] }
  - { id: name, address: "holding:3:string", length: 4 }
`,
  });
  const { config, devices } = await openProject(folder.path, drivers);
  const directory = new TagDirectory();
  directory.apply(devices);
  ruled = { directory, topicRules: config.quality_rules };
});
afterEach(() => folder.remove());

/** A hit of the rule at a place of a tag. */
const hit = (tag: string, rule: number, hits: number, value: number, timeUs: number) => ({
  device: 'd',
  hits: [{ tag, rule, hits, value, timeUs }],
});

describe('the quality rules of a project', () => {
  it('are those of topics, with the number tags that are read and match, then those of tags', () => {
    expect(ruleViews(ruled).map(({ key, tags, topic }) => [key, tags, topic])).toEqual([
      ['topic/0', 2, 'x/#'],
      ['topic/1', 0, 'y/#'],
      ['topic/2', 2, 'x/d/+'],
      ['tag/d/b/0', 1, null],
    ]);
  });

  it('are known by their place among those of a tag: its own first, then those whose topic it has', () => {
    const found = [hit('b', 0, 3, 10, 1), hit('b', 2, 4, -1, 2), hit('a', 1, 5, -2, 9), hit('a', 0, 1, 7, 4)];
    const views = new Map(hitViews(ruled, found).map((view) => [view.key, view]));
    expect([...views.keys()].sort((a, b) => a.localeCompare(b))).toEqual(['tag/d/b/0', 'topic/0', 'topic/2']);
    expect(views.get('topic/2')).toMatchObject({ hits: 9, last: { tag: 'a', value: -2, unit: '°C', timeUs: 9 } });
    expect(views.get('tag/d/b/0')).toMatchObject({ hits: 3, last: { tag: 'b', value: 10 } });
  });

  it('drop what was found by a tag that is no more, and a value that is no number', () => {
    expect(hitViews(ruled, [hit('gone', 0, 3, 1, 1), hit('b', 9, 3, 1, 1)])).toEqual([]);
    expect(hitViews(ruled, [hit('a', 0, 1, Number.NaN, 1)])[0]?.last.value).toBeNull();
  });

  it('name their tags, those with hits first', () => {
    const found = [hit('b', 2, 4, -1, 2)];
    const { total, tags } = matchedTags(ruled, found, { topic: 'x/#', rule: 2 });
    expect(total).toBe(2);
    expect(tags.map(({ tag, hits }) => [tag, hits])).toEqual([
      ['b', 4],
      ['a', 0],
    ]);
    expect(matchedTags(ruled, found, { topic: 'x/d/name' })).toEqual({ total: 0, tags: [] });
  });
});
