import { z } from 'zod';

/** The name of a variable, or what somebody wrote in its place: that may be the secret, so it is not repeated. */
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/i;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Where a secret is found; the secret itself never stands in a project (reliability reference, appendix A, 58).
 * @param example the name of a variable
 */
export const secretReference = (example: string) =>
  z
    .strictObject(
      {
        env: z
          .string()
          .regex(VARIABLE, {
            error: `What stands here is not the name of an environment variable. Write for example ${example}.`,
          })
          .optional()
          .meta({ title: 'Environment variable', description: 'Its value is the secret.' }),
        file: z.string().min(1).max(1_024).optional().meta({
          title: 'File',
          description: 'Its first line is the secret; relative to the project folder.',
          fault: 'NAME_LENGTH',
        }),
        secret: z
          .string()
          .regex(NAME, { error: 'What stands here is not the name of a secret. Write for example mqtt.password.' })
          .optional()
          .meta({
            title: 'Kept secret',
            description:
              'A systemd credential of this name, or what “nexus-edge secrets set NAME” keeps sealed in the project.',
          }),
      },
      {
        error: ({ input }) =>
          typeof input === 'string' || typeof input === 'number'
            ? 'A secret does not stand in a project. Write { secret: NAME }, { env: NAME } or { file: path } that holds it.'
            : undefined,
      },
    )
    .refine(({ env, file, secret }) => [env, file, secret].filter((place) => place !== undefined).length === 1, {
      error: 'A secret is in one place. Name one of secret, env and file.',
      params: { fault: 'VALUE' },
    })
    .meta({ fault: 'INLINE_SECRET', secret: true });
export type SecretReference = z.output<ReturnType<typeof secretReference>>;
