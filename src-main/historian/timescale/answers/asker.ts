import type { ClientBase } from 'pg';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';

/** What asks the statements of one question. */
export type Asker = Pick<ClientBase, 'query'>;

/**
 * A connection that takes no further statement once the signal is aborted. The server is told to end the one that runs;
 * between two statements there is none that it could end.
 */
export function askerOf(client: ClientBase, signal: AbortSignal): Asker {
  const query = (...statement: Parameters<ClientBase['query']>): unknown => {
    if (signal.aborted) throw calledOff();
    return client.query(...statement);
  };
  return { query: query as ClientBase['query'] };
}

export function calledOff(cause?: unknown): NexusError {
  return new NexusError('NX_CANCELLED', 'The question was called off before its answer was whole.', {}, { cause });
}
