/**
 * What the engine uses of `node:http`, taken without an import: an import reads every export of a built-in module, and
 * reading `WebSocket` of this one loads all of undici, which a start then waits for.
 */
export const { createServer, request } = process.getBuiltinModule('node:http');
