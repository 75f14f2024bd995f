import type { ChangeSeverity } from '../../../src-shared/contract/project-changes.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { FieldChange } from '../revisions/project-diff.ts';
import { scaleEffect } from './scale-words.ts';

/** What follows from one changed field. */
export interface FieldEffect {
  readonly severity: ChangeSeverity;
  readonly effects: readonly string[];
}

const SCALE = ['scale', 'offset', 'scaling', 'raw_low', 'raw_high', 'eu_low', 'eu_high', 'unit_from'];
const PLACE = ['address', 'data_type', 'byte_order', 'length'];
const PLAIN: FieldEffect = { severity: 'plain', effects: [] };

/** What the change of a field of a tag does; `isFirst`: it is the first of its fields that concern the scale. */
export function tagFieldEffect(change: FieldChange, before: Tag, after: Tag, isFirst: boolean): FieldEffect {
  const [field = ''] = change.path.split('.');
  if (SCALE.includes(field)) return isFirst ? scaled(before, after) : PLAIN;
  if (PLACE.includes(field)) return caution('Values come from another place, or are read in another way.');
  switch (field) {
    case 'access':
      return accessEffect(after);
    case 'enabled':
      return after.enabled
        ? caution('It is read, published and stored from now on.')
        : severe('It is no longer read: its topic falls silent; its history stays.');
    case 'unit':
      return unitEffect(before, after, isFirst);
    case 'write_limits':
      return limitEffect(change);
    case 'critical':
      return after.critical === true
        ? PLAIN
        : caution('Writes no longer ask for its name, and commands over MQTT are taken.');
    case 'raw':
      return rawEffect(after);
    case 'clamp_low':
    case 'clamp_high':
      return caution('Values beyond the clamp are cut to it.');
    case 'quality_rules':
      return caution('Other readings are flagged or rejected.');
    default:
      return PLAIN;
  }
}

/** Whether a field says how a reading becomes a value. */
export const concernsScale = ({ path }: FieldChange): boolean => path === 'unit' || SCALE.includes(path);

function scaled(before: Tag, after: Tag): FieldEffect {
  const effect = scaleEffect(before, after);
  return effect ? { severity: effect.severity, effects: [effect.text] } : PLAIN;
}

function unitEffect(before: Tag, after: Tag, isFirst: boolean): FieldEffect {
  const effect = scaleEffect(before, after);
  if (effect) return isFirst ? { severity: effect.severity, effects: [effect.text] } : PLAIN;
  const [was, is] = [before.unit ?? 'no unit', after.unit ?? 'no unit'];
  return caution(`The numbers stay as they are and are called ${is} instead of ${was}.`);
}

function accessEffect(after: Tag): FieldEffect {
  if (after.access !== 'read_write') return caution('Writes to it are refused from now on.');
  const { min, max } = after.write_limits ?? {};
  const hasLimits = min !== undefined && max !== undefined;
  return severe(
    `It can be written from now on${hasLimits ? `, from ${min} to ${max}` : ', without limits on both sides'}.`,
  );
}

function limitEffect({ path, before, after }: FieldChange): FieldEffect {
  if (after === null) return severe('This limit of writes goes: larger steps or values are sent.');
  if (before === null || typeof before !== 'number' || typeof after !== 'number') return PLAIN;
  const isWider = path.endsWith('.min') ? after < before : after > before;
  return isWider ? caution('More can be written than before.') : PLAIN;
}

function rawEffect({ raw }: Tag): FieldEffect {
  if (raw === 'none') return severe('Its points are neither published nor stored any more.');
  return raw === 'history' ? severe('Its points are stored and no longer published: its topic falls silent.') : PLAIN;
}

const caution = (...effects: string[]): FieldEffect => ({ severity: 'caution', effects });
const severe = (...effects: string[]): FieldEffect => ({ severity: 'severe', effects });
