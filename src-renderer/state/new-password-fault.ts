const LEAST = 12;

/** What is wrong with a password that is to be set, as far as the page can tell; the gateway looks further. */
export function newPasswordFault(
  password: string,
  again: string,
): { readonly line: 'password' | 'again'; readonly text: string } | undefined {
  const { length } = Array.from(password);
  if (length < LEAST) return { line: 'password', text: `Use at least ${LEAST} characters. This one has ${length}.` };
  if (password !== again)
    return { line: 'again', text: 'The two passwords are not the same. Type the second one anew.' };
  return undefined;
}
