import { didYouMean, nearestKnown } from './nearest-known.ts';
import { type OptionName, valueName } from './option-table.ts';
import { usageError } from './usage-error.ts';

/** What was written after the words of a command. */
export class GivenOptions {
  /** What stands without dashes. */
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<OptionName, readonly string[]>;

  constructor(values: ReadonlyMap<OptionName, readonly string[]>, operands: readonly string[]) {
    this.#values = values;
    this.operands = operands;
  }

  has(option: OptionName): boolean {
    return this.#values.has(option);
  }

  /** The last one counts. */
  one(option: OptionName): string | undefined {
    return this.#values.get(option)?.at(-1);
  }

  /** Every one, those with commas taken apart. */
  many(option: OptionName): readonly string[] | undefined {
    return this.#values.get(option)?.flatMap((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    );
  }

  /** @throws NexusError NX_USAGE with the next step, where it is missing. */
  required(option: OptionName, next: string): string {
    const value = this.one(option);
    if (value === undefined) throw usageError(`--${option} ${valueName(option)} is missing. ${next}`);
    return value;
  }

  /** @throws NexusError NX_USAGE with all the words and the nearest one. */
  oneOf<T extends string>(option: OptionName, known: readonly T[]): T | undefined {
    const word = this.one(option);
    if (word === undefined) return undefined;
    const found = known.find((each) => each === word);
    if (found) return found;
    throw usageError(`--${option} ${word} is none of ${known.join(', ')}.${didYouMean(nearestKnown(word, known))}`);
  }

  /** @throws NexusError NX_USAGE for what is no TCP port. */
  get port(): number | undefined {
    const text = this.one('port');
    if (text === undefined) return undefined;
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (!(port >= 1 && port <= 65_535)) throw usageError(`Port ${text} is outside 1–65535.`);
    return port;
  }

  get project(): string {
    return this.one('project') ?? '.';
  }

  /** Where a running service is asked: on its port, or by the door of the project. */
  get place(): { readonly port: number } | { readonly project: string } {
    const { port } = this;
    return port === undefined ? { project: this.project } : { port };
  }

  get form(): 'text' | 'json' {
    return this.has('json') ? 'json' : 'text';
  }
}
