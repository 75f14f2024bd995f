/** What a caller may do about an error without reading its text. */
export interface ErrorInfo {
  /** One sentence, in plain words, without values: those are in the error's own message. */
  readonly summary: string;
  /** The step that most likely helps. */
  readonly nextStep: string;
  /** True when the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** The status of the REST answer (RFC 9110). */
  readonly http: number;
}
