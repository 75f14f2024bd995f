/** What one look of the doctor found. */
export interface Finding {
  readonly area: string;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** What to do about it. */
  readonly next?: string;
}

export const ok = (area: string, text: string): Finding => ({ area, result: 'ok', text });
export const warn = (area: string, text: string, next: string): Finding => ({ area, result: 'warn', text, next });
export const fail = (area: string, text: string, next: string): Finding => ({ area, result: 'fail', text, next });
