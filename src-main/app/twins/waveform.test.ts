import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Waveform, waveValue } from './waveform.ts';

const resource = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../resources/demo-plant/${name}`, import.meta.url), 'utf8'));

describe('a waveform', () => {
  it.each([
    [{ wave: 'sine', low: 0, high: 10, period_s: 4 }, [5, 10, 5, 0]],
    [{ wave: 'ramp', low: 0, high: 8, period_s: 4 }, [0, 2, 4, 6]],
    [{ wave: 'steps', values: [1, 0], period_s: 4 }, [1, 1, 0, 0]],
    [{ wave: 'counter', per_s: 2, modulo: 5 }, [0, 2, 4, 1]],
    [{ wave: 'text', values: ['A', 'B'], period_s: 4 }, ['A', 'A', 'B', 'B']],
  ])('%j moves as its name says', (given, expected) => {
    const wave = Waveform.parse(given);
    const seen = [0, 1_000, 2_000, 3_000].map((ms) => waveValue(wave, ms));
    seen.forEach((value, i) =>
      typeof value === 'number' ? expect(value).toBeCloseTo(expected[i] as number, 9) : expect(value).toBe(expected[i]),
    );
  });
});

describe('the demo plant', () => {
  it('has a wave for every tag, and no wave without a tag', () => {
    const { devices } = resource('devices.yaml') as { devices: { id: string; tags: { id: string }[] }[] };
    const waves = resource('waves.yaml') as Record<string, Record<string, unknown>>;
    const tags = devices.map(({ id, tags: own }) => [id, own.map((tag) => tag.id).sort()]);
    expect(Object.entries(waves).map(([id, own]) => [id, Object.keys(own).sort()])).toEqual(tags);
    for (const own of Object.values(waves))
      for (const wave of Object.values(own)) expect(() => Waveform.parse(wave)).not.toThrow();
  });
});
