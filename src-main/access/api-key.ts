import { z } from 'zod';
import { ScopeForm } from '../../src-shared/contract/access.ts';
import { KEY_PERMISSIONS, ROLES } from '../../src-shared/domain/access.ts';

/** One API key as `keys.json` keeps it: its secret only as a hash. */
export const ApiKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** SHA-256 of a secret of 256 random bits, which nobody guesses: a slow hash would protect nothing more. */
  mark: z.string(),
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.enum(KEY_PERMISSIONS)).nullable(),
  scope: ScopeForm.nullable(),
  writesPerSecond: z.number(),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type ApiKey = z.output<typeof ApiKey>;
