import { NexusError } from '../errors/nexus-error.ts';

const OPERATORS = ['>=', '<=', '!=', '=', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

/** “Only when tag is something”: `boiler-1/burner = 1`. */
export interface Condition {
  /** As `device/tag` or a topic. */
  readonly tag: string;
  readonly operator: Operator;
  readonly value: number;
}

/**
 * Reads a condition; undefined for an empty text, which is none.
 *
 * @throws NexusError NX_REQUEST_INVALID that says which of its three parts is missing.
 */
export function parseCondition(text: string): Condition | undefined {
  if (text.trim() === '') return undefined;
  const at = text.search(/[<>=!]/);
  const operator = OPERATORS.find((each) => text.startsWith(each, at));
  if (at < 0 || !operator)
    throw refused(text, 'compares nothing. Write a tag, one of = != < > <= >=, and a number: boiler-1/burner = 1.');
  const tag = text.slice(0, at).trim();
  const typed = text.slice(at + operator.length).trim();
  if (tag === '') throw refused(text, `has no tag before “${operator}”. Write it as device/tag.`);
  if (/[+#*]/.test(tag)) throw refused(text, 'names more than one tag. A condition takes one, without wildcards.');
  if (typed === '') throw refused(text, `has no value after “${operator}”.`);
  const value = STATES.get(typed.toLowerCase()) ?? Number(typed);
  if (!Number.isFinite(value)) throw refused(text, `compares with “${typed}”, which is not a number.`);
  return { tag, operator, value };
}

const STATES: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['false', 0],
  ['on', 1],
  ['off', 0],
]);

const refused = (text: string, fault: string): NexusError =>
  new NexusError('NX_REQUEST_INVALID', `“${text}” ${fault}`, { condition: text });

const TESTS: Readonly<Record<Operator, (value: number, other: number) => boolean>> = {
  '=': (value, other) => value === other,
  '!=': (value, other) => value !== other,
  '<': (value, other) => value < other,
  '>': (value, other) => value > other,
  '<=': (value, other) => value <= other,
  '>=': (value, other) => value >= other,
};

/** Whether a value meets it. */
export const conditionTest = ({ operator, value }: Condition): ((other: number) => boolean) => {
  const test = TESTS[operator];
  return (other) => test(other, value);
};
