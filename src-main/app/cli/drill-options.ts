import { DRILL_FORMATS, DRILL_KINDS, DRILL_SECONDS } from '../../../src-shared/contract/drill.ts';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import type { ServicePlace } from './call-service.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

/** What a line about outage drills asks for. */
export type DrillAct =
  | {
      readonly kind: 'start';
      readonly sinks: readonly string[];
      readonly devices: readonly string[];
      readonly forS: number;
      readonly confirm: readonly string[];
      readonly reason: string;
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'show'; readonly id: string }
  | {
      readonly kind: 'export';
      readonly id: string;
      readonly format: (typeof DRILL_FORMATS)[number];
      readonly out: string | undefined;
    };

export interface DrillCommand {
  readonly kind: 'drill';
  readonly place: ServicePlace;
  readonly form: 'text' | 'json';
  readonly act: DrillAct;
}

export const drillLine = {
  usage:
    'drill start broker|database|device [NAME] [--for TIME] [--confirm ID] [--reason TEXT] | list | show ID | export ID [--format pdf|json] [--out FILE] [--project DIR | --port N]',
  doc: 'cut a link of a running service on purpose, and prove with counts that nothing is lost',
  options: ['project', 'port', 'for', 'confirm', 'reason', 'format', 'out', 'json'],
  operands: ['start|list|show|export', 'WHAT', 'NAME'],
  parse: (given: GivenOptions): DrillCommand => ({
    kind: 'drill',
    place: given.place,
    form: given.form,
    act: actOf(given),
  }),
} as const satisfies CommandSpec;

function actOf(given: GivenOptions): DrillAct {
  const [act, what, name] = given.operands;
  if (act === 'list' && what === undefined) return { kind: 'list' };
  if (act === 'start') return startOf(given, what, name);
  if (act !== 'show' && act !== 'export')
    throw usageError('drill takes start, list, show or export: nexus-edge drill start broker --for 2m --project DIR.');
  if (what === undefined || name !== undefined)
    throw usageError(`drill ${act} takes the id of one drill, as “drill list” tells it.`);
  if (act === 'show') return { kind: 'show', id: what };
  return { kind: 'export', id: what, format: given.oneOf('format', DRILL_FORMATS) ?? 'pdf', out: given.one('out') };
}

function startOf(given: GivenOptions, what: string | undefined, name: string | undefined): DrillAct {
  const kind = DRILL_KINDS.find((known) => known === what);
  if (!kind)
    throw usageError(`drill start takes ${DRILL_KINDS.join(', ')}, and a name after it: drill start device plc-1.`);
  if (kind === 'device' && name === undefined)
    throw usageError('drill start device needs the id of a device: drill start device plc-1.');
  const text = given.one('for') ?? `${DRILL_SECONDS.usual}s`;
  const ms = parseDurationMs(text);
  const { shortest, longest } = DRILL_SECONDS;
  if (ms === undefined || ms < shortest * 1_000 || ms > longest * 1_000)
    throw usageError(`--for ${text} is no time from ${shortest} s to ${longest / 60} min. Try 2m.`);
  const sink = kind === 'broker' ? (name ?? 'mqtt') : 'historian';
  return {
    kind: 'start',
    sinks: kind === 'device' ? [] : [sink],
    devices: kind === 'device' ? [name!] : [],
    forS: ms / 1_000,
    confirm: given.many('confirm') ?? [],
    reason: given.one('reason')?.trim() ?? '',
  };
}
