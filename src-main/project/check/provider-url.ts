import { z } from 'zod';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** `https://login.acme.example/realms/plant`; `http` on this computer only: identities do not travel in the clear. */
export const ProviderUrl = z
  .string()
  .refine((url) => /^https?:\/\/\S+$/.test(url) && URL.canParse(url), {
    error: (issue) =>
      `“${String(issue.input)}” is no web address. Write for example https://login.acme.example/realms/plant.`,
    abort: true,
  })
  .refine((url) => !new URL(url).username && !new URL(url).password && !new URL(url).hash && !new URL(url).search, {
    error: 'This address stands alone: take away user, password, “?” and “#”.',
    abort: true,
  })
  .refine((url) => url.startsWith('https:') || LOOPBACK.test(new URL(url).hostname), {
    error: (issue) => `“${String(issue.input)}” is not encrypted. Write https:, or an address of this computer.`,
  })
  .meta({ fault: 'HOST_SYNTAX' });
