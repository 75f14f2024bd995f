import { z } from 'zod';

/** The name of a variable, or what somebody wrote in its place: that may be the secret, so it is not repeated. */
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/i;

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
      },
      {
        error: ({ input }) =>
          typeof input === 'string' || typeof input === 'number'
            ? 'A secret does not stand in a project. Write { env: NAME } or { file: path } that holds it.'
            : undefined,
      },
    )
    .refine((reference) => (reference.env === undefined) !== (reference.file === undefined), {
      error: 'A secret is in one place. Name either env or file.',
      params: { fault: 'VALUE' },
    })
    .meta({ fault: 'INLINE_SECRET', secret: true });
export type SecretReference = z.output<ReturnType<typeof secretReference>>;
