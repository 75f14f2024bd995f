/** A value for a field of a connection, and what is known of it: `COM3`, `FTDI A50285BI`. */
export interface SuggestedValue {
  readonly value: string;
  readonly text: string;
}
