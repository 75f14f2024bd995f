import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { type Client, type Contract, event, type Handlers, method } from '../../src-shared/contract/define.ts';

/*
 * Contracts and handlers are plain data and functions: this adapter of twenty lines carries them without any library,
 * which is the proof that the envelope could be left.
 */
function memoryClient<C extends Contract>(contract: C, handlers: Handlers<C, string>, caller: string): Client<C> {
  const areas = Object.entries(contract).map(([area, members]) => {
    const own = handlers[area as keyof C] as Record<string, (...given: readonly unknown[]) => unknown>;
    const calls = Object.entries(members).map(([name, member]) => {
      if (member.kind === 'event') {
        const listen = async (options: { readonly signal: AbortSignal; readonly input?: unknown }) =>
          own[name]!(caller, options.signal, member.input.parse(options.input));
        return [name, listen];
      }
      const call = async (input: unknown) => member.output.parse(await own[name]!(member.input.parse(input), caller));
      return [name, call];
    });
    return [area, Object.fromEntries(calls)];
  });
  return Object.fromEntries(areas) as Client<C>;
}

const contract = {
  boiler: {
    pressure: method({
      doc: 'The pressure in a unit.',
      permission: 'read',
      input: z.object({ unit: z.string().default('bar') }),
      output: z.object({ value: z.number(), unit: z.string() }),
    }),
    alarms: event({ doc: 'Alarms as they come.', permission: 'read', payload: z.object({ text: z.string() }) }),
  },
};

const handlers: Handlers<typeof contract, string> = {
  boiler: {
    pressure: ({ unit }) => ({ value: 8.42, unit }),
    alarms: async function* (caller) {
      yield { text: `high pressure, ${caller}` };
      yield { text: 'back to normal' };
    },
  },
};

describe('the contract', () => {
  const client = memoryClient(contract, handlers, 'operator');

  it('is carried without the library, defaults and types included', async () => {
    const answer = await client.boiler.pressure({});
    expectTypeOf(answer).toEqualTypeOf<{ value: number; unit: string }>();
    expect(answer).toEqual({ value: 8.42, unit: 'bar' });
    await expect(client.boiler.pressure({ unit: 5 } as never)).rejects.toThrow();
  });

  it('streams events', async () => {
    const texts: string[] = [];
    for await (const { text } of await client.boiler.alarms({ signal: new AbortController().signal })) texts.push(text);
    expect(texts).toEqual(['high pressure, operator', 'back to normal']);
  });
});
