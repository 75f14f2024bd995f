import type { DroppedBacklog, SinkView } from '../../../src-shared/contract/sinks.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type Answer, askService } from './ask-service.ts';
import type { Command } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * Lists what takes the points out of the log of a running service, or gives up what is kept for a sink that is not
 * configured any more. @throws NexusError NX_REQUEST_INVALID with what the service answers, NX_NET_REFUSED.
 */
export async function runSinks(command: Extract<Command, { kind: 'sinks' }>, terminal: Terminal): Promise<number> {
  const { port, form, drop } = command;
  if (drop) {
    const path = `/api/v1/sinks/${encodeURIComponent(drop.sink)}/drop`;
    const dropped = bodyOf(await askService(port, path, { reason: drop.reason })) as DroppedBacklog;
    terminal.print(
      form === 'json' ? JSON.stringify(dropped) : `Gave up ${pointsText(dropped.points)} of ${dropped.sink}.`,
    );
    return EXIT_CODES.done.code;
  }
  const sinks = bodyOf(await askService(port, '/api/v1/sinks')) as readonly SinkView[];
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

function bodyOf({ status, body }: Answer): unknown {
  if (status === 200) return body;
  if (status === 401) {
    const text = 'This service asks for a login. Use the System page of the workstation, which has a session.';
    throw new NexusError('NX_ACCESS_UNAUTHENTICATED', text);
  }
  const said = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : '';
  throw new NexusError('NX_REQUEST_INVALID', said === '' ? `The service answered ${status}.` : said);
}
