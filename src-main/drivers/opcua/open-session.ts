import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { FrameListener } from '../driver.ts';
import type { SecurityFactory } from './client-security.ts';
import { dialUrl, type OpcUaConnection, placeOf, timingsOf } from './connection.ts';
import { type Library, loadLibrary } from './library.ts';
import { cancelled, tooLate } from './link-error.ts';
import { PublishLoop } from './publish-loop.ts';
import { readServerFacts, type ServerFacts } from './server-facts.ts';
import { UaLink } from './ua-link.ts';

/** A session that stands, and what its server says of itself. */
export interface OpenSession {
  readonly link: UaLink;
  readonly library: Library;
  readonly facts: ServerFacts;
  readonly publishing: PublishLoop;
  /** Nodes in one read; less than the server says where it turned out to take fewer. */
  readBatch: number;
}

/** What a session is opened with. */
export interface SessionParts {
  readonly connection: OpcUaConnection;
  readonly clock: Clock;
  readonly security: SecurityFactory;
  /** Where certificates are kept; left out where there is no project. */
  readonly folder?: string | undefined;
  readonly onFrame?: FrameListener | undefined;
}

/**
 * Connects and opens a session within the time that the connection allows.
 *
 * @param onLost called once when the session is lost that was returned.
 * Rejects with NX_NET_*, NX_CANCELLED, or what the security has to say; nothing is open then.
 */
export async function openSession(
  parts: SessionParts,
  onLost: (link: UaLink, error: NexusError) => void,
  signal: AbortSignal,
): Promise<OpenSession> {
  const { connection, clock, folder, onFrame } = parts;
  const { host, port } = placeOf(connection);
  const peer = { host, port };
  if (signal.aborted) throw cancelled(peer, signal.reason);
  const library = await loadLibrary();
  const { connectMs, requestMs } = timingsOf(connection);
  const stop = new AbortController();
  const onAbort = (): void =>
    stop.abort(signal.reason instanceof NexusError ? signal.reason : cancelled(peer, signal.reason));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  let link: UaLink | undefined;
  const deadline = clock.after(connectMs, () => stop.abort(tooLate(peer, link?.phase ?? 'tcp', connectMs)));
  try {
    const security = await parts.security({ library, connection, folder, clock, signal: stop.signal });
    stop.signal.throwIfAborted();
    const made: UaLink = new UaLink({
      library,
      security,
      peer,
      url: dialUrl(connection),
      clock,
      connectTimeoutMs: connectMs,
      onFrame,
      onLost: (error) => onLost(made, error),
    });
    link = made;
    await made.dial(stop.signal);
    const endMade = (): void => made.fail(stop.signal.reason as NexusError);
    stop.signal.addEventListener('abort', endMade);
    const facts = await readServerFacts(made, requestMs).finally(() =>
      stop.signal.removeEventListener('abort', endMade),
    );
    return { link: made, library, facts, publishing: new PublishLoop(made), readBatch: facts.maxNodesPerRead };
  } catch (cause) {
    await link?.close();
    const error = toNexusError(stop.signal.aborted ? stop.signal.reason : cause);
    throw error.code.startsWith('NX_DRIVER_') ? unanswered(error) : error;
  } finally {
    deadline.dispose();
    signal.removeEventListener('abort', onAbort);
  }
}

/** A session that came and went before it could be used is a connect that came to nothing. */
function unanswered(error: NexusError): NexusError {
  const code = error.code === 'NX_DRIVER_TIMEOUT' ? 'NX_NET_TIMEOUT' : 'NX_NET_REFUSED';
  return new NexusError(code, error.text, error.context, { cause: error });
}
