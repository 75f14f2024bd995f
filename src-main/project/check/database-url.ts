import { z } from 'zod';
import type { FaultCode } from './fault-codes.ts';

const MODES = ['disable', 'require', 'verify-ca', 'verify-full'];
const params = (fault: FaultCode): { readonly params: { readonly fault: FaultCode } } => ({ params: { fault } });

/** `postgres://user@host:5432/database`. A password does not stand in it, and is never repeated in a message. */
export const DatabaseUrl = z
  .string()
  .refine((url) => !/\/\/[^/]*:[^/]*@/.test(url) && !/[?&]password=/i.test(url), {
    error: 'A password does not stand in an address. Remove it and name its place under “password”.',
    ...params('INLINE_SECRET'),
    abort: true,
  })
  .refine((url) => /^postgres(ql)?:\/\/\S*$/.test(url) && URL.canParse(url), {
    error: (issue) =>
      `“${String(issue.input)}” is not the address of a database. Write postgres://user@host:5432/database.`,
    abort: true,
  })
  .refine((url) => MODES.includes(URL.parse(url)?.searchParams.get('sslmode') ?? 'disable'), {
    error: (issue) =>
      `sslmode=${URL.parse(String(issue.input))?.searchParams.get('sslmode')} is not known here. Write one of ${MODES.join(', ')}.`,
    ...params('VALUE'),
  })
  .meta({ fault: 'DB_URL' });

/** Whether what is said to the database is encrypted. */
export function isDatabaseEncrypted(url: string): boolean {
  return (URL.parse(url)?.searchParams.get('sslmode') ?? 'disable') !== 'disable';
}
