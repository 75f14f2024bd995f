import { formatDuration, parseDurationMs } from '../../src-shared/domain/duration.ts';
import type {
  ChoiceField,
  DurationField,
  FormField,
  FormValue,
  ListField,
  NumberField,
  TextField,
} from './form-field.ts';
import { itemsAt, leavesIn, settledValue, valueAt } from './form-value.ts';

/** What is wrong with a field, in the words that stand at it and in the summary. */
export interface FormFault {
  /** `connection.port`; of a fault that belongs to no field the path that the gateway named. */
  readonly path: string;
  /** Id in the message catalogue, or the code of the fault. */
  readonly code: string;
  readonly text: string;
  readonly severity: 'error' | 'warning';
}

/**
 * What the schema alone can tell: missing, not of the type, outside the limits. The gateway has the last word.
 * @param owner whose usual value a limit names: `Modbus TCP`.
 */
export function checkForm(fields: readonly FormField[], form: FormValue, owner: string): readonly FormFault[] {
  return writtenLeaves(fields, form).flatMap((field) => {
    if (field.kind === 'list') return listFaults(field, form, owner);
    const text = faultText(field, settledValue(field, valueAt(form, field.path)), owner);
    return text === undefined ? [] : [{ path: field.path, code: messageOf(field, text), text, severity: 'error' }];
  });
}

/** Without the fields of maps that may be left out and are: what they require is required of those that are there. */
function writtenLeaves(fields: readonly FormField[], form: FormValue): readonly FormField[] {
  return fields.flatMap((field) => {
    if (field.kind !== 'group') return leavesIn([field], form);
    const isLeftOut = !field.isRequired && valueAt(form, field.path) === undefined;
    return isLeftOut ? [] : writtenLeaves(field.fields, form);
  });
}

/** Faults inside a list are named as the gateway names them: `mqtt.brokers[0].url`. */
function listFaults({ path, item }: ListField, form: FormValue, owner: string): readonly FormFault[] {
  return itemsAt(form, path).flatMap((one, at) =>
    checkForm(item, one, owner).map((fault) => ({ ...fault, path: `${path}[${at}].${fault.path}` })),
  );
}

/** Ids of the message catalogue by the code of the rule that a value breaks. */
const MESSAGES: Readonly<Record<string, string>> = {
  HOST_SYNTAX: 'net.host',
  PORT_RANGE: 'net.port',
  UNIT_ID: 'mb.unit',
  INTERVAL_RANGE: 'poll.min',
  DUP_NAME: 'tag.dup',
  TOPIC_SYNTAX: 'tag.topic',
  TOPIC_COLLISION: 'tag.topicDup',
};

/** The catalogue's id of a fault of a file, or its code where the catalogue has none. */
export const faultMessage = (code: string): string => MESSAGES[code] ?? code;

const messageOf = (field: FormField, text: string): string =>
  text.startsWith(`${field.title} is empty.`) ? 'MISSING_KEY' : faultMessage(field.faultCode || 'VALUE');

function faultText(field: FormField, value: unknown, owner: string): string | undefined {
  if (value === undefined || value === '') return field.isRequired ? missingText(field) : undefined;
  switch (field.kind) {
    case 'number':
      return numberFault(field, value, owner);
    case 'duration':
      return durationFault(field, value);
    case 'choice':
      return choiceFault(field, value);
    case 'text':
      return lengthFault(field, value);
    case 'switch':
    case 'lines':
    case 'list':
    case 'group':
    case 'variants':
    case 'other':
      return undefined;
  }
}

function missingText({ title, examples }: FormField): string {
  return examples[0] === undefined
    ? `${title} is empty. Enter one.`
    : `${title} is empty. Enter for example ${examples[0]}.`;
}

function numberFault(field: NumberField, value: unknown, owner: string): string | undefined {
  const { title, isWhole, minimum = -Infinity, maximum = Infinity } = field;
  const range = rangeText(field);
  if (typeof value !== 'number') return `“${String(value)}” is not a number. ${title} takes ${range || 'a number'}.`;
  const hint = field.hint || usualText(field, owner);
  if (value < minimum || value > maximum) {
    const where =
      Number.isFinite(minimum) && Number.isFinite(maximum) ? `outside ${minimum}–${maximum}` : limitText(value, field);
    return `${title} ${value} is ${where}. ${hint}`;
  }
  if (isWhole && !Number.isInteger(value)) return `${title} ${value} is not a whole number. ${hint}`;
  return undefined;
}

const limitText = (value: number, { minimum = -Infinity, maximum }: NumberField): string =>
  value < minimum ? `below ${minimum}` : `above ${String(maximum)}`;

const usualText = ({ fallback }: NumberField, owner: string): string =>
  typeof fallback === 'number' ? `${owner} normally uses ${fallback}.` : 'Enter a number inside this range.';

/** `1–65535`, `at least 0`; empty where there are no limits. */
export function rangeText({ minimum, maximum }: NumberField): string {
  if (minimum !== undefined && maximum !== undefined) return `${minimum}–${maximum}`;
  if (minimum !== undefined) return `at least ${minimum}`;
  return maximum === undefined ? '' : `at most ${maximum}`;
}

function durationFault({ title, minMs = 0, maxMs = Infinity }: DurationField, value: unknown): string | undefined {
  const text = String(value);
  if (/^\d+(?:\.\d+)?$/.test(text)) return `“${text}” has no unit. Write ${text}ms or ${text}s.`;
  const ms = parseDurationMs(text);
  if (ms === undefined) return `“${text}” is not a duration. Write it with a unit, for example 500ms or 1s.`;
  if (ms >= minMs && ms <= maxMs) return undefined;
  if (!Number.isFinite(maxMs)) return `${title} ${text} is below ${formatDuration(minMs)}. Write a longer one.`;
  return `${title} ${text} is outside ${formatDuration(minMs)}–${formatDuration(maxMs)}. Write a duration inside this range.`;
}

function choiceFault({ title, choices }: ChoiceField, value: unknown): string | undefined {
  if (choices.some((choice) => choice.value === value)) return undefined;
  return `“${String(value)}” is no choice of ${title}. Use ${choices.map((choice) => choice.title).join(', ')}.`;
}

function lengthFault({ title, maxLength = Infinity }: TextField, value: unknown): string | undefined {
  const { length } = String(value);
  return length > maxLength ? `${title} has ${length} characters; ${maxLength} are the most. Shorten it.` : undefined;
}
