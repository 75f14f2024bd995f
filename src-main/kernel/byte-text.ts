const HEX_PAIRS = /^[0-9a-f]{2}(?: [0-9a-f]{2})*$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Bytes as people see and type them: pairs of hex digits as pages show them, `01 02 ff`, or base64 as payloads carry them, `AQL/`.
 * No text is both: one pair is too short for base64, and between more there are spaces.
 *
 * @returns undefined for a text that is neither.
 */
export function bytesOfText(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  if (HEX_PAIRS.test(trimmed)) return Uint8Array.from(trimmed.split(' '), (pair) => Number.parseInt(pair, 16));
  if (!BASE64.test(trimmed)) return undefined;
  return Uint8Array.from(Buffer.from(trimmed, 'base64'));
}
