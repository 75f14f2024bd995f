/** Who this gateway is on the broker. */
export interface GatewayIdentity {
  /** First level of the status topic. */
  readonly prefix: string;
  readonly node: string;
  readonly version: string;
}

export function statusTopic({ prefix, node }: GatewayIdentity): string {
  return `${prefix}/status/${node}`;
}

/**
 * What stands, retained, on the status topic. The will is this too: its time is that of the connection whose end it
 * tells, as a broker publishes a will as it was given.
 *
 * @param atUs wall clock, µs since 1970 UTC.
 */
export function statusPayload(identity: GatewayIdentity, status: 'online' | 'offline', atUs: number): string {
  const { node, version } = identity;
  return JSON.stringify({ status, node, timestamp: new Date(atUs / 1_000).toISOString(), version });
}
