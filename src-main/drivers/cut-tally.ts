/** Codes of a read or an open that a cut may end. */
const CUT_OFF = /^NX_(DRIVER_(DISCONNECTED|TIMEOUT)|NET_(REFUSED|TIMEOUT|UNREACHABLE))$/;
/** Codes of a write of which nothing was sent. */
const NOT_SENT = /^NX_(DRIVER_DISCONNECTED|NET_(REFUSED|TIMEOUT|UNREACHABLE))$/;

/** What came of the work at a peer that was cut. For tests. */
export class CutTally {
  cuts = 0;
  readsGood = 0;
  readsCutOff = 0;
  written = 0;
  writesUnknown = 0;
  writesNotSent = 0;
  /** Values that a subscription delivered. */
  pushed = 0;
  /** From the end of each fault to the first good read, ms. */
  readonly backMs: number[] = [];
  /** Each value that was not what the peer had, in words. */
  readonly wrong: string[] = [];
  /** Outcomes that no cut explains. */
  readonly unexpected: string[] = [];

  readFailed(code: string): void {
    this.readsCutOff++;
    if (!CUT_OFF.test(code)) this.unexpected.push(`read: ${code}`);
  }

  wrote(outcome: string): void {
    if (outcome === 'written') this.written++;
    else if (outcome === 'NX_DRIVER_UNKNOWN_OUTCOME') this.writesUnknown++;
    else if (NOT_SENT.test(outcome)) this.writesNotSent++;
    else this.unexpected.push(`write: ${outcome}`);
  }

  /** The whole tally as one line of a README's table. */
  toString(): string {
    const back = this.backMs.toSorted((a, b) => a - b);
    const median = back[back.length >> 1] ?? Number.NaN;
    return [
      `${this.cuts} cuts`,
      `${this.readsGood} reads good and ${this.readsCutOff} cut off`,
      `writes: ${this.written} done, ${this.writesUnknown} told unknown, ${this.writesNotSent} not sent`,
      ...(this.pushed > 0 ? [`${this.pushed} values pushed`] : []),
      `${this.wrong.length} values wrong`,
      `back after ${median.toFixed(0)} ms, at most ${(back.at(-1) ?? Number.NaN).toFixed(0)} ms`,
    ].join('; ');
  }
}
