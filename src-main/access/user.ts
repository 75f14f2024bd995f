import { z } from 'zod';
import { ScopeForm } from '../../src-shared/contract/access.ts';
import { ROLES } from '../../src-shared/domain/access.ts';

/** One user as `users.json` keeps him. */
export const User = z.strictObject({
  /** Stable through renames: as audit and journals name him. */
  id: z.string(),
  /** What he signs in with, in lower case. */
  user: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  scope: ScopeForm.nullable(),
  status: z.enum(['active', 'disabled']),
  source: z.enum(['local', 'oidc']),
  /** Of an account of a provider: `issuer subject`. */
  subject: z.string().optional(),
  /** Argon2id in its PHC form; null where the password is with a provider. */
  hash: z.string().nullable(),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
  lastSignInAt: z.string().nullable(),
});
export type User = z.output<typeof User>;
