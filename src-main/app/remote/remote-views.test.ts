import { expect, it } from 'vitest';
import { LastValues } from '../../live/last-values.ts';
import { TagDirectory } from '../tags/tag-directory.ts';
import { RemoteTags } from './remote-tags.ts';
import { remoteDeviceViews, remoteTagNames } from './remote-views.ts';

function given(...rows: readonly (readonly [topic: string, devicePath: string, tag: string])[]): RemoteTags {
  const tags = new RemoteTags(new TagDirectory());
  for (const [topic, devicePath, tag] of rows) tags.add({ topic, devicePath, tag });
  return tags;
}

it('names the Sparkplug edge node that speaks for a device, and nobody where messages do not say', () => {
  const tags = given(['spBv1.0/plant/edge-1/pump/p', 'spBv1.0/plant/edge-1/pump', 'p'], ['acme/x/q', 'acme/x', 'q']);
  const last = new LastValues();
  last.grow(2);
  expect(remoteDeviceViews(tags, last)).toEqual([
    { id: 'acme/x', name: 'x', gateway: '', tags: 1, lastUs: null },
    { id: 'spBv1.0/plant/edge-1/pump', name: 'pump', gateway: 'plant/edge-1', tags: 1, lastUs: null },
  ]);
});

it('leaves names out that a line cannot hold, whoever published them', () => {
  const tags = given(['a/b\nc', 'a', 'b\nc'], ['a/d', 'a', 'd'], ['elsewhere/e', 'a', 'e']);
  expect(remoteTagNames(tags)).toEqual([
    {
      device: 'a',
      name: 'a',
      unsPrefix: 'a',
      tags: 2,
      ids: 'd\ne',
      names: '\n',
      addresses: '\n',
      topicSuffixes: 'd\n',
    },
  ]);
});
