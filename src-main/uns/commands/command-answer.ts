import type { Answer } from './answer-outbox.ts';
import type { CommandAnswer } from './command-messages.ts';
import { answerTopic } from './command-topic.ts';

/** What is needed to answer a command. */
export interface AskedCommand {
  readonly prefix: string;
  readonly device: string;
  /** Undefined where the command names no tag that could be one. */
  readonly tag: string | undefined;
  readonly requestId: string | undefined;
  readonly correlationData: Buffer | undefined;
  /** Monotonic. */
  readonly receivedMs: number;
}

/** Stands in the answer's topic where the command names no tag; no id looks like it. */
const NO_TAG = '_';
const MOST_CORRELATION_BYTES = 256;

/** What a sender gave to know the answer by (MQTT 5), if it is of a sound size. */
export function correlationOf(data: Buffer | undefined): Buffer | undefined {
  return data && data.length <= MOST_CORRELATION_BYTES ? data : undefined;
}

/**
 * The answer as it is published. Always on the fixed topic: a response topic that a command names (MQTT 5) could be the
 * command topic of another gateway.
 */
export function encodeAnswer(asked: AskedCommand, answer: CommandAnswer, nowUs: number, nowMs: number): Answer {
  const { prefix, device, tag, requestId, correlationData, receivedMs } = asked;
  const payload = JSON.stringify({
    request_id: requestId ?? null,
    device_id: device,
    tag_id: tag ?? null,
    success: answer.success,
    status: answer.status,
    error: answer.error,
    value: answer.value,
    timestamp: answer.timestamp ?? new Date(nowUs / 1_000).toISOString(),
    duration_ms: answer.duration_ms ?? Math.round((nowMs - receivedMs) * 1_000) / 1_000,
  });
  return { topic: answerTopic(prefix, device, tag ?? NO_TAG), payload, ...(correlationData && { correlationData }) };
}
