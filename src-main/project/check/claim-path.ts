import { z } from 'zod';
import { parseClaimPath } from '../../../src-shared/domain/claim-path.ts';

/** Where a value stands in claims: `groups`, `realm_access.roles`, `$.resource_access["nexus-edge"].roles`. */
export const ClaimPath = z
  .string()
  .max(256)
  .refine((text) => parseClaimPath(text) !== undefined, {
    error: (issue) =>
      `“${String(issue.input)}” is no path of a claim. Write names with dots between, or ["…"] around one that has dots itself.`,
  })
  .meta({ fault: 'VALUE' });
