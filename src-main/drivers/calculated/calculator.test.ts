import { describe, expect, it } from 'vitest';
import { emptyBatch, type PointBatch, type TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { DriverTag } from '../driver.ts';
import { Calculator } from './calculator.ts';

const START_US = 1_700_000_000_000_000;
const INPUTS = ['d/a', 'd/b', 'd/c'];
type Row = readonly [input: string, value: number | string, seconds: number, status?: number];

/** The tags of a calculated device with numbers from 100, made of inputs with the numbers 1, 2, 3; 9 s are 9 s after the start. */
class Rig {
  seconds = 0;
  readonly calculator: Calculator;
  readonly #tags: readonly string[];

  constructor(tags: Readonly<Record<string, string>>) {
    this.#tags = Object.keys(tags);
    const numberOf = (name: string): number | null =>
      name === 'd/off' ? null : name.startsWith('d/') ? INPUTS.indexOf(name) + 1 : 100 + this.#tags.indexOf(name);
    const made = Object.entries(tags).map(
      ([id, address]): DriverTag => ({
        address,
        made: {
          number: 100 + this.#tags.indexOf(id),
          uid: `uid-${id}`,
          device: 'uid',
          everyMs: 1_000,
          inputs: [...address.matchAll(/\{([^}]*)\}/g)].map(([, name]) => [name!, numberOf(name!)] as const),
        },
      }),
    );
    this.calculator = new Calculator(made, () => START_US + this.seconds * 1e6);
    expect(this.calculator.inputs).not.toContain(null);
  }

  /** `id value @seconds` of each reading, with its status where that is not Good. */
  take(rows: readonly Row[], isSnapshot = false): string[] {
    return this.#told(this.calculator.take(batchOf(rows), isSnapshot));
  }

  begin(...rows: readonly Row[]): string[] {
    return this.take(rows, true);
  }

  tick(seconds: number): string[] {
    this.seconds = seconds;
    return this.#told(this.calculator.tick(1_000));
  }

  #told(readings: ReturnType<Calculator['take']>): string[] {
    if (!readings) return [];
    return Array.from({ length: readings.count }, (_, at) => {
      const text = readings.cells.find(({ row }) => row === at)?.value ?? readings.value[at];
      const status = readings.status[at]!;
      const name = Object.entries(STATUS).find(([, code]) => code === status)![0];
      const seconds = (readings.timeUs[at]! - START_US) / 1e6;
      const shown = Number.isNaN(text) ? '' : ` ${String(text)}`;
      return `${this.#tags[readings.row[at]!]}${shown} @${seconds}${status === 0 ? '' : ` ${name}`}`;
    });
  }
}

function batchOf(rows: readonly Row[]): PointBatch {
  const cells: TypedCell[] = [];
  rows.forEach(([, value], row) => typeof value === 'string' && cells.push({ row, kind: 'string', value }));
  return {
    ...emptyBatch(),
    count: rows.length,
    tag: Uint32Array.from(rows, ([name]) => INPUTS.indexOf(name) + 1),
    value: Float64Array.from(rows, ([, value]) => (typeof value === 'string' ? Number.NaN : value)),
    timeUs: Float64Array.from(rows, ([, , seconds]) => START_US + seconds * 1e6),
    status: Uint32Array.from(rows, ([, , , status]) => status ?? STATUS.Good),
    ...(cells.length > 0 && { cells }),
  };
}

const BAD = STATUS.BadNoCommunication;

describe('the tags of a calculated device', () => {
  it('wait for the values of now, then follow each batch once', () => {
    const rig = new Rig({ sum: '{d/a} + {d/b}' });
    expect(rig.take([['d/a', 1, 0]])).toEqual([]);
    expect(rig.begin(['d/a', 1, 0], ['d/b', 2, 0])).toEqual(['sum 3 @0']);
    expect(
      rig.take([
        ['d/a', 5, 1],
        ['d/b', 6, 1],
      ]),
    ).toEqual(['sum 11 @1']);
    expect(rig.take([['d/c', 5, 1]])).toEqual([]);
  });

  it('are calculated in the order in which they are made of one another, wherever they stand', () => {
    const rig = new Rig({ last: '{mid} + 1', mid: '{first} * 2', first: '{d/a}' });
    expect(rig.begin(['d/a', 1, 0])).toEqual(['first 1 @0', 'mid 2 @0', 'last 3 @0']);
    expect(rig.take([['d/a', 4, 1]])).toEqual(['first 4 @1', 'mid 8 @1', 'last 9 @1']);
  });

  it('say nothing before their inputs have a value, and Bad with the reason of the input afterwards', () => {
    const rig = new Rig({ sum: '{d/a} + {d/b}', off: '{d/off} * 2' });
    expect(rig.begin(['d/a', 1, 0])).toEqual(['off @0 BadOutOfService']);
    expect(rig.take([['d/b', 1, 1]])).toEqual(['sum 2 @1']);
    expect(rig.take([['d/b', Number.NaN, 2, BAD]])).toEqual(['sum @2 BadNoCommunication']);
    expect([...rig.calculator.reasons()]).toEqual([
      [0, '{d/b} at character 9 is not Good.'],
      [1, '{d/off} at character 1 is not Good.'],
    ]);
  });

  it('pass over what is older than what they know, and never go back in time', () => {
    const rig = new Rig({ pick: '{d/c} > 0 ? {d/a} : {d/b}' });
    expect(rig.begin(['d/a', 1, 10], ['d/b', 2, 4], ['d/c', 1, 5])).toEqual(['pick 1 @10']);
    expect(rig.take([['d/a', 7, 9]])).toEqual([]);
    expect(rig.take([['d/c', 0, 6]])).toEqual(['pick 2 @10.000001']);
    expect(rig.take([['d/b', 2, 5]])).toEqual([]);
  });

  it('miss no reading where one input comes several times in a batch', () => {
    const rig = new Rig({ n: 'edges({d/a})', step: 'delta({d/b})' });
    rig.begin(['d/a', 0, 0], ['d/b', 10, 0]);
    const told = rig.take([
      ['d/a', 1, 1],
      ['d/a', 0, 2],
      ['d/b', 13, 2],
      ['d/a', 1, 3],
      ['d/b', 20, 3],
    ]);
    expect(told.filter((text) => text.startsWith('n')).at(-1)).toBe('n 2 @3');
    expect(told.filter((text) => text.startsWith('step'))).toEqual(['step 3 @2', 'step 7 @3']);
  });

  it('take text, and give it', () => {
    const rig = new Rig({ word: "{d/a} == 'run' ? 'on' : 'off'", wrong: '{d/a} + 1' });
    expect(rig.begin(['d/a', 'run', 0])).toEqual(['word on @0', 'wrong @0 BadTypeMismatch']);
    expect(rig.take([['d/a', 'stop', 1]])).toEqual(['word off @1', 'wrong @1 BadTypeMismatch']);
  });
});

describe('what an expression remembers', () => {
  it('is the reading before, its change and its rate, with Bad ones passed over', () => {
    const rig = new Rig({ p: 'prev({d/a})', d: 'delta({d/a})', r: 'rate({d/a})' });
    expect(rig.begin(['d/a', 10, 0])).toEqual([]);
    expect(rig.take([['d/a', 14, 2]])).toEqual(['p 10 @2', 'd 4 @2', 'r 2 @2']);
    expect(rig.take([['d/a', Number.NaN, 3, BAD]])).toHaveLength(3);
    expect(rig.take([['d/a', 24, 7]])).toEqual(['p 14 @7', 'd 10 @7', 'r 2 @7']);
  });

  it('takes each reading also in a branch that is not taken', () => {
    const rig = new Rig({ x: '{d/b} ? delta({d/a}) : 0' });
    rig.begin(['d/a', 1, 0], ['d/b', 0, 0]);
    rig.take([['d/a', 5, 1]]);
    rig.take([['d/a', 7, 2]]);
    expect(rig.take([['d/b', 1, 3]])).toEqual(['x 2 @3']);
  });

  it('holds the last good value for as long as it is told', () => {
    const rig = new Rig({ h: 'hold({d/a}, 10s)' });
    rig.begin(['d/a', 3, 0]);
    rig.seconds = 2;
    expect(rig.take([['d/a', Number.NaN, 2, BAD]])).toEqual(['h 3 @2 UncertainLastUsableValue']);
    expect(rig.tick(9)).toEqual([]);
    expect(rig.tick(11)).toEqual(['h @10 BadNoCommunication']);
    expect(rig.take([['d/a', 4, 12]])).toEqual(['h 4 @12']);
  });

  it('delays what becomes true or false by the time given, from the moment that it is due', () => {
    const rig = new Rig({ on: 'on_delay({d/a} > 5, 10s)', off: 'off_delay({d/a} > 5, 10s)' });
    expect(rig.begin(['d/a', 1, 0])).toEqual(['on 0 @0', 'off 0 @0']);
    rig.seconds = 1;
    expect(rig.take([['d/a', 9, 1]])).toEqual(['on 0 @1', 'off 1 @1']);
    expect(rig.tick(8)).toEqual([]);
    expect(rig.tick(12)).toEqual(['on 1 @11']);
    rig.seconds = 20;
    expect(rig.take([['d/a', 1, 20]])).toEqual(['on 0 @20', 'off 1 @20']);
    rig.seconds = 25;
    expect(rig.take([['d/a', 9, 25]])).toEqual(['on 0 @25', 'off 1 @25']);
    rig.seconds = 26;
    rig.take([['d/a', 1, 26]]);
    expect(rig.tick(37)).toEqual(['off 0 @36']);
  });

  it('sums up over time what was not Bad, and goes on while nothing new comes', () => {
    const rig = new Rig({ t: 'total({d/a})', h: 'runtime({d/a} > 0)' });
    expect(rig.begin(['d/a', 2, 0])).toEqual(['t 0 @0', 'h 0 @0']);
    expect(rig.tick(1_800)).toEqual(['t 3600 @1800', 'h 0.5 @1800']);
    rig.seconds = 3_600;
    expect(rig.take([['d/a', 4, 3_600]])).toEqual(['t 7200 @3600', 'h 1 @3600']);
    rig.seconds = 3_610;
    const lost = ['t 7240 @3610 UncertainLastUsableValue', `h ${1 + 10 / 3_600} @3610 UncertainLastUsableValue`];
    expect(rig.take([['d/a', Number.NaN, 3_610, BAD]])).toEqual(lost);
    expect(rig.tick(9_000)).toEqual([]);
    rig.seconds = 10_000;
    expect(rig.take([['d/a', 1, 10_000]])[0]).toBe('t 7240 @10000');
  });

  it('goes on counting after a restart, unless the expression is another one', () => {
    const before = new Rig({ n: 'edges({d/a})', t: 'total({d/b})' });
    before.begin(['d/a', 0, 0], ['d/b', 5, 0]);
    before.seconds = 10;
    before.take([
      ['d/a', 1, 10],
      ['d/b', 5, 10],
    ]);
    const kept = before.calculator.keep();
    const after = new Rig({ n: 'edges({d/a})', t: 'total({d/b}, 1min)' });
    after.seconds = 100;
    after.calculator.restore(kept);
    expect(after.begin(['d/a', 0, 100], ['d/b', 6, 100])).toEqual(['n 1 @100', 't 0 @100']);
  });
});
