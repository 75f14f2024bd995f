/** A way in which a device can be connected to, as it says itself; one row of a table that people choose from. */
export interface OfferedConnection {
  /** What tells it from the others: `{ title: 'Security', text: 'Sign and encrypt' }`. The same titles in every row. */
  readonly cells: readonly { readonly title: string; readonly text: string }[];
  /** `open`: everybody on the network can read and change what is sent. */
  readonly protection: 'strong' | 'weak' | 'open';
  /** Fields of the connection that choose it. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** By which certificate the device shows who it is there; null where it shows none. */
  readonly certificate: {
    readonly name: string;
    readonly thumbprint: string;
    readonly validToUs: number;
    /** Why it is not relied on, with the next step; null where it is. */
    readonly fault: { readonly code: string; readonly text: string } | null;
  } | null;
}
