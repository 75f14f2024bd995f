import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFields } from './read-schema.ts';

const fieldsOf = (schema: z.ZodType) => readFields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));

describe('fields of a schema', () => {
  it('come in the order of the schema, with title, help, limits, default and whether they are advanced', () => {
    const [host, port] = fieldsOf(
      z.strictObject({
        host: z
          .string()
          .meta({ title: 'Host', description: 'Of the device.', examples: ['10.0.0.7'], fault: 'HOST_SYNTAX' }),
        port: z
          .int()
          .min(1)
          .max(65_535)
          .meta({ hint: 'Usually 502.' })
          .default(502)
          .meta({ title: 'Port', advanced: true, unit: 'TCP' }),
      }),
    );
    expect(host).toMatchObject({
      kind: 'text',
      path: 'host',
      title: 'Host',
      description: 'Of the device.',
      isRequired: true,
      isAdvanced: false,
      examples: ['10.0.0.7'],
      faultCode: 'HOST_SYNTAX',
    });
    expect(port).toMatchObject({
      kind: 'number',
      isWhole: true,
      minimum: 1,
      maximum: 65_535,
      fallback: 502,
      isRequired: false,
      isAdvanced: true,
      unit: 'TCP',
      hint: 'Usually 502.',
    });
  });

  it('are durations where the schema gives limits in milliseconds, or a default that is one', () => {
    const fields = fieldsOf(
      z.object({
        timeout: z.string().meta({ durationMs: { minimum: 10, maximum: 60_000 } }),
        pause: z.string().default('20ms'),
        name: z.string().meta({ examples: ['boiler'] }),
      }),
    );
    expect(fields.map(({ kind }) => kind)).toEqual(['duration', 'duration', 'text']);
    expect(fields[0]).toMatchObject({ minMs: 10, maxMs: 60_000 });
  });

  it('are choices for enumerations and for unions of constants, which may have titles', () => {
    const fields = fieldsOf(
      z.object({
        parity: z.enum(['none', 'even']),
        baud: z.union([z.literal(9_600).meta({ title: '9.6 k' }), z.literal(19_200)]),
      }),
    );
    expect(fields[0]).toMatchObject({ kind: 'choice', choices: [{ value: 'none', title: 'none' }, { value: 'even' }] });
    expect(fields[1]).toMatchObject({
      kind: 'choice',
      choices: [{ value: 9_600, title: '9.6 k' }, { title: '19200' }],
    });
  });

  it('are one of several forms for unions of maps, told apart by a constant or by their keys', () => {
    const [auth, secret] = fieldsOf(
      z.object({
        auth: z
          .discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('anonymous') }).meta({ title: 'Anonymous' }),
            z.strictObject({ kind: z.literal('user_name'), user: z.string() }),
          ])
          .default({ kind: 'anonymous' }),
        password: z.union([z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() })]).optional(),
      }),
    );
    expect(auth).toMatchObject({
      kind: 'variants',
      variants: [
        { title: 'Anonymous', mark: { kind: 'anonymous' }, fields: [] },
        { title: 'User name', mark: { kind: 'user_name' }, fields: [{ path: 'auth.user' }] },
      ],
    });
    expect(secret).toMatchObject({ kind: 'variants', variants: [{ title: 'Env', mark: {} }, { title: 'File' }] });
  });

  it('are groups for maps and lines for lists of texts; what has no field is kept', () => {
    const fields = fieldsOf(
      z.object({
        asset: z.strictObject({ make: z.string().optional() }).optional(),
        servers: z.array(z.string()),
        levels: z.array(z.number()),
        secret: z.string().meta({ secret: true }),
        maybe: z.number().nullable(),
      }),
    );
    expect(fields.map(({ kind }) => kind)).toEqual(['group', 'lines', 'other', 'text', 'number']);
    expect(fields[0]).toMatchObject({ fields: [{ path: 'asset.make', title: 'Make' }] });
    expect(fields[3]).toMatchObject({ isSecret: true });
  });
});
