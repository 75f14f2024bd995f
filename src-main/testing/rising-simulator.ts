import { modbusTcp } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Lifetime } from '../kernel/lifetime.ts';

/** For tests: a Modbus device on loopback whose values rise twenty times a second. @param lifetime ends it. */
export async function risingSimulator(
  tags: number,
  lifetime: Lifetime,
): Promise<{ readonly addresses: readonly string[]; readonly port: number }> {
  const addresses = Array.from({ length: tags }, (_, n) => `holding:${1 + n * 2}:float32`);
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }),
    tags: addresses.map((address) => ({ address })),
    value: (index, ms) => index + Math.floor(ms / 50),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  return { addresses, port: simulator.port };
}
