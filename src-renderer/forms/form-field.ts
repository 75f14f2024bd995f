/** What every field of a form has, whatever is put into it. */
interface FieldFacts {
  /** Where its value stands in the form: `connection.port`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** Shown only on demand. */
  readonly isAdvanced: boolean;
  /** What holds while nothing is written; undefined: nothing does. */
  readonly fallback: unknown;
  readonly examples: readonly string[];
  /** `registers`; empty where there is none. */
  readonly unit: string;
  /** Code of the fault that its rule has (docs/faults.md); empty where the schema names none. */
  readonly faultCode: string;
  /** The sentence that helps with a value outside the limits; empty where the schema has none. */
  readonly hint: string;
}

export interface TextField extends FieldFacts {
  readonly kind: 'text';
  readonly maxLength: number | undefined;
  readonly isSecret: boolean;
}

/** A time as text with a unit: `500ms`. */
export interface DurationField extends FieldFacts {
  readonly kind: 'duration';
  readonly minMs: number | undefined;
  readonly maxMs: number | undefined;
}

export interface NumberField extends FieldFacts {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

export interface SwitchField extends FieldFacts {
  readonly kind: 'switch';
}

export interface Choice {
  readonly value: string | number;
  readonly title: string;
}

export interface ChoiceField extends FieldFacts {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
}

/** A list of texts, one a line. */
export interface LinesField extends FieldFacts {
  readonly kind: 'lines';
}

/** A list of maps, each with the same fields: their paths begin at the map. */
export interface ListField extends FieldFacts {
  readonly kind: 'list';
  /** What one of them is: `Broker`. */
  readonly itemTitle: string;
  readonly item: readonly FormField[];
}

export interface GroupField extends FieldFacts {
  readonly kind: 'group';
  readonly fields: readonly FormField[];
}

/** One of several forms of a value. */
export interface Variant {
  readonly title: string;
  /** What tells it from the others: `{ kind: 'anonymous' }`; empty where its own keys do. */
  readonly mark: Readonly<Record<string, string | number | boolean>>;
  /** Every key that it may have. */
  readonly keys: readonly string[];
  readonly fields: readonly FormField[];
}

export interface VariantsField extends FieldFacts {
  readonly kind: 'variants';
  readonly variants: readonly Variant[];
}

/** A form of value that has no field yet: shown as it stands, kept as it is. */
export interface OtherField extends FieldFacts {
  readonly kind: 'other';
}

/** One field of a form, as a JSON Schema describes it. */
export type FormField =
  | TextField
  | DurationField
  | NumberField
  | SwitchField
  | ChoiceField
  | LinesField
  | ListField
  | GroupField
  | VariantsField
  | OtherField;

/** A part of the form of a file. Numbers that cannot be read stand in it as they were typed. */
export type FormValue = Readonly<Record<string, unknown>>;

/** Every field, with those inside groups and the chosen variants left out: their parents speak for them. */
export function leafFields(fields: readonly FormField[]): readonly FormField[] {
  return fields.flatMap((field) => (field.kind === 'group' ? leafFields(field.fields) : [field]));
}
