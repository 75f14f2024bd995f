/** PostgreSQL counts µs from here: 2000-01-01 UTC in µs since 1970. */
export const PG_EPOCH_US = 946_684_800e6;

const HIGH = 2 ** 32;

/** Writes µs since 1970 as PostgreSQL keeps a timestamptz: a 64-bit integer, in halves, because a BigInt is slow. */
export function writePgTime(buffer: Buffer, at: number, us: number): void {
  const since = us - PG_EPOCH_US;
  const high = Math.floor(since / HIGH);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(since - high * HIGH, at + 4);
}

export function readPgTime(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * HIGH + buffer.readUInt32BE(at + 4) + PG_EPOCH_US;
}

/** A parameter of the type timestamptz, exact to the µs: the first time that is not before `us`. */
export function timeParameter(us: number): Buffer {
  const parameter = Buffer.alloc(8);
  writePgTime(parameter, 0, Math.ceil(us));
  return parameter;
}
