import { describe, expect, it } from 'vitest';
import type { QuarantinedPoint } from '../../../src-shared/contract/history-quarantine.ts';
import type { Call } from '../../rpc/call.ts';
import { quarantineHandlers } from './quarantine-handlers.ts';

const call = {} as Call;
const point = (n: number, part: Partial<QuarantinedPoint> = {}): QuarantinedPoint => ({
  id: String(n),
  atUs: 1_763_700_000e6,
  topic: 'acme/speed',
  tag: 'uid',
  timeUs: 1_763_699_999.5e6,
  value: 1.5,
  status: 0,
  reason: 'conflict',
  detail: '',
  ...part,
});

/** As the historian's list, over rows that are here. */
function handlersOver(points: readonly QuarantinedPoint[]): ReturnType<typeof quarantineHandlers> {
  const ask = ({ after, limit }: { after: string; limit: number }) => ({
    what: 'list',
    total: points.length,
    rows: points.filter(({ id }) => Number(id) > Number(after)).slice(0, limit),
  });
  return quarantineHandlers({ storage: { quarantine: async (asked: never) => ask(asked) } } as never);
}

describe('the quarantine as CSV', () => {
  it('has a line for each point of all pages, and says how many there are', async () => {
    const { total, rows, csv } = await handlersOver(
      Array.from({ length: 2_500 }, (_, i) => point(i + 1)),
    ).quarantineCsv({}, call);
    expect([total, rows]).toEqual([2_500, 2_500]);
    const lines = csv.split('\r\n');
    expect(lines.length).toBe(2_502);
    expect(lines[2_500]).toBe(
      '2500,2025-11-21T04:40:00.000000Z,acme/speed,2025-11-21T04:39:59.500000Z,1.5,Good,conflict,',
    );
  });

  it('quotes what needs it, and lets no text be a formula', async () => {
    const strange = [
      point(1, { value: '=1+1', detail: 'stored is "5", Good' }),
      point(2, { value: -3, topic: null, tag: null, timeUs: null }),
    ];
    const { csv } = await handlersOver(strange).quarantineCsv({}, call);
    expect(csv).toContain(`,'=1+1,Good,conflict,"stored is ""5"", Good"\r\n`);
    expect(csv).toContain('\r\n2,2025-11-21T04:40:00.000000Z,,,-3,Good,conflict,\r\n');
  });
});
