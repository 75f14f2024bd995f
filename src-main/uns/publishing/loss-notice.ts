import type { OwnMessage } from '../format/message-format.ts';
import { isoTime } from '../payload/time-text.ts';
import type { GatewayIdentity } from './gateway-status.ts';

/** Points that were accepted and that a sink never gets: the log gave them up, or they were damaged. */
export interface Loss {
  readonly points: number;
  /** When the last point before them was received, µs since 1970 UTC; undefined where this connection saw none before. */
  readonly afterUs: number | undefined;
  /** When the first point behind them was received. */
  readonly beforeUs: number;
}

/** Tells subscribers of a loss, at its place between the points around it. */
export function lossNotice({ prefix, node }: Omit<GatewayIdentity, 'version'>, loss: Loss): OwnMessage {
  const { points, afterUs = Number.NaN, beforeUs } = loss;
  const times = `"after":${isoTime(afterUs)},"before":${isoTime(beforeUs)}`;
  return {
    topic: `${prefix}/gap/${node}`,
    payload: `{"reason":"dropped","points":${points},${times},"node":${JSON.stringify(node)}}`,
  };
}
