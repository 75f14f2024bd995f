import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

const DEADLINE_MS = 10_000;
const Problem = z.object({ title: z.string(), detail: z.string() });

/**
 * Asks what comes before any call, over plain HTTP.
 *
 * @param path below `/session`
 * @throws NexusError as the gateway says it; NX_NET_UNREACHABLE where it says nothing that can be understood.
 */
export async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
  session?: string,
  signal?: AbortSignal,
): Promise<unknown> {
  const limits = [AbortSignal.timeout(DEADLINE_MS), ...(signal ? [signal] : [])];
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`/session${path}`, {
      method,
      headers: {
        ...(session && { authorization: `Bearer ${session}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any(limits),
    });
    answer = response.status === 204 ? undefined : await response.json();
  } catch (error) {
    throw new NexusError('NX_NET_UNREACHABLE', 'The gateway did not answer.', {}, { cause: error });
  }
  if (response.ok) return answer;
  const problem = Problem.safeParse(answer);
  if (problem.success && isCode(problem.data.title)) throw new NexusError(problem.data.title, problem.data.detail);
  if (response.status === 401 || response.status === 403) throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
  throw new NexusError('NX_NET_UNREACHABLE', `The gateway answered ${response.status} to /session.`);
}

const isCode = (text: string): text is ErrorCode => Object.hasOwn(ERROR_CODES, text);
