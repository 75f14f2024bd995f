import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { AnswerOutbox } from './answer-outbox.ts';
import { encodeAnswer } from './command-answer.ts';

const asked = {
  prefix: 'nexus',
  device: 'pump',
  tag: 'speed',
  requestId: 'r1',
  correlationData: undefined,
  receivedMs: 1_000,
};
const answer = encodeAnswer(asked, { success: true, status: 'DONE', error: null }, 1.7637e15, 1_012.5);

describe('the answers to commands', () => {
  it('have the form of the specification', () => {
    expect(answer.topic).toBe('nexus/cmd/response/pump/speed');
    expect(JSON.parse(answer.payload)).toEqual({
      request_id: 'r1',
      device_id: 'pump',
      tag_id: 'speed',
      success: true,
      status: 'DONE',
      error: null,
      timestamp: new Date(1.7637e12).toISOString(),
      duration_ms: 12.5,
    });
  });

  it('are kept for a link that is down in a bounded number, the latest, and counted beyond it', () => {
    const outbox = new AnswerOutbox(new FakeClock());
    for (let n = 0; n < 1_003; n++) outbox.push(answer);
    expect(outbox.lost).toBe(3);
  });

  it('are lost, and counted, after a minute', async () => {
    const clock = new FakeClock();
    const outbox = new AnswerOutbox(clock);
    for (let n = 0; n < 5; n++) outbox.push(answer);
    await clock.advance(59_000);
    outbox.push(answer);
    expect(outbox.lost).toBe(0);
    await clock.advance(2_000);
    outbox.push(answer);
    expect(outbox.lost).toBe(5);
  });
});
