import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { CheckedDevice } from '../check/check-device.ts';
import type { FieldChange } from '../revisions/project-diff.ts';
import type { ChangeFacts } from './change-facts.ts';
import type { FieldEffect } from './tag-effects.ts';
import { counted } from './value-words.ts';

const PLAIN: FieldEffect = { severity: 'plain', effects: [] };
/** Above this share of its time a device is read without a pause worth the name. */
const BUSY = 0.7;

/** What the change of a field of a device does. */
export function deviceFieldEffect(
  { path }: FieldChange,
  before: CheckedDevice,
  after: CheckedDevice,
  facts: ChangeFacts,
): FieldEffect {
  const [field = ''] = path.split('.');
  const tags = counted(after.tags.length, 'tag');
  switch (field) {
    case 'enabled':
      return after.enabled
        ? caution(`It is connected, and its ${tags} are read from now on.`)
        : severe(`It is no longer read: its ${tags} become Bad and their topics fall silent.`);
    case 'simulated':
      return after.simulated === 'off'
        ? caution('Values come from the device itself from now on.')
        : severe('Values are made up by a simulator from now on.');
    case 'protocol':
    case 'connection':
      return caution('The connection is made anew: values pause for a moment.');
    case 'uns_prefix':
      if (facts.publishes === false) return PLAIN;
      return severe(
        `The topics of ${tags} move from ${before.uns_prefix} to ${after.uns_prefix}. Subscribers of the old ones get nothing more.`,
      );
    case 'id':
      return caution('Topics of commands have the new id. History goes on.');
    case 'poll_interval':
      return pollEffect(before, after, facts);
    default:
      return PLAIN;
  }
}

function pollEffect(before: CheckedDevice, after: CheckedDevice, { load }: ChangeFacts): FieldEffect {
  const [was, is] = [load?.(before), load?.(after)];
  if (was !== undefined && is !== undefined) {
    const text = `Load ${percent(was)} → ${percent(is)}.`;
    return is > BUSY && is > was
      ? caution(`${text} Polls will be skipped when an answer is late.`)
      : { ...PLAIN, effects: [text] };
  }
  const [wasMs, isMs] = [before, after].map((device) => parseDurationMs(device.poll_interval));
  if (wasMs === undefined || isMs === undefined || wasMs === isMs) return PLAIN;
  const times = Number((isMs < wasMs ? wasMs / isMs : isMs / wasMs).toPrecision(2));
  return { ...PLAIN, effects: [`It is read ${times} × as ${isMs < wasMs ? 'often' : 'seldom'}.`] };
}

const percent = (share: number): string =>
  `${share < 0.1 ? Number((100 * share).toPrecision(1)) : Math.round(100 * share)} %`;
const caution = (...effects: string[]): FieldEffect => ({ severity: 'caution', effects });
const severe = (...effects: string[]): FieldEffect => ({ severity: 'severe', effects });
