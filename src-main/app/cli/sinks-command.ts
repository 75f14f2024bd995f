import type { DroppedBacklog, SinkView } from '../../../src-shared/contract/sinks.ts';
import { askService } from './call-service.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * Lists what takes the points out of the log of a running service, or gives up what is kept for a sink that is not
 * configured any more. @throws NexusError NX_REQUEST_INVALID with what the service answers, NX_NET_REFUSED.
 */
export async function runSinks(command: Extract<Command, { kind: 'sinks' }>, terminal: Terminal): Promise<number> {
  const { place, form, drop } = command;
  if (drop) {
    const path = `/api/v1/sinks/${encodeURIComponent(drop.sink)}/drop`;
    const dropped = await askService<DroppedBacklog>(place, { path, body: { reason: drop.reason } });
    terminal.print(
      form === 'json' ? JSON.stringify(dropped) : `Gave up ${pointsText(dropped.points)} of ${dropped.sink}.`,
    );
    return EXIT_CODES.done.code;
  }
  const sinks = await askService<readonly SinkView[]>(place, { path: '/api/v1/sinks' });
  if (form === 'json') terminal.print(JSON.stringify(sinks, undefined, 2));
  else for (const sink of sinks) terminal.print(lineOf(sink));
  return EXIT_CODES.done.code;
}

function lineOf({ sink, state, flow, broker, backlog, reason }: SinkView): string {
  const facts = [`${sink}: ${state}, ${flow}`, broker, `${pointsText(backlog.points)} waiting, ${backlog.bytes} bytes`];
  if (backlog.oldestUs !== null) facts.push(`oldest ${new Date(backlog.oldestUs / 1_000).toISOString()}`);
  if (reason) facts.push(reason.text);
  return facts.filter((fact) => fact !== '').join('; ');
}

const pointsText = (points: number): string => (points === 1 ? '1 point' : `${points} points`);
