/**
 * What Node is started with wherever the service is. On Linux V8 may lose track of a page of code where threads come and
 * go and the processor has memory keys, and then ends the process ("Check failed: jit_page.has_value()"); it does without
 * them when it is told so at the start. Elsewhere V8 does not use them, and does not know the word everywhere.
 */
export const NODE_FLAGS: readonly string[] =
  process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [];
