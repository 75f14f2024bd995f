import { parseArgs } from 'node:util';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { nearestWord } from '../../../src-shared/util/nearest-word.ts';
import { TWIN_FAULTS, WAVE_SHAPES } from '../twins/simulator-job.ts';
import {
  COMMAND_WORDS,
  COMMANDS,
  type CommandName,
  type CommandSpec,
  OPTIONS,
  type OptionName,
  valueName,
} from './command-table.ts';
import {
  type HistoryArchiveCommand,
  type HistoryExportCommand,
  type HistoryImportCommand,
  historyExport,
  historyPlace,
} from './history-options.ts';
import { type ReplayCommand, replayCommand } from './replay-options.ts';

/** How twins differ from what their devices’ files say. */
export interface TwinOptions {
  readonly shape: (typeof WAVE_SHAPES)[number] | undefined;
  readonly fault: (typeof TWIN_FAULTS)[number] | undefined;
  /** Ids of tags that the twins do not have. */
  readonly holes: readonly string[];
  /** A file of recorded values. */
  readonly history: string | undefined;
  readonly delayMs: number | undefined;
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'service';
      readonly project: string;
      readonly port: number | undefined;
      readonly demo: 'make' | 'leave';
    }
  | { readonly kind: 'check'; readonly project: string; readonly form: 'text' | 'json' }
  | {
      readonly kind: 'checks-verify';
      readonly project: string;
      readonly form: 'text' | 'json';
      /** A bundle that was exported before. */
      readonly checkpoint: string | undefined;
    }
  | { readonly kind: 'import'; readonly project: string; readonly file: string }
  | {
      readonly kind: 'export';
      readonly project: string;
      /** All unless given. */
      readonly devices: readonly string[] | undefined;
      readonly identities: 'keep' | 'drop';
      /** Standard output unless given. */
      readonly out: string | undefined;
    }
  | {
      readonly kind: 'simulate';
      readonly project: string;
      readonly devices: readonly string[] | undefined;
      readonly port: number | undefined;
      readonly twin: TwinOptions;
    }
  | HistoryExportCommand
  | HistoryImportCommand
  | HistoryArchiveCommand
  | ReplayCommand
  | { readonly kind: 'restore'; readonly file: string; readonly project: string }
  | {
      readonly kind: 'backup';
      readonly project: string;
      readonly out: string;
      /** What of a database is carried: `30d`, `FROM..TO` or `none`. */
      readonly history: string | undefined;
    }
  | { readonly kind: 'status'; readonly port: number; readonly form: 'text' | 'json' }
  | {
      readonly kind: 'sinks';
      readonly port: number;
      readonly form: 'text' | 'json';
      readonly drop: SinkDrop | undefined;
    };

/** A backlog that is to be given up; without one sinks are listed. */
export interface SinkDrop {
  readonly sink: string;
  readonly reason: string;
}

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
  if (operands.length > allowed) throw usage(`“${operands[allowed]}” is one word too many.`);
  const foreign = [...given.keys()].find((option) => !(COMMANDS[name].options as readonly string[]).includes(option));
  if (foreign) throw usage(`${name} does not take --${foreign}. Write: nexus-edge ${COMMANDS[name].usage}.`);
  return build(name, given, operands);
}

function build(name: CommandName, given: Given, operands: readonly string[]): Command {
  const [file] = operands;
  const one = (option: OptionName): string | undefined => given.get(option)?.at(-1);
  const many = (option: OptionName): readonly string[] | undefined =>
    given.get(option)?.flatMap((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    );
  const project = one('project') ?? '.';
  const form = given.has('json') ? 'json' : 'text';
  switch (name) {
    case 'service':
      required(given, 'project', 'Name the folder that holds nexus.yaml.');
      return { kind: name, project, port: portOf(one('port')), demo: given.has('demo') ? 'make' : 'leave' };
    case 'check':
      return { kind: name, project, form };
    case 'import':
      if (file === undefined) throw usage('import needs a file: nexus-edge import devices.yaml --project DIR.');
      required(given, 'project', 'Name the folder to import into.');
      return { kind: name, project, file };
    case 'export': {
      const identities = given.has('no-identities') ? 'drop' : 'keep';
      return { kind: name, project, devices: many('devices'), identities, out: one('out') };
    }
    case 'simulate':
      return { kind: name, project, devices: many('device'), port: portOf(one('port')), twin: twinOptions(one, many) };
    case 'backup':
      required(given, 'out', 'Name a new folder, or a file that ends in .tar.gz.');
      return { kind: name, project, out: one('out')!, history: one('history') };
    case 'replay':
      return replayCommand(one, form, usage);
    case 'checks-verify':
      return { kind: name, project, form, checkpoint: one('checkpoint') };
    case 'restore':
      if (file === undefined) throw usage('restore needs a backup: nexus-edge restore backup.tar.gz --project DIR.');
      required(given, 'project', 'Name a new folder.');
      return { kind: name, file, project };
    case 'history-export':
      return historyExport(one, many, given.has('bom'), usage);
    case 'history-archive':
      return { kind: name, where: historyPlace(one, usage) };
    case 'history-import': {
      if (file === undefined) throw usage('history import needs a file: nexus-edge history import history.csv.');
      const choice = (option: OptionName): 'skip' | 'refuse' => (given.has(option) ? 'skip' : 'refuse');
      const where = historyPlace(one, usage);
      return {
        ...{ kind: name, where, file, isDryRun: given.has('dry-run') },
        ...{ unknown: choice('skip-unknown'), problems: choice('skip-problems') },
      };
    }
    case 'status':
      required(given, 'port', 'Name the port that the service was started with.');
      return { kind: name, port: portOf(one('port'))!, form };
    case 'sinks':
      required(given, 'port', 'Name the port that the service was started with.');
      return { kind: name, port: portOf(one('port'))!, form, drop: sinkDrop(operands, one('reason')) };
  }
}

const LEAST_REASON = 3;

function sinkDrop([act, sink]: readonly string[], reason: string | undefined): SinkDrop | undefined {
  if (act === 'list' && sink === undefined) return undefined;
  if (act !== 'list' && act !== 'drop') throw usage('sinks takes list or drop: nexus-edge sinks list --port N.');
  if (act === 'list') throw usage(`“${sink}” is one word too many.`);
  if (sink === undefined) throw usage('sinks drop needs the name of a sink, as “sinks list” tells it: mqtt-cloud.');
  if ((reason?.trim().length ?? 0) < LEAST_REASON)
    throw usage('--reason TEXT is missing. Say why the points are given up: it is kept in the journal.');
  return { sink, reason: reason!.trim() };
}

function twinOptions(
  one: (option: OptionName) => string | undefined,
  many: (option: OptionName) => readonly string[] | undefined,
): TwinOptions {
  const delay = one('delay');
  const delayMs = delay === undefined ? undefined : parseDurationMs(delay);
  if (delay !== undefined && delayMs === undefined) throw usage(`--delay ${delay} is not a duration. Try 50ms.`);
  return {
    shape: oneOf('wave', WAVE_SHAPES, one('wave')),
    fault: oneOf('fault', TWIN_FAULTS, one('fault')),
    holes: many('hole') ?? [],
    history: one('history'),
    delayMs,
  };
}

function oneOf<T extends string>(option: OptionName, known: readonly T[], word: string | undefined): T | undefined {
  if (word === undefined) return undefined;
  const found = known.find((each) => each === word);
  if (found) return found;
  throw usage(`--${option} ${word} is none of ${known.join(', ')}.${didYouMean(nearest(word, known))}`);
}

function commandOf(given: Given, [word, second]: readonly string[]): CommandName {
  if (word === undefined) {
    if (given.has('service')) return 'service';
    throw usage('Nothing to do was named.');
  }
  const parts = Object.keys(COMMANDS).filter((known) => known.startsWith(`${word}-`));
  const name = (Object.keys(COMMANDS) as CommandName[]).find(
    (known) => known !== 'service' && (known === word || known === `${word}-${second}`),
  );
  if (!name && parts.length > 0)
    throw usage(`${word} needs one of ${parts.map((part) => part.slice(word.length + 1)).join(', ')} after it.`);
  if (name && given.has('service')) throw usage(`--service and ${name} are two commands. Write one of them.`);
  if (name) return name;
  if (given.has('service')) throw usage(`“${word}” is one word too many.`);
  const near = nearest(word, [...COMMAND_WORDS, 'service']);
  throw usage(`“${word}” is not a command.${didYouMean(near === 'service' ? '--service' : near)}`);
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
      throw usage(`--${name} needs a value: --${name} ${wanted}.`);
    if (wanted === undefined && token.value !== undefined) throw usage(`--${name} takes no value.`);
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
  const near = nearest(name, Object.keys(OPTIONS));
  throw usage(`“${raw}” is not an option.${didYouMean(near && `--${near}`)}`);
}

/** Two letters in the wrong order are the most common slip, and far apart to the count of edits. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const letters = (text: string): string => text.split('').sort().join('');
  return known.find((candidate) => letters(candidate) === letters(word)) ?? nearestWord(word, known);
}

const didYouMean = (word: string | undefined): string => (word ? ` Did you mean “${word}”?` : '');

function required(given: Given, option: OptionName, next: string): void {
  if (!given.has(option)) throw usage(`--${option} ${valueName(option)} is missing. ${next}`);
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_535)) throw usage(`Port ${text} is outside 1–65535.`);
  return port;
}

function usage(text: string): NexusError {
  return new NexusError('NX_USAGE', `${text} See nexus-edge --help.`);
}
