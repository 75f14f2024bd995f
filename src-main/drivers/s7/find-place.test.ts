import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { ProbeStep } from '../driver.ts';
import { S7Connection } from './connection.ts';
import { probeS7 } from './probe.ts';
import { acceptSetup, CONNECT_CONFIRM, ScriptedCpu } from './scripted-cpu.ts';

let lifetime = new Lifetime('places');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('places');
});

/** The steps of a test against a rack that lets these connections in, counted from 1. */
async function probe(letsIn: (connection: number) => boolean): Promise<Readonly<Record<string, ProbeStep>>> {
  const cpu: ScriptedCpu = await new ScriptedCpu((step, pdu) => {
    if (step === 'connect') return letsIn(cpu.connections) ? CONNECT_CONFIRM : 'end';
    return step === 'setup' ? acceptSetup(pdu) : undefined;
  }).listen();
  lifetime.add(cpu);
  const connection = S7Connection.parse({ host: cpu.host, port: cpu.port, rack: 0, slot: 1 });
  const steps: Record<string, ProbeStep> = {};
  for await (const step of probeS7(connection, [], systemClock, new AbortController().signal)) steps[step.id] = step;
  return steps;
}

it('a CPU that is not at its rack and slot is looked for at the others, and each says what it said', async () => {
  // Slot 1 is asked first, then 2 and 3.
  const { cpu, places, identify } = await probe((connection) => connection === 3);
  expect(cpu).toMatchObject({ state: 'fail', reason: { code: 's7.slot' } });
  expect(places).toMatchObject({
    state: 'warn',
    reason: { code: 's7.slot', text: 'A CPU answers at rack 0 slot 3.' },
    offer: { text: 'Use rack 0 slot 3', connection: { rack: 0, slot: 3 } },
  });
  expect(places!.sample).toEqual([
    { address: 'rack 0 slot 2', text: 'no CPU there' },
    { address: 'rack 0 slot 3', text: 'a CPU answers, PDU 240 bytes' },
    { address: 'rack 0 slot 0', text: 'no CPU there' },
    { address: 'rack 0 slot 4', text: 'no CPU there' },
  ]);
  expect(identify).toBeUndefined();
});

it('where no place has a CPU, that is said and nothing is offered', async () => {
  const { places } = await probe(() => false);
  expect(places).toMatchObject({
    state: 'fail',
    reason: { text: expect.stringContaining('No CPU at the usual racks') },
  });
  expect(places!.offer).toBeUndefined();
});
