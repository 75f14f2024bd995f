import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeviceHealth, DeviceView } from '../../../src-shared/contract/devices.ts';
import type { RuleHit, RuleView } from '../../../src-shared/contract/rules.ts';
import { modbusTcp } from '../../drivers/all.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { expectBalance } from '../../testing/expect-balance.ts';
import { freePort } from '../../testing/free-port.ts';
import { givenProjectFolder } from '../../testing/project-folder.ts';
import { ServiceProcess } from '../../testing/service-process.ts';

interface Hit {
  readonly key: string;
  readonly hits: number;
  readonly last: RuleHit;
}

let lifetime: Lifetime;
afterEach(() => lifetime.dispose());

/** A service that polls three tags: two are 500, one is 5. Rules: of the tag, and of the topic. */
async function givenService(): Promise<ServiceProcess> {
  lifetime = new Lifetime('quality rules');
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1' }),
    tags: [1, 3, 5].map((address) => ({ address: `holding:${address}`, dataType: 'float32' as const })),
    value: (index) => (index === 2 ? 5 : 500),
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  const folder = await givenProjectFolder({
    'nexus.yaml': `project: { name: Rules }
access: { login: off }
log: { level: error }
quality_rules:
  - { topic: acme/p/a/l/+/rejected, check: range, high: 100, action: reject }
`,
    'devices/d.yaml': `id: d
protocol: modbus-tcp
uns_prefix: acme/p/a/l/d
poll_interval: 100ms
connection: { host: 127.0.0.1, port: ${simulator.port} }
tags:
  - { id: rejected, address: "holding:1:float32" }
  - { id: told, address: "holding:3:float32", quality_rules: [{ check: range, high: 400, action: alert }] }
  - { id: sound, address: "holding:5:float32" }
`,
  });
  lifetime.defer(() => folder.remove());
  const service = new ServiceProcess(folder.path, await freePort());
  lifetime.defer(async () => void (await service.kill()));
  await service.start();
  return service;
}

describe('quality rules in a running gateway', () => {
  it('count what they reject in the balance, tell what they alert of, and are measured', async () => {
    const service = await givenService();
    let health: DeviceHealth | undefined;
    await vi.waitFor(
      async () => {
        health = (await service.get<DeviceView[]>('/api/v1/devices'))[0]?.health;
        expect(health?.polls).toBeGreaterThan(20);
        expect(health?.quality?.rules.length).toBe(2);
      },
      { timeout: 20_000, interval: 250 },
    );
    expect(health!.quality!.alerts).toEqual([
      { tag: 'told', text: '500 is above 400, the highest of its quality rule. Check the sensor and its scaling.' },
    ]);
    const { rules } = await service.get<{ rules: RuleView[] }>('/api/v1/quality-rules');
    expect(rules.map(({ key, tags, rule }) => [key, tags, rule.action])).toEqual([
      ['topic/0', 1, 'reject'],
      ['tag/d/told/0', 1, 'alert'],
    ]);
    const { hits } = await service.get<{ hits: Hit[] }>('/api/v1/quality-rules/hits');
    expect(new Map(hits.map(({ key, last }) => [key, `${last.tag} ${last.value}`]))).toEqual(
      new Map([
        ['tag/d/told/0', 'told 500'],
        ['topic/0', 'rejected 500'],
      ]),
    );
    for (const hit of hits) expect(hit.hits).toBeGreaterThan(20);
    const matched = await service.get<unknown>(
      `/api/v1/quality-rules/tags?topic=${encodeURIComponent('acme/p/a/l/#')}&rule=0`,
    );
    expect(matched).toMatchObject({ total: 3, tags: [{ tag: 'rejected' }, { hits: 0 }, { hits: 0 }] });
    const { accepted, rejected } = await expectBalance(service, 40);
    expect(rejected).toBeGreaterThan(15);
    // One of three readings is rejected.
    expect(accepted).toBeGreaterThan(rejected);
    const metrics = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
    expect(metrics).toMatch(/nexus_quality_rule_hits_total\{device="d",check="range",action="reject"\} [1-9]/);
  });
});
