import type { GivenOptions } from './given-options.ts';
import type { OptionName } from './option-table.ts';

/** How one command is written and what is made of it. */
export interface CommandSpec {
  /** As it is written: `check [--project DIR] [--json]`. */
  readonly usage: string;
  readonly doc: string;
  readonly options: readonly OptionName[];
  /** What may follow the word, in this order. */
  readonly operands?: readonly string[];
  /** @throws NexusError NX_USAGE for what is missing or not understood. */
  parse(given: GivenOptions): { readonly kind: string };
}
