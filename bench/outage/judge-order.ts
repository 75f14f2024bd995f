export interface JudgeOrder {
  readonly url: string;
  /** MQTT filter of what is judged. */
  readonly filter: string;
}

export interface Judged {
  /** Points newer than all before of their tag: a point that came out of order is none of them. */
  readonly firsts: number;
  /** Points that came again, or too late. */
  readonly repeats: number;
  /** Time stamp of the answer of the device → arrival here. */
  readonly ageMs: { readonly p50: number; readonly p99: number };
}
