import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leavesIn, patchOf, same, settled, valueAt, withPatch, withValue } from './form-value.ts';
import { readFields } from './read-schema.ts';

const fields = readFields(
  z.toJSONSchema(
    z.object({
      name: z.string(),
      connection: z.object({
        host: z.string(),
        port: z.int().default(502),
        pause: z.string().default('0ms'),
        auth: z
          .discriminatedUnion('kind', [
            z.object({ kind: z.literal('anonymous') }),
            z.object({ kind: z.literal('user'), user: z.string() }),
          ])
          .default({ kind: 'anonymous' }),
      }),
    }),
    { io: 'input' },
  ),
);

describe('the value of a form', () => {
  it('is read and changed at any depth without changing what was', () => {
    const before = { connection: { host: 'a' } };
    const after = withValue(before, 'connection.port', 503);
    expect(after).toEqual({ connection: { host: 'a', port: 503 } });
    expect(before).toEqual({ connection: { host: 'a' } });
    expect(valueAt(after, 'connection.port')).toBe(503);
    expect(valueAt(after, 'asset.make')).toBeUndefined();
  });

  it('loses a map with its last key', () => {
    expect(withValue({ asset: { make: 'ACME' } }, 'asset.make', undefined)).toEqual({});
  });

  it('is written without blanks and without what holds anyhow, but for what the file had', () => {
    const typed = { name: ' Boiler ', connection: { host: ' 10.0.0.7 ', port: '502', pause: '20 ms' } };
    expect(settled(fields, typed, {})).toEqual({ name: 'Boiler', connection: { host: '10.0.0.7', pause: '20ms' } });
    expect(settled(fields, typed, { connection: { port: 502 } })).toMatchObject({ connection: { port: 502 } });
  });

  it('keeps what cannot be read as it was typed', () => {
    expect(settled(fields, { connection: { port: 'five' } }, {})).toEqual({ connection: { port: 'five' } });
  });

  it('shows the fields of the variant that is chosen', () => {
    const paths = (form: Record<string, unknown>) => leavesIn(fields, form).map(({ path }) => path);
    expect(paths({})).not.toContain('connection.auth.user');
    expect(paths({ connection: { auth: { kind: 'user' } } })).toContain('connection.auth.user');
  });
});

describe('the patch from one form to another', () => {
  it('names what differs only, and removes with null', () => {
    const before = { id: 'a', connection: { host: 'a', port: 503, unit: 1 } };
    const after = { id: 'a', connection: { host: 'b', unit: 1 }, name: 'A' };
    expect(patchOf(before, after)).toEqual({ connection: { host: 'b', port: null }, name: 'A' });
    expect(patchOf(before, { ...before })).toBeUndefined();
    expect(withPatch(before, patchOf(before, after)!)).toEqual(after);
  });

  it('compares as data', () => {
    expect(same({ a: [1, { b: 2 }], c: 3 }, { c: 3, a: [1, { b: 2 }] })).toBe(true);
    expect(same({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  });
});
