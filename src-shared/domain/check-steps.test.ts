import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureRefusal, judgeStep, type Observed, unsteadyRefusal } from './check-capture.ts';
import { CheckLoop, CheckSheet } from './check-sheet.ts';
import { type CheckedTag, type CheckStep, loopProblem, stepsOf } from './check-steps.ts';
import { templateFor } from './check-template.ts';
import { STATUS } from './quality.ts';

const SHEET = CheckSheet.parse({ id: 'sat', name: 'SAT', points: [0, 50, 100] });
const PRESSURE: CheckedTag = { dataType: 'float32', unit: 'bar', euLow: 0, euHigh: 10, states: {} };
const SWITCH: CheckedTag = { dataType: 'bool', unit: '', euLow: null, euHigh: null, states: { 0: 'Shut', 1: 'Open' } };

const steps = (loop: Partial<CheckLoop> & Pick<CheckLoop, 'template'>, tag = PRESSURE): readonly CheckStep[] =>
  stepsOf(CheckLoop.parse({ device: 'b', tag: 't', ...loop }), SHEET, tag);
const seen = (value: number | null, status: number = STATUS.Good): Observed => ({
  ...{ value, min: value, max: value, samples: 1, status },
});

describe('the steps of a loop', () => {
  it('of an analogue input are points of its range, with what is applied and how far it may be off', () => {
    expect(steps({ template: 'ai' })).toMatchObject([
      { key: 'point-0', applied: '4.00 mA', expected: 0, band: 0.05, write: null },
      { key: 'point-50', applied: '12.00 mA', expected: 5, need: 'required' },
      { key: 'point-100', applied: '20.00 mA', expected: 10 },
    ]);
  });

  it('follow what the loop says instead of its sheet and its tag', () => {
    const own = {
      points: [25],
      tolerance: 1,
      range: { low: -100, high: 100 },
      signal: { low: 0, high: 10, unit: 'V' },
    };
    expect(steps({ template: 'ai', ...own })).toMatchObject([{ applied: '2.50 V', expected: -50, band: 2 }]);
  });

  it('of a valve open it first, and of an output write what they expect', () => {
    expect(steps({ template: 'valve', within_s: 30 }, SWITCH)).toMatchObject([
      { title: 'Open', write: 1, expected: 1, withinMs: 30_000 },
      { title: 'Shut', write: 0, expected: 0 },
    ]);
    expect(steps({ template: 'ao' })[1]).toMatchObject({ write: 5, expected: 5, applied: '5 bar' });
  });

  it('need no alarm and no wire break for a pass', () => {
    const alarms = [{ name: 'H', side: 'high' as const, limit: 9 }];
    const extra = steps({ template: 'ai', alarms, wire_break: true }).filter(({ need }) => need === 'optional');
    expect(extra.map(({ key }) => key)).toEqual(['alarm-H', 'wire']);
  });

  it('cannot be told without a range, which is said with the next step', () => {
    const tag = { ...PRESSURE, euHigh: null };
    expect(steps({ template: 'ai' }, tag)).toEqual([]);
    expect(loopProblem(CheckLoop.parse({ device: 'b', tag: 't', template: 'ai' }), tag)).toMatch(/Write “range/);
  });
});

describe('what was seen', () => {
  it('passes exactly within the tolerance, whatever the range', () => {
    const number = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(
        number,
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: -100, max: 100 }),
        (low, size, part) => {
          const [step] = steps({ template: 'ai', points: [50], range: { low, high: low + size } });
          const value = step!.expected! + (step!.band! * part) / 50;
          const { result, error } = judgeStep(step!, seen(value));
          expect(result).toBe(Math.abs(part) <= 50 ? 'pass' : 'fail');
          expect(error).toBeCloseTo((part / 50) * SHEET.tolerance, 6);
        },
      ),
    );
  });

  it('of a state passes only when it was held', () => {
    const [stopped] = steps({ template: 'di' }, SWITCH);
    expect(judgeStep(stopped!, seen(0)).result).toBe('pass');
    expect(judgeStep(stopped!, { ...seen(0), max: 1 }).result).toBe('fail');
  });

  it('of an alarm passes when the set point was passed on its side', () => {
    const alarm = (side: 'high' | 'low') =>
      steps({ template: 'ai', points: [0], alarms: [{ name: 'A', side, limit: 9 }] })[1]!;
    expect(judgeStep(alarm('high'), seen(9)).result).toBe('pass');
    expect(judgeStep(alarm('high'), seen(8.9)).result).toBe('fail');
    expect(judgeStep(alarm('low'), seen(8.9)).result).toBe('pass');
  });

  it('is refused while it is not Good, in words; a wire break is refused while it is', () => {
    expect(captureRefusal({ kind: 'point' }, STATUS.BadNotConnected, 'Flow_A', 'device offline')).toBe(
      'Flow_A is Bad (device offline). Nothing was captured.',
    );
    expect(captureRefusal({ kind: 'point' }, STATUS.UncertainLastUsableValue, 'Flow_A')).toBe(
      'Flow_A is Uncertain (last known value). Nothing was captured.',
    );
    expect(captureRefusal({ kind: 'point' }, STATUS.Good, 'Flow_A')).toBeUndefined();
    expect(captureRefusal({ kind: 'wire_break' }, STATUS.BadSensorFailure, 'Flow_A')).toBeUndefined();
    expect(captureRefusal({ kind: 'wire_break' }, STATUS.Good, 'Flow_A')).toMatch(/^Flow_A is Good\./);
  });

  it('is refused where it was to stand still and moved by more than a step may be off to both sides', () => {
    const pressure = { id: 'pt_102', name: 'PT-102', unit: 'bar' };
    expect(unsteadyRefusal({ band: 0.05 }, { min: 4.95, max: 5.05 }, pressure)).toBeUndefined();
    expect(unsteadyRefusal({ band: 0.05 }, { min: 5.000_000_1, max: 7.5 }, pressure)).toBe(
      'PT-102 moved from 5 to 7.5 bar or back while it was looked at. Nothing was captured; it is once it stands still.',
    );
    expect(unsteadyRefusal({ band: 0.05 }, { min: null, max: null }, pressure)).toBeUndefined();
    expect(unsteadyRefusal({ band: null }, { min: 1, max: 1 }, { id: 'pump' })).toBeUndefined();
    expect(unsteadyRefusal({ band: null }, { min: 0, max: 1 }, { id: 'pump' })).toMatch(/^pump moved from 0 to 1 or/);
    const pump = { id: 'pump', enum: { '0': 'Stopped', '1': 'Running' } };
    expect(unsteadyRefusal({ band: null }, { min: 0, max: 1 }, pump)).toMatch(/^pump moved from Stopped to Running or/);
  });
});

describe('a template', () => {
  const tag = { ...PRESSURE, device: 'b', id: 'x', name: 'X', access: 'read' as const };
  it.each([
    ['ai', tag],
    ['ao', { ...tag, access: 'read_write' as const }],
    ['comms', { ...tag, euHigh: null }],
    ['comms', { ...tag, dataType: 'string' }],
    ['di', { ...tag, ...SWITCH }],
    ['do', { ...tag, ...SWITCH, access: 'read_write' as const }],
    ['valve', { ...tag, ...SWITCH, id: 'xv-7', access: 'read_write' as const }],
    ['di', { ...tag, dataType: 'uint16', states: { 0: 'Idle', 1: 'Purge', 2: 'Run' } }],
  ])('%s suits a tag of its kind', (template, offered) => {
    expect(templateFor(offered)).toBe(template);
  });
});

describe('a sheet', () => {
  it('refuses a tolerance of nothing and a tag that stands there twice', () => {
    const loop = { device: 'b', tag: 't', template: 'ai' };
    const faultOf = (more: object) => CheckSheet.safeParse({ id: 's', name: 'S', ...more }).error?.issues[0]?.message;
    expect(faultOf({ tolerance: 0 })).toBe('A tolerance of 0 % would fail every analogue loop. Use 0.1 % or more.');
    expect(faultOf({ tolerance: -1 })).toMatch(/negative/);
    expect(faultOf({ loops: [loop, loop] })).toMatch(/twice/);
    expect(faultOf({ loops: [{ ...loop, range: { low: 5, high: 5 } }] })).toMatch(/Swap low and high/);
  });
});
