import { parseDurationMs } from '../../src-shared/domain/duration.ts';
import { isBad, isGood, STATUS } from '../../src-shared/domain/quality.ts';
import type { QualityAction, QualityCheck, QualityRule } from '../../src-shared/domain/quality-rule.ts';
import { shortNumber } from '../../src-shared/domain/short-number.ts';
import type { JudgedColumns } from './judge-rows.ts';

/** A rule of a tag as it is applied. */
export interface CompiledQuality {
  readonly check: QualityCheck;
  readonly action: QualityAction;
  /** −Infinity and +Infinity where there is no such limit. */
  readonly low: number;
  readonly high: number;
  readonly perSecond: number;
  readonly stuckUs: number;
  /** The states of the tag; undefined where it has none. */
  readonly states: ReadonlySet<number> | undefined;
}

/** What a rule found since its device was started. */
export interface QualityHits {
  readonly check: QualityCheck;
  readonly action: QualityAction;
  hits: number;
}

/** What one rule of one tag found since its device was started. */
export interface RuleHit {
  readonly row: number;
  /** Its place among the rules of the tag. */
  readonly rule: number;
  readonly hits: number;
  /** Of the last one; NaN where that was no number. */
  readonly value: number;
  readonly timeUs: number;
}

/** Compiles a rule that has passed validation. @param states of the tag. */
export function compileQuality(rule: QualityRule, states?: Readonly<Record<string, string>>): CompiledQuality {
  return {
    check: rule.check,
    action: rule.action,
    low: rule.low ?? Number.NEGATIVE_INFINITY,
    high: rule.high ?? Number.POSITIVE_INFINITY,
    perSecond: rule.max_rate ?? Number.POSITIVE_INFINITY,
    stuckUs: rule.for === undefined ? Number.POSITIVE_INFINITY : parseDurationMs(rule.for)! * 1_000,
    states: states && new Set(Object.keys(states).map(Number)),
  };
}

/** Sub-codes that say what a rule found (OPC 10000-8, 6.2.2). Stuck: what updated the value has stopped doing so. */
const FOUND: Readonly<Record<QualityCheck, number>> = {
  range: STATUS.UncertainEngineeringUnitsExceeded,
  type: STATUS.UncertainEngineeringUnitsExceeded,
  rate: STATUS.UncertainSensorNotAccurate,
  stuck: STATUS.UncertainLastUsableValue,
};

/** Applies the quality rules of tags to their readings, one after another. A Bad reading passes: nothing is known of it. */
export class QualityGate {
  /** Readings of which no point was made. */
  rejected = 0;
  /** How often a rule found fault with a tag that was right before. */
  found = 0;
  readonly #rules: readonly (readonly CompiledQuality[])[];
  readonly #hits: readonly Float64Array[];
  /** What a rule found fault with last, and when. */
  readonly #hitValue: readonly Float64Array[];
  readonly #hitUs: readonly Float64Array[];
  /** 1 where a rule finds fault with the last reading. */
  readonly #found: readonly Uint8Array[];
  /** Of the last reading that was not rejected. */
  readonly #value: Float64Array;
  readonly #timeUs: Float64Array;
  /** Since when the value is what it is. */
  readonly #sinceUs: Float64Array;

  /** @param rules by tag. @returns undefined where none has any, so that nothing is asked for. */
  static of(rules: readonly { readonly quality: readonly CompiledQuality[] }[]): QualityGate | undefined {
    return rules.every(({ quality }) => quality.length === 0) ? undefined : new QualityGate(rules);
  }

  constructor(rules: readonly { readonly quality: readonly CompiledQuality[] }[]) {
    this.#rules = rules.map(({ quality }) => quality);
    this.#hits = this.#rules.map((own) => new Float64Array(own.length));
    this.#hitValue = this.#rules.map((own) => new Float64Array(own.length));
    this.#hitUs = this.#rules.map((own) => new Float64Array(own.length));
    this.#found = this.#rules.map((own) => new Uint8Array(own.length));
    this.#value = new Float64Array(rules.length).fill(Number.NaN);
    this.#timeUs = new Float64Array(rules.length);
    this.#sinceUs = new Float64Array(rules.length);
  }

  /** Gives the reading at this place the status that it has by the rules. @returns false where it is rejected. */
  passes(row: number, readings: JudgedColumns, at: number): boolean {
    const rules = this.#rules[row]!;
    if (rules.length === 0) return true;
    const found = this.#found[row]!;
    const status = readings.status[at]!;
    if (isBad(status)) {
      found.fill(0);
      this.#value[row] = Number.NaN;
      return true;
    }
    const value = readings.value[at]!;
    const timeUs = readings.timeUs[at]!;
    let judged = status;
    let isRejected = false;
    for (let of = 0; of < rules.length; of++) {
      const rule = rules[of]!;
      const wasFound = found[of];
      found[of] = this.#violates(rule, row, readings, at) ? 1 : 0;
      if (found[of] === 0) continue;
      if (wasFound === 0) this.found++;
      this.#hits[row]![of]!++;
      this.#hitValue[row]![of] = value;
      this.#hitUs[row]![of] = timeUs;
      if (rule.action === 'reject') isRejected = true;
      // What the device itself doubts keeps the reason that it gave.
      else if (rule.action === 'flag' && isGood(judged)) judged = flagged(rule, readings, at);
    }
    if (isRejected) {
      this.rejected++;
      return false;
    }
    // A value that is not the last one, and the first after none, is as old as itself.
    if (value !== this.#value[row]) this.#sinceUs[row] = timeUs;
    this.#value[row] = value;
    this.#timeUs[row] = timeUs;
    readings.status[at] = judged;
    if (isBad(judged)) readings.value[at] = Number.NaN;
    return true;
  }

  /** The point is made all the same: a reading that somebody waits for is told as uncertain instead. */
  pardon(readings: JudgedColumns, at: number): void {
    this.rejected--;
    readings.status[at] = STATUS.UncertainEngineeringUnitsExceeded;
  }

  /** Hits of all tags by check and action. */
  hits(): readonly QualityHits[] {
    const sums: QualityHits[] = [];
    for (const [row, rules] of this.#rules.entries()) {
      for (const [at, { check, action }] of rules.entries()) {
        const known = sums.find((sum) => sum.check === check && sum.action === action);
        if (known) known.hits += this.#hits[row]![at]!;
        else sums.push({ check, action, hits: this.#hits[row]![at]! });
      }
    }
    return sums;
  }

  /** Rules that found something, one by one. */
  *hitsByRule(): Iterable<RuleHit> {
    for (const [row, hits] of this.#hits.entries()) {
      for (const [rule, count] of hits.entries()) {
        if (count === 0) continue;
        yield { row, rule, hits: count, value: this.#hitValue[row]![rule]!, timeUs: this.#hitUs[row]![rule]! };
      }
    }
  }

  /** Rules with an alert that find fault with the last reading of their tag, in words. */
  *alerts(): Iterable<{ readonly row: number; readonly text: string }> {
    for (const [row, rules] of this.#rules.entries()) {
      for (const [at, rule] of rules.entries()) {
        if (rule.action !== 'alert' || this.#found[row]![at] === 0) continue;
        yield { row, text: alertText(rule, this.#value[row]!) };
      }
    }
  }

  #violates(rule: CompiledQuality, row: number, readings: JudgedColumns, at: number): boolean {
    const value = readings.value[at]!;
    const timeUs = readings.timeUs[at]!;
    switch (rule.check) {
      case 'range':
        return value < rule.low || value > rule.high;
      case 'type':
        return !Number.isFinite(value) || (rule.states !== undefined && !rule.states.has(value));
      case 'rate': {
        // False for the first reading, as nothing is known of the change.
        const seconds = (timeUs - this.#timeUs[row]!) / 1e6;
        return seconds > 0 && Math.abs(value - this.#value[row]!) > rule.perSecond * seconds;
      }
      case 'stuck':
        return timeUs - (value === this.#value[row] ? this.#sinceUs[row]! : timeUs) >= rule.stuckUs;
    }
  }
}

function flagged({ check }: CompiledQuality, { value }: JudgedColumns, at: number): number {
  // No number can be used, however uncertain.
  return check === 'type' && !Number.isFinite(value[at]) ? STATUS.BadOutOfRange : FOUND[check];
}

function alertText({ check, low, high, perSecond, stuckUs, states }: CompiledQuality, value: number): string {
  const seen = shortNumber(value, 'float32');
  switch (check) {
    case 'range':
      return value < low
        ? `${seen} is below ${low}, the lowest of its quality rule. Check the sensor and its scaling.`
        : `${seen} is above ${high}, the highest of its quality rule. Check the sensor and its scaling.`;
    case 'type':
      return states && Number.isFinite(value)
        ? `${seen} is none of its states. Add the state, or check the address.`
        : `${seen} is not a number. Check the data type and the byte order.`;
    case 'rate':
      return `It changed to ${seen} faster than ${perSecond} a second, the most of its quality rule. Check the sensor.`;
    case 'stuck':
      return `It has been ${seen} for ${Math.round(stuckUs / 1e6)} s or longer. Check that the sensor still measures.`;
  }
}
