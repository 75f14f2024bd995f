/** The code of a failed request, such as ECONNREFUSED: of the error itself, or of what caused it. */
export function causeCode(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code } = one as { readonly code?: unknown };
    if (typeof code === 'string') return code;
  }
  return 'no connection';
}
