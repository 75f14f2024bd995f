import type { ServicePlace } from './call-service.ts';
import type { CommandSpec } from './command-spec.ts';
import type { GivenOptions } from './given-options.ts';
import { usageError } from './usage-error.ts';

/** A backlog that is to be given up; without one sinks are listed. */
export interface SinkDrop {
  readonly sink: string;
  readonly reason: string;
}

export interface SinksCommand {
  readonly kind: 'sinks';
  readonly place: ServicePlace;
  readonly form: 'text' | 'json';
  readonly drop: SinkDrop | undefined;
}

export const sinksLine = {
  usage: 'sinks list|drop SINK [--reason TEXT] [--project DIR | --port N] [--json]',
  doc: 'what waits in the log for whom; give up what is kept for a removed sink',
  options: ['project', 'port', 'reason', 'json'],
  operands: ['list|drop', 'SINK'],
  parse: (given: GivenOptions): SinksCommand => ({
    kind: 'sinks',
    place: given.place,
    form: given.form,
    drop: sinkDrop(given.operands, given.one('reason')),
  }),
} as const satisfies CommandSpec;

const LEAST_REASON = 3;

function sinkDrop([act, sink]: readonly string[], reason: string | undefined): SinkDrop | undefined {
  if (act === 'list' && sink === undefined) return undefined;
  if (act !== 'list' && act !== 'drop')
    throw usageError('sinks takes list or drop: nexus-edge sinks list --project DIR.');
  if (act === 'list') throw usageError(`“${sink}” is one word too many.`);
  if (sink === undefined)
    throw usageError('sinks drop needs the name of a sink, as “sinks list” tells it: mqtt-cloud.');
  if ((reason?.trim().length ?? 0) < LEAST_REASON)
    throw usageError('--reason TEXT is missing. Say why the points are given up: it is kept in the journal.');
  return { sink, reason: reason!.trim() };
}
