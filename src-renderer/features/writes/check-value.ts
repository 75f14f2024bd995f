import type { TagView } from '../../../src-shared/contract/devices.ts';
import { type TypedTag, typedValue, valueChoices, type WriteValue } from './typed-value.ts';
import { exactValue, type WrittenStyle } from './written-value.ts';

/** What of a tag says which values it takes. */
export type CheckedTag = TypedTag & WrittenStyle & Pick<TagView, 'writeLimits'>;

export type CheckedValue =
  | { readonly kind: 'value'; readonly value: WriteValue }
  /** `code`: id of the message catalogue. */
  | { readonly kind: 'fault'; readonly code: 'wr.type' | 'wr.limit'; readonly text: string };

const fault = (code: 'wr.type' | 'wr.limit', text: string): CheckedValue => ({ kind: 'fault', code, text });

/**
 * What was typed or chosen for a tag, checked as far as a page can: type and limits. The gateway checks again, with the
 * largest rate and what the device holds.
 * @param now what the tag holds, for its largest step; undefined where that is not known.
 */
export function checkValue(text: string, tag: CheckedTag, now: WriteValue | undefined): CheckedValue {
  const choices = valueChoices(tag);
  if (choices) {
    const choice = choices.find(({ value }) => String(value) === text);
    return choice ? { kind: 'value', value: choice.value } : fault('wr.type', `Choose the value for ${tag.name}.`);
  }
  const typed = typedValue(text, tag);
  if (typed.kind === 'fault') return fault('wr.type', typed.text);
  const outside = limitText(typed.value, tag, now);
  return outside === undefined ? typed : fault('wr.limit', `${outside} Nothing was sent.`);
}

function limitText(value: WriteValue, tag: CheckedTag, now: WriteValue | undefined): string | undefined {
  const { writeLimits: limits, name } = tag;
  const asked = Number(value);
  if (!limits || tag.dataType === 'string' || typeof value === 'boolean') return undefined;
  const shown = (number: number): string => exactValue(number, tag);
  const { min, max, maxStep } = limits;
  if (max !== null && asked > max) return `${shown(asked)} is above the write limit of ${shown(max)} for ${name}.`;
  if (min !== null && asked < min) return `${shown(asked)} is below the write limit of ${shown(min)} for ${name}.`;
  if (maxStep === null || now === undefined || Math.abs(asked - Number(now)) <= maxStep) return undefined;
  return `From ${shown(Number(now))} to ${shown(asked)} is more than the largest step of ${shown(maxStep)} for ${name}.`;
}
