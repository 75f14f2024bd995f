import { describe, expect, it } from 'vitest';
import { Tag } from '../domain/tag.ts';
import { TAG_PATHS, tagPath } from './tag-path.ts';

describe('the fields of a tag as columns', () => {
  it('are all there, those inside others by their path', () => {
    const keys = new Set(TAG_PATHS.map(({ path }) => path.split('.', 1)[0]));
    expect([...keys].toSorted()).toEqual(Object.keys(Tag.shape).toSorted());
    expect(tagPath('deadband.absolute')).toEqual({
      path: 'deadband.absolute',
      title: 'Deadband absolute',
      kind: 'number',
      options: [],
    });
  });

  it('know what stands in their cells', () => {
    expect(
      ['length', 'enabled', 'access', 'enum', 'quality_rules', 'poll_interval'].map((path) => tagPath(path)?.kind),
    ).toEqual(['number', 'truth', 'choice', 'json', 'json', 'text']);
    expect(tagPath('access')?.options).toEqual(['read', 'read_write']);
  });
});
