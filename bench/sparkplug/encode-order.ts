/** The same work for both contestants: messages of equal metrics, by alias, half of them numbers of a float64. */
export interface EncodeOrder {
  readonly metrics: number;
  readonly metricsPerMessage: number;
}

export interface EncodeWork {
  readonly metrics: number;
  readonly seconds: number;
  readonly bytes: number;
}

export const START_MS = 1_763_700_000_000;

/** The value of a metric: whole for odd ones, which are Int32. */
export const valueOf = (message: number, metric: number): number =>
  metric % 2 === 0 ? message + metric / 10 : message - metric;

/**
 * Encodes what is ordered, a tenth of it before the clock runs. @param encode one message, and how many bytes it has.
 */
export function measure({ metrics, metricsPerMessage }: EncodeOrder, encode: (message: number) => number): EncodeWork {
  const messages = Math.ceil(metrics / metricsPerMessage);
  for (let message = 0; message < messages / 10; message++) encode(message);
  let bytes = 0;
  const startMs = performance.now();
  for (let message = 0; message < messages; message++) bytes += encode(message);
  return { metrics: messages * metricsPerMessage, seconds: (performance.now() - startMs) / 1_000, bytes };
}
