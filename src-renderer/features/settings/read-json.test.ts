import { describe, expect, it } from 'vitest';
import { readJson } from './read-json.ts';

describe('the settings as JSON', () => {
  it('are read as they are written', () => {
    expect(readJson('{ "log": { "level": "debug" } }')).toEqual({ form: { log: { level: 'debug' } } });
  });

  it.each([
    ['{\n  "log": {\n    "level": debug\n  }\n}', /^Line 3: this is not JSON\. Look for a missing comma/],
    ['{\n  "log": 1,\n}', /^Line 3: this is not JSON\. Names stand in double quotes/],
    ['{\n  "log": {', /this is not JSON\./],
    ['[1]', /^The settings are a map\./],
  ])('name the line and the reason of %j', (text, problem) => {
    expect(readJson(text)).toEqual({ problem: expect.stringMatching(problem) as string });
  });
});
