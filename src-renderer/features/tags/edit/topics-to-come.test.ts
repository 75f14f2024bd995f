import { expect, it } from 'vitest';
import { appliedTags, cellsChanged, NO_EDITS, rowsAdded, rowsRemoved } from './overlay.ts';
import { topicsToCome, topicTree } from './topics-to-come.ts';

const applied = appliedTags(
  [
    { id: 'level', uid: 'u1', name: 'Level', address: '40001' },
    { id: 'flow', uid: 'u2', name: 'Flow', address: '40003', topic_suffix: 'water/flow' },
  ],
  'acme/plant1/boiler',
);

it('names the topics that come, go, and would be published twice', () => {
  const renamed = cellsChanged(NO_EDITS, applied, [{ key: 'u1', path: 'id', value: 'drum_level' }]);
  const added = rowsAdded(renamed, undefined, [
    { key: 'n1', form: { id: 'speed', address: '1' }, hasOwnId: true },
    { key: 'n2', form: { id: 'flow_2', address: '2', topic_suffix: 'water/flow' }, hasOwnId: true },
    { key: 'n3', form: {}, hasOwnId: false },
  ]);
  const topics = topicsToCome(added, applied);
  expect(topics).toEqual([
    { topic: 'acme/plant1/boiler/drum_level', state: 'new' },
    { topic: 'acme/plant1/boiler/level', state: 'gone' },
    { topic: 'acme/plant1/boiler/speed', state: 'new' },
    { topic: 'acme/plant1/boiler/water/flow', state: 'twice' },
  ]);
  expect(topicTree(topics)).toEqual([
    {
      name: 'acme/plant1/boiler',
      state: undefined,
      below: [
        { name: 'drum_level', state: 'new', below: [] },
        { name: 'level', state: 'gone', below: [] },
        { name: 'speed', state: 'new', below: [] },
        { name: 'water/flow', state: 'twice', below: [] },
      ],
    },
  ]);
});

it('names nothing where only other things change', () => {
  const edits = cellsChanged(NO_EDITS, applied, [{ key: 'u1', path: 'unit', value: 'mm' }]);
  expect(topicsToCome(edits, applied)).toEqual([]);
  expect(topicsToCome(rowsRemoved(edits, applied, ['u2']), applied)).toEqual([
    { topic: 'acme/plant1/boiler/water/flow', state: 'gone' },
  ]);
});
