/** What a function takes at a place: `same` and `any` are explained at `FunctionInfo.result`. */
export type ParameterKind = 'number' | 'any' | 'same' | 'duration';

/** A function that expressions can call. */
export interface FunctionInfo {
  /** `clamp(x, low, high)` */
  readonly form: string;
  /** One sentence. */
  readonly doc: string;
  readonly takes: readonly ParameterKind[];
  /** How many arguments it needs; all of `takes` unless given. */
  readonly least?: number;
  /** The last of `takes` may come as often as wanted, up to 100. */
  readonly repeats?: true;
  /** `same`: number or text, as its arguments of that kind are. */
  readonly result: 'number' | 'truth' | 'same';
  /** It remembers: it takes each new reading, also where it stands in a branch that is not taken. */
  readonly remembers?: true;
  /** Its value changes by time alone, so its tag is calculated at the poll interval too. */
  readonly isTimed?: true;
}

const number1 = (form: string, doc: string): FunctionInfo => ({ form, doc, takes: ['number'], result: 'number' });
const several = (form: string, doc: string): FunctionInfo => ({
  ...number1(form, doc),
  repeats: true,
});

/** Every function by name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionInfo> = new Map<string, FunctionInfo>([
  ['min', several('min(x, …)', 'The smallest.')],
  ['max', several('max(x, …)', 'The largest.')],
  ['avg', several('avg(x, …)', 'The mean of the values of now.')],
  ['sum', several('sum(x, …)', 'All together.')],
  ['abs', number1('abs(x)', 'Without its sign.')],
  ['sqrt', number1('sqrt(x)', 'The square root.')],
  ['log', number1('log(x)', 'The logarithm to base 10.')],
  ['ln', number1('ln(x)', 'The natural logarithm.')],
  ['exp', number1('exp(x)', 'e to the power of x.')],
  ['floor', number1('floor(x)', 'The next whole number below.')],
  ['ceil', number1('ceil(x)', 'The next whole number above.')],
  [
    'round',
    {
      form: 'round(x, digits)',
      doc: 'Rounded, halves away from zero; to a whole number, or to so many decimals (−12…12).',
      takes: ['number', 'number'],
      least: 1,
      result: 'number',
    },
  ],
  ['pow', { form: 'pow(x, y)', doc: 'x to the power of y.', takes: ['number', 'number'], result: 'number' }],
  [
    'clamp',
    {
      form: 'clamp(x, low, high)',
      doc: 'x, held within its limits.',
      takes: ['number', 'number', 'number'],
      result: 'number',
    },
  ],
  ['good', { form: 'good(x)', doc: 'Whether x is Good now; never Bad itself.', takes: ['any'], result: 'truth' }],
  [
    'quality',
    {
      form: 'quality(x)',
      doc: 'The classic quality of x: 192 good, 64 uncertain, 0 bad, and its sub-codes; never Bad itself.',
      takes: ['any'],
      result: 'number',
    },
  ],
  ['or_else', { form: 'or_else(x, y)', doc: 'x, or y while x is Bad.', takes: ['same', 'same'], result: 'same' }],
  [
    'now',
    {
      form: 'now()',
      doc: 'The clock of the gateway: seconds since 1970 UTC.',
      takes: [],
      result: 'number',
      isTimed: true,
    },
  ],
  [
    'age',
    {
      form: 'age(x)',
      doc: 'Seconds since the time of x; never Bad once x has a time.',
      takes: ['any'],
      result: 'number',
      isTimed: true,
    },
  ],
  [
    'prev',
    {
      form: 'prev(x)',
      doc: 'The reading of x before its last one.',
      takes: ['number'],
      result: 'number',
      remembers: true,
    },
  ],
  [
    'delta',
    {
      form: 'delta(x)',
      doc: 'The last reading of x less the one before.',
      takes: ['number'],
      result: 'number',
      remembers: true,
    },
  ],
  [
    'rate',
    {
      form: 'rate(x)',
      doc: 'The change of x a second, between its last two readings.',
      takes: ['number'],
      result: 'number',
      remembers: true,
    },
  ],
  [
    'hold',
    {
      form: 'hold(x, 10s)',
      doc: 'x, or its last good value (Uncertain) while x is Bad for no longer than so long.',
      takes: ['number', 'duration'],
      result: 'number',
      remembers: true,
      isTimed: true,
    },
  ],
  [
    'on_delay',
    {
      form: 'on_delay(x, 10s)',
      doc: 'True once x has been true for so long without a break.',
      takes: ['number', 'duration'],
      result: 'truth',
      remembers: true,
      isTimed: true,
    },
  ],
  [
    'off_delay',
    {
      form: 'off_delay(x, 10s)',
      doc: 'True until x has been false for so long without a break.',
      takes: ['number', 'duration'],
      result: 'truth',
      remembers: true,
      isTimed: true,
    },
  ],
  [
    'edges',
    {
      form: 'edges(x)',
      doc: 'How often x went from false to true; kept over restarts.',
      takes: ['number'],
      result: 'number',
      remembers: true,
    },
  ],
  [
    'total',
    {
      form: 'total(x, 1h)',
      doc: 'x summed up over time, by the second or by the time given: total({flow}, 1h) of m³/h is m³; kept over restarts.',
      takes: ['number', 'duration'],
      least: 1,
      result: 'number',
      remembers: true,
      isTimed: true,
    },
  ],
  [
    'runtime',
    {
      form: 'runtime(x)',
      doc: 'Hours that x has been true, all together; kept over restarts.',
      takes: ['number'],
      result: 'number',
      remembers: true,
      isTimed: true,
    },
  ],
]);
