import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src-shared/domain/quality.ts';
import { type ValueAge, valueState, valueText } from './value-view.ts';

const state = (over: Partial<ValueAge> = {}) =>
  valueState({ seen: true, status: STATUS.Good, ageMs: 200, intervalMs: 1_000, link: 'open', ...over });

describe('a value on the screen', () => {
  it('is good, uncertain or bad by its severity, sub-codes included', () => {
    expect(state({ status: STATUS.GoodClamped })).toBe('good');
    expect(state({ status: STATUS.UncertainLastUsableValue })).toBe('uncertain');
    expect(state({ status: STATUS.BadNoCommunication })).toBe('bad');
  });

  it('is stale after three poll intervals, and at once when the gateway is lost', () => {
    expect(state({ ageMs: 3_000 })).toBe('good');
    expect(state({ ageMs: 3_001 })).toBe('stale');
    expect(state({ link: 'lost' })).toBe('stale');
  });

  it('is bad rather than stale, because that says more', () => {
    expect(state({ status: STATUS.BadNotConnected, link: 'lost' })).toBe('bad');
  });

  it('waits for its first value, or never had one', () => {
    expect(state({ status: STATUS.BadWaitingForInitialData })).toBe('waiting');
    expect(state({ seen: false })).toBe('never');
  });

  it('keeps its last number in brackets when it is bad', () => {
    expect(valueText('bad', '8.42')).toBe('⟨8.42⟩');
    expect(valueText('bad', undefined)).toBe('—');
    expect(valueText('stale', '8.42')).toBe('8.42');
    expect(valueText('waiting', '8.42')).toBe('…');
    expect(valueText('never', undefined)).toBe('—');
  });
});
