import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { sendWrite, type WriteOrder } from './send-write.ts';

const ORDER: WriteOrder = {
  tag: { device: 'boiler-1', tag: 'setpoint' },
  value: 7,
  expect: undefined,
  reason: 'SAT',
};

describe('a write from this page', () => {
  it('is sent once, with an id of its own and no expectation that nobody stated', async () => {
    const sent: unknown[] = [];
    await sendWrite(ORDER, async (input) => {
      sent.push(input);
      throw new NexusError('NX_NET_UNREACHABLE');
    });
    expect(sent).toEqual([
      { device_id: 'boiler-1', tag_id: 'setpoint', value: 7, reason: 'SAT', request_id: expect.any(String) },
    ]);
  });

  it('was not sent where there was no link to send it on', async () => {
    const end = await sendWrite(ORDER, () => {
      throw new NexusError('NX_NET_UNREACHABLE', 'The gateway is lost.');
    });
    expect(end).toEqual({ kind: 'not-sent', text: 'The gateway is lost.' });
  });

  it('has an outcome that nobody knows where the answer was lost, under the id that it was sent with', async () => {
    for (const code of ['NX_NET_UNREACHABLE', 'NX_CANCELLED', 'NX_INTERNAL'] satisfies ErrorCode[]) {
      let id: string | undefined;
      const end = await sendWrite(ORDER, async ({ request_id }) => {
        id = request_id;
        throw new NexusError(code);
      });
      expect(end).toEqual({ kind: 'no-receipt', requestId: id });
    }
  });

  it('was not sent where the engine refused the call itself', async () => {
    const end = await sendWrite(ORDER, () => Promise.reject(new NexusError('NX_REQUEST_INVALID', 'Too long.')));
    expect(end).toEqual({ kind: 'not-sent', text: 'Too long.' });
  });
});
