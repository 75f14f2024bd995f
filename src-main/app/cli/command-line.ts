import { parseArgs } from 'node:util';
import type { CommandSpec } from './command-spec.ts';
import { COMMAND_WORDS, COMMANDS, type CommandName } from './command-table.ts';
import { GivenOptions } from './given-options.ts';
import { didYouMean, nearestKnown } from './nearest-known.ts';
import { OPTIONS, type OptionName, valueName } from './option-table.ts';
import { usageError } from './usage-error.ts';

/** What a command line asks for; each command says its own part in its file of options. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ReturnType<(typeof COMMANDS)[CommandName]['parse']>;

/** The options that were given: values of switches are empty. */
type Given = ReadonlyMap<OptionName, readonly string[]>;

/** @throws NexusError NX_USAGE with what was not understood, and the nearest word that would be. */
export function parseCommandLine(argv: readonly string[]): Command {
  const { given, words } = read(argv);
  if (given.has('help')) return { kind: 'help' };
  if (given.has('version')) return { kind: 'version' };
  const name = commandOf(given, words);
  const operands = name === 'service' ? words : words.slice(name.split('-').length);
  const spec: CommandSpec = COMMANDS[name];
  const allowed = spec.operands?.length ?? 0;
  if (operands.length > allowed) throw usageError(`“${operands[allowed]}” is one word too many.`);
  const foreign = [...given.keys()].find((option) => !(COMMANDS[name].options as readonly string[]).includes(option));
  if (foreign) throw usageError(`${name} does not take --${foreign}. Write: nexus-edge ${COMMANDS[name].usage}.`);
  return COMMANDS[name].parse(new GivenOptions(given, operands));
}

function commandOf(given: Given, [word, second]: readonly string[]): CommandName {
  if (word === undefined) {
    if (given.has('service')) return 'service';
    throw usageError('Nothing to do was named.');
  }
  const parts = Object.keys(COMMANDS).filter((known) => known.startsWith(`${word}-`));
  const name = (Object.keys(COMMANDS) as CommandName[]).find(
    (known) => known !== 'service' && (known === word || known === `${word}-${second}`),
  );
  if (!name && parts.length > 0)
    throw usageError(
      `${word} needs one of ${parts.map((part) => part.slice(word.length + 1)).join(', ')} after it.${word === 'service' ? ' To run one here write --service.' : ''}`,
    );
  if (name && given.has('service')) throw usageError(`--service and ${name} are two commands. Write one of them.`);
  if (name) return name;
  if (given.has('service')) throw usageError(`“${word}” is one word too many.`);
  throw usageError(`“${word}” is not a command.${didYouMean(nearestKnown(word, COMMAND_WORDS))}`);
}

/** Takes the line apart. Not in the strict way of the parser, whose messages know nothing of the nearest word. */
function read(argv: readonly string[]): { readonly given: Given; readonly words: readonly string[] } {
  const types = (Object.keys(OPTIONS) as OptionName[]).map((name) => [
    name,
    {
      type: valueName(name) !== undefined ? ('string' as const) : ('boolean' as const),
      ...(name === 'help' && { short: 'h' }),
    },
  ]);
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(types) as Record<string, { type: 'string' | 'boolean' }>,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Map<OptionName, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const name = known(token.name, token.rawName);
    const wanted = valueName(name);
    if (wanted !== undefined && isMissing(token.value, token.inlineValue))
      throw usageError(`--${name} needs a value: --${name} ${wanted}.`);
    if (wanted === undefined && token.value !== undefined) throw usageError(`--${name} takes no value.`);
    given.set(name, [...(given.get(name) ?? []), token.value ?? '']);
  }
  return { given, words: positionals };
}

/** `--port --demo` forgot the port; `--out=-x` means what it says. */
function isMissing(value: string | undefined, isInline: boolean | undefined): boolean {
  return value === undefined || value === '' || (!isInline && value.startsWith('-'));
}

function known(name: string, raw: string): OptionName {
  if (Object.hasOwn(OPTIONS, name)) return name as OptionName;
  const near = nearestKnown(name, Object.keys(OPTIONS));
  throw usageError(`“${raw}” is not an option.${didYouMean(near && `--${near}`)}`);
}
