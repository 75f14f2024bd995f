import { describe, expect, it } from 'vitest';
import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { HealthSender } from './health-sender.ts';

describe('the health of devices', () => {
  it('is sent when it changed, and all of it every ten seconds', () => {
    const clock = new FakeClock();
    const sent: string[][] = [];
    const sender = new HealthSender(clock, (rows) => void sent.push(rows.map((row) => row.device)));
    const source = (device: string) => ({ revision: 0, health: () => ({ device }) as DeviceHealth });
    const [a, b] = [source('a'), source('b')];
    const tick = (): void => {
      clock.stall(1_000);
      sender.tick([a, b]);
    };
    tick();
    tick();
    b.revision++;
    tick();
    expect(sent).toEqual([['a', 'b'], ['b']]);
    for (let i = 0; i < 7; i++) tick();
    expect(sent).toEqual([['a', 'b'], ['b'], ['a', 'b']]);
    for (let i = 0; i < 9; i++) tick();
    expect(sent).toHaveLength(3);
    tick();
    expect(sent.at(-1)).toEqual(['a', 'b']);
  });
});
