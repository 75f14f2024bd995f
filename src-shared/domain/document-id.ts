import { z } from 'zod';

/** Names of files that Windows keeps for devices of its own. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * The id of a document of the project and the name of its file; small letters only, as not every file system tells
 * them apart.
 * @param noun for texts: `watch table`.
 */
export const documentId = (noun: string): z.ZodType<string, string> =>
  z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/, {
      error: (issue) =>
        `“${String(issue.input)}” is not the id of a ${noun}. Use small letters, digits, “-” and “_”, at most 64.`,
    })
    .refine((id) => !WINDOWS_DEVICE.test(id), {
      error: (issue) => `“${String(issue.input)}” cannot be the name of a file on Windows. Choose another id.`,
    })
    .meta({ fault: 'NAME_CHARS' });
