import { parseEndpoint } from './connection.ts';

/** What an address that was pasted says of a connection: `opc.tcp://plc7:4840/server`. Nothing else is taken for OPC UA. */
export function recogniseOpcUa(text: string): Readonly<Record<string, unknown>> | undefined {
  const trimmed = text.trim();
  return parseEndpoint(trimmed) === undefined ? undefined : { endpoint: trimmed };
}
