import { describe, expect, it } from 'vitest';
import { TagDirectory } from '../tags/tag-directory.ts';
import { RemoteTags } from './remote-tags.ts';

const ROW = { topic: 'acme/berlin/pump/deep/p', devicePath: 'acme/berlin/pump', tag: 'p', unit: 'bar' };

describe('the tags of other gateways', () => {
  it('have an identity that is made of their topic alone, the same in every run', () => {
    const [one, other] = [new RemoteTags(new TagDirectory()), new RemoteTags(new TagDirectory())];
    other.add({ ...ROW, topic: 'x/y/z' });
    const { uid, device } = one.add(ROW);
    expect(other.add({ ...ROW, tag: 'renamed' })).toMatchObject({ uid, device: { uid: device.uid } });
    expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(other.find('x/y/z')!.uid).not.toBe(uid);
  });

  it('share the numbers of the project’s own, and keep theirs', () => {
    const directory = new TagDirectory();
    directory.reserveTag('uid of a tag of the project');
    const tags = new RemoteTags(directory);
    expect(tags.add(ROW).number).toBe(1);
    expect(tags.add(ROW).number).toBe(1);
    expect(tags.add({ ...ROW, topic: 'acme/berlin/pump/q' }).number).toBe(2);
    expect(directory.tagCount).toBe(3);
    expect(tags.count).toBe(2);
  });

  it('are found by topic, by filter, and by the place of their device', () => {
    const tags = new RemoteTags(new TagDirectory());
    const [deep, flat] = [tags.add(ROW), tags.add({ ...ROW, topic: 'acme/berlin/pump/q', tag: 'q' })];
    expect(tags.find(ROW.topic)).toBe(deep);
    expect(tags.matching('acme/+/pump/#')).toEqual([deep, flat]);
    expect(tags.matching('acme/+/pump/+')).toEqual([flat]);
    expect(tags.findIn('acme/berlin/pump', 'q')).toBe(flat);
    expect(tags.findIn('acme/berlin/pump', 'p')).toBe(deep);
    expect(tags.findIn('acme/berlin/pump', 'r')).toBeUndefined();
    expect(tags.ofDevice('acme/munich/pump')).toEqual([]);
  });
});
