import { describe, expect, it } from 'vitest';
import { Device } from '../../../src-shared/domain/device.ts';
import { checkAdaptive } from './check-adaptive.ts';

/** `CODE place: message` of each fault of a device. */
function faultsOf(fields: Record<string, unknown>, isSubscribed = false): string[] {
  const faults: string[] = [];
  const device = Device.parse({ id: 'd', protocol: 'memory', uns_prefix: 'a/d', connection: {}, ...fields });
  const tags = device.tags.map((tag, index) => ({ tag, index }));
  checkAdaptive(device, tags, isSubscribed, (code, path, message, severity = 'error') => {
    faults.push(`${severity} ${code} ${path.join('.')}: ${message}`);
  });
  return faults;
}

const tag = (fields: Record<string, unknown>): Record<string, unknown> => ({ id: 't', address: 'a', ...fields });

describe('the bounds of adaptive polling', () => {
  it.each([
    [{ adaptive_polling: { fastest: '200ms', slowest: '10s' } }],
    [{ adaptive_polling: { slowest: '10s' }, tags: [tag({}), tag({ poll_interval: '1s' })] }],
    [{ tags: [tag({ poll_interval: '5s', adaptive_polling: { fastest: '1s' } })] }],
  ])('are right in %j', (fields) => {
    expect(faultsOf(fields)).toEqual([]);
  });

  it.each([
    [
      { adaptive_polling: { fastest: '5s', slowest: '1s' } },
      'error LIMIT_ORDER adaptive_polling.fastest: ',
      'Swap them',
    ],
    [
      { adaptive_polling: { fastest: '2s', slowest: '10s' } },
      'error ADAPTIVE_POLLING adaptive_polling.fastest: ',
      'Poll interval 1s, where polling begins, is not between fastest 2s and slowest 10s.',
    ],
    [
      { poll_interval: '30s', adaptive_polling: { fastest: '2s', slowest: '10s' } },
      'error ADAPTIVE_POLLING adaptive_polling.slowest: ',
      'Poll interval 30s',
    ],
    [
      { tags: [tag({ poll_interval: '5s', adaptive_polling: { slowest: '1s' } })] },
      'error LIMIT_ORDER tags.0.adaptive_polling.slowest: ',
      'Fastest 5s is a longer period than slowest 1s.',
    ],
    [{ adaptive_polling: {} }, 'warning ADAPTIVE_POLLING adaptive_polling: ', 'are the same'],
    [
      { adaptive_polling: { slowest: '10s' }, tags: [tag({ poll_interval: '1s' })] },
      'warning ADAPTIVE_POLLING adaptive_polling: ',
      'every tag has an interval of its own',
    ],
  ])('are told what is wrong with %j', (fields, place, text) => {
    const faults = faultsOf(fields);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(place);
    expect(faults[0]).toContain(text);
  });

  it('have no effect on a device that sends its values by itself, and are said to', () => {
    const own = tag({ adaptive_polling: { slowest: '10s' } });
    expect(faultsOf({ adaptive_polling: { slowest: '10s' }, tags: [own] }, true)).toEqual([
      expect.stringContaining('warning ADAPTIVE_POLLING adaptive_polling: '),
      expect.stringContaining('warning ADAPTIVE_POLLING tags.0.adaptive_polling: '),
    ]);
  });
});
