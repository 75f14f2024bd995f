import { expect, it } from 'vitest';
import { newTagsTaken, tagsMade, useNewTags } from './new-tags.ts';

it('wait for the table of their device, and are taken once', () => {
  tagsMade('mixer-2', [{ name: 'Speed', address: 'DB10.DBD4:REAL' }]);
  tagsMade('mixer-2', [{ name: 'Run', address: 'DB10.DBX0.0' }]);
  expect(newTagsTaken('boiler-1')).toEqual([]);
  expect(newTagsTaken('mixer-2')).toHaveLength(2);
  expect(newTagsTaken('mixer-2')).toEqual([]);
  expect(useNewTags.getState().byDevice).toEqual({});
});
