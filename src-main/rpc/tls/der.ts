/*
 * The few forms of DER (ITU-T X.690) that a certificate is made of. Writing them is forty lines; the library for it takes
 * 22 MB of a process that needs it once in two years (decision 0041). Signing is node:crypto's.
 */

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length), bytes, content]);
}

/** Numbers of X.500 and PKIX: `2.5.4.3`. */
function objectIdentifier(text: string): Buffer {
  const [first, second, ...rest] = text.split('.').map(Number) as [number, number, ...number[]];
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** Seconds, UTC; dates before 2050 in the short form, as RFC 5280 4.1.2.5 asks. */
function time(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replaceAll(/[-:T]|\.\d+/g, '')
    .slice(0, 15);
  return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

/** DER of the values that X.509 is built from. */
export const der = {
  sequence: (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts)),
  set: (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts)),
  /** Of unsigned bytes, most significant first. */
  integer: (bytes: Buffer): Buffer => tagged(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes),
  boolean: (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0)),
  utf8: (text: string): Buffer => tagged(0x0c, Buffer.from(text)),
  octets: (content: Buffer): Buffer => tagged(0x04, content),
  /** Of whole bytes. */
  bits: (content: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.of(0), content])),
  /** Of a context: constructed where it holds other values. */
  context: (number: number, content: Buffer, constructed = true): Buffer =>
    tagged(0x80 | (constructed ? 0x20 : 0) | number, content),
  objectIdentifier,
  time,
};
