import { afterEach, describe, expect, it } from 'vitest';
import { modbusTcp } from '../drivers/all.ts';
import { systemClock } from '../kernel/clock.ts';
import { Lifetime } from '../kernel/lifetime.ts';
import { expectBalance } from '../testing/expect-balance.ts';
import { givenProjectFolder } from '../testing/project-folder.ts';
import { freePort, ServiceProcess } from '../testing/service-process.ts';

const DEVICES = 3;
const TAGS = 20;
const INTERVAL_MS = 50;
const KILL_FOR_MS = 60_000;

interface Row {
  readonly timestamp: string;
  readonly value: number | null;
}
interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What one simulated device handed out: `servedUs[tag][n]` is when sample n of a tag was read. */
interface Ledger {
  readonly port: number;
  readonly servedUs: readonly number[][];
}

const lifetime = { current: new Lifetime('kill test') };
afterEach(() => lifetime.current.dispose());

/** Every value names its tag and its number: value = n · 100 + tag. */
async function givenCountingDevice(): Promise<Ledger> {
  const servedUs = Array.from({ length: TAGS }, () => [] as number[]);
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }) as never,
    tags: Array.from({ length: TAGS }, (_, tag) => ({ address: `HR${tag * 2}:uint32` })),
    value: (tag) => {
      servedUs[tag]!.push(systemClock.wallUs());
      return (servedUs[tag]!.length - 1) * 100 + tag;
    },
    clock: systemClock,
    port: 0,
  });
  lifetime.current.defer(() => simulator.close());
  return { port: simulator.port, servedUs };
}

function deviceFile(index: number, port: number): string {
  const tags = Array.from(
    { length: TAGS },
    (_, tag) => `  - { id: t${tag}, address: "HR${tag * 2}", data_type: uint32 }`,
  );
  return `id: d${index}\nprotocol: modbus-tcp\nuns_prefix: kill/d${index}\npoll_interval: ${INTERVAL_MS}ms
connection: { host: 127.0.0.1, port: ${port} }\ntags:\n${tags.join('\n')}\n`;
}

/** Starts and kills at random moments until the time is up. @returns the kills that hit a living process. */
async function killAtRandom(service: ServiceProcess, forMs: number): Promise<number> {
  const endMs = systemClock.monoMs() + forMs;
  let hits = 0;
  while (systemClock.monoMs() < endMs) {
    await service.start();
    await systemClock.sleep(300 + Math.random() * 3_000);
    if (await service.kill()) hits++;
  }
  return hits;
}

describe('a service that is killed at random moments for a minute', () => {
  it('has every accepted sample in its history exactly once, and every missing one inside a recorded gap', async () => {
    lifetime.current = new Lifetime('kill test');
    const ledgers = await Promise.all(Array.from({ length: DEVICES }, givenCountingDevice));
    const files = Object.fromEntries(
      ledgers.map(({ port }, index) => [`devices/d${index}.yaml`, deviceFile(index, port)]),
    );
    const folder = await givenProjectFolder({
      'nexus.yaml': 'project: { name: Kill test }\naccess: { login: off }\nlog: { level: error }\n',
      ...files,
    });
    lifetime.current.defer(() => folder.remove());
    const service = new ServiceProcess(folder.path, await freePort());
    lifetime.current.defer(async () => void (await service.kill()));

    const kills = await killAtRandom(service, KILL_FOR_MS);
    await service.start();
    await systemClock.sleep(1_000);
    let stored = 0;
    let missing = 0;
    let gaps = 0;
    for (const [device, { servedUs }] of ledgers.entries()) {
      for (let tag = 0; tag < TAGS; tag++) {
        const answer = await service.get<{ rows: Row[]; gaps: Gap[] }>(
          `/api/v1/history?topic=kill/d${device}/t${tag}&from=now-1h&to=now`,
        );
        const seen = new Set<number>();
        for (const { value } of answer.rows) {
          if (value === null) continue;
          expect(value % 100, 'a value of another tag').toBe(tag);
          expect(seen.has(value), `sample ${value} twice`).toBe(false);
          seen.add(value);
        }
        const newest = Math.max(...seen);
        const lost = servedUs[tag]!.flatMap((us, n) => (seen.has(n * 100 + tag) || n * 100 + tag > newest ? [] : [us]));
        // 5 ms: two processes read the same wall clock, each with its own rounding.
        const outside = lost.filter(
          (us) => !answer.gaps.some((gap) => us >= gap.fromUs - 5_000 && us <= gap.toUs + 5_000),
        );
        expect(outside, `samples of d${device}/t${tag} missing outside of every gap`).toEqual([]);
        stored += seen.size;
        missing += lost.length;
        gaps = Math.max(gaps, answer.gaps.length);
      }
    }
    const balance = await expectBalance(service, stored);
    process.stdout.write(
      `kill -9: ${kills} kills, ${stored} samples stored, ${missing} missing inside ${gaps} gaps; ${JSON.stringify(balance)}\n`,
    );
    expect(kills).toBeGreaterThanOrEqual(8);
    expect(gaps).toBeGreaterThanOrEqual(8);
    expect(stored).toBeGreaterThanOrEqual(DEVICES * TAGS * 200);
    expect(balance.rejected).toBe(0);
    expect(await service.stop()).toBe(0);
  }, 240_000);
});
