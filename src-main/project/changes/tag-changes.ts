import type { ProjectChange } from '../../../src-shared/contract/project-changes.ts';
import { Tag } from '../../../src-shared/domain/tag.ts';
import { type CheckedDevice, topicOf } from '../check/check-device.ts';
import type { TagChange } from '../revisions/project-diff.ts';
import type { ChangeFacts } from './change-facts.ts';
import { fieldTitle } from './field-titles.ts';
import { concernsScale, type FieldEffect, tagFieldEffect } from './tag-effects.ts';
import { usedSentence } from './uses-words.ts';
import { valueWords } from './value-words.ts';

/** A device on both sides of a change. */
export interface DevicePair {
  readonly before: CheckedDevice;
  readonly after: CheckedDevice;
}

/** What differs in one tag: a line for each of its fields. */
export function changedTag({ id, formerId, fields }: TagChange, pair: DevicePair, facts: ChangeFacts): ProjectChange[] {
  const former = pair.before.tags.find((tag) => tag.id === (formerId ?? id));
  const tag = pair.after.tags.find((one) => one.id === id);
  if (!former || !tag) return [];
  const uses = facts.uses?.(pair.before.id, former.id);
  const firstOfScale = fields.find(concernsScale);
  return fields
    .filter(({ path }) => path !== 'uid')
    .map((change): ProjectChange => {
      const { path } = change;
      const own = tagFieldEffect(change, former, tag, change === firstOfScale);
      const { severity, effects } = isName(path) ? named(own, pair, former, tag, facts) : own;
      const verbs = path === 'id' ? NAMED : USED;
      return {
        ...lineOf(pair.after, id, path),
        kind: 'changed',
        before: valueWords(change.before, path),
        after: valueWords(change.after, path),
        severity,
        // Documents are worth naming where the values, or the name under which they are found, are others.
        effects: [...effects, ...(severity === 'plain' && path !== 'id' ? [] : usedSentence(uses, verbs))],
      };
    });
}

const USED = ['uses it', 'use it'] as const;
const NAMED = ['names it by its old id', 'name it by its old id'] as const;

const isName = (path: string): boolean => path === 'id' || path === 'topic_suffix';

/** Another id or suffix is another topic; one that moves with its device is told there. */
function named(own: FieldEffect, { after }: DevicePair, was: Tag, is: Tag, { publishes }: ChangeFacts): FieldEffect {
  const [from, to] = [topicOf(after, was), topicOf(after, is)];
  if (from === to || publishes === false) return own;
  return {
    severity: 'severe',
    effects: [...own.effects, `Topic ${from} falls silent; ${to} begins. History goes on.`],
  };
}

/** A tag that is new. */
export function addedTag(tag: Tag, device: CheckedDevice, { publishes }: ChangeFacts): ProjectChange {
  const isWritable = tag.access === 'read_write';
  return {
    ...lineOf(device, tag.id, ''),
    kind: 'added',
    before: '',
    after: [tag.address, tag.data_type, tag.byte_order, tag.unit].filter((part) => part !== undefined).join(' '),
    severity: isWritable ? 'severe' : 'plain',
    effects: [
      ...(isWritable ? ['It can be written.'] : []),
      ...(tag.enabled && publishes !== false ? [`Topic ${topicOf(device, tag)} begins.`] : []),
    ],
  };
}

/** A tag that goes. */
export function removedTag(tag: Tag, device: CheckedDevice, facts: ChangeFacts): ProjectChange {
  return {
    ...lineOf(device, tag.id, ''),
    kind: 'removed',
    before: [tag.address, tag.data_type].filter((part) => part !== undefined).join(' '),
    after: '',
    severity: 'severe',
    effects: [
      'History is kept.',
      ...(tag.enabled && facts.publishes !== false ? [`Topic ${topicOf(device, tag)} stops.`] : []),
      ...usedSentence(facts.uses?.(device.id, tag.id), ['shows it without values', 'show it without values']),
    ],
  };
}

function lineOf(device: CheckedDevice, tag: string, path: string) {
  return {
    key: `${device.id}/${tag}/${path}`,
    device: device.id,
    deviceName: device.name ?? device.id,
    tag,
    path,
    what: path === '' ? 'Tag' : fieldTitle(Tag, path),
  };
}
