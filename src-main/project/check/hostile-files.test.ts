import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { drivers } from '../../drivers/registry.ts';
import { readYaml } from '../yaml/yaml-file.ts';
import { checkProject } from './check-project.ts';
import type { Fault } from './fault.ts';
import { FAULT_CODES } from './fault-codes.ts';

const CONFIG = 'project: { name: Plant }\n';
const HEAD = 'id: d\nprotocol: modbus-tcp\nuns_prefix: acme/d\nconnection: { host: plc }\n';

const checkDevice = (text: string): readonly Fault[] =>
  checkProject(
    new Map([
      ['nexus.yaml', CONFIG],
      ['devices/d.yaml', text],
    ]),
    drivers,
  ).faults;

/** A real device file: the boiler of the demo plant, with comments and flow maps. */
const BOILER = (() => {
  const plant = parseDocument(
    readFileSync(new URL('../../../resources/demo-plant/devices.yaml', import.meta.url), 'utf8'),
  ).toJS() as { devices: unknown[] };
  return `# by hand\n${stringify(plant.devices[0])}`;
})();

function expectTold(faults: readonly Fault[]): void {
  for (const fault of faults) {
    expect(Object.hasOwn(FAULT_CODES, fault.code)).toBe(true);
    expect(fault.message.length).toBeLessThan(700);
    // oxlint-disable-next-line no-control-regex
    expect(`${fault.path}${fault.message}`).not.toMatch(/[\u0000-\u001f\u202e\ud800-\udfff]/u);
  }
}

describe('a hostile file', () => {
  it('cut at each of 100 places is faults and nothing else', () => {
    let syntax = 0;
    for (let i = 0; i < 100; i++) {
      const faults = checkDevice(BOILER.slice(0, Math.floor((BOILER.length * i) / 100)));
      expectTold(faults);
      if (faults.some(({ code }) => code === 'SYNTAX')) syntax++;
    }
    const settings = '{ schema_version: 1, project: { name: Plant }, mqtt: { enabled: true, qos: 1 } }';
    for (let i = 0; i < settings.length; i++) {
      const { faults } = readYaml('nexus.yaml', settings.slice(0, i));
      expectTold(faults);
      if (faults.some(({ code }) => code === 'SYNTAX')) syntax++;
    }
    expect(syntax).toBeGreaterThan(75);
  });

  it('with bytes changed at random is faults and nothing else', () => {
    const pieces = [
      '[',
      ']',
      '{',
      '}',
      '-',
      '?',
      ':',
      ',',
      '&',
      '*',
      '!',
      '|',
      '>',
      "'",
      '"',
      '%',
      '@',
      '`',
      '#',
      '\\',
    ];
    const piece = fc.constantFrom(
      ...pieces,
      ' ',
      '\t',
      '\n',
      '\u0000',
      '\u202e',
      '\ud800',
      '<<: ',
      '--- ',
      '&a ',
      '*a ',
    );
    const edit = fc.tuple(fc.nat(BOILER.length - 1), piece);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = BOILER;
        for (const [at, what] of edits) text = `${text.slice(0, at)}${what}${text.slice(at + 1)}`;
        expectTold(checkDevice(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['brackets', '['.repeat(10_000)],
    ['closed brackets', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['lists of lists', '[a, '.repeat(10_000)],
    ['braces', '{a: '.repeat(10_000)],
    ['dashes', `\n${'- '.repeat(10_000)}x`],
    ['question marks', `\n${'? '.repeat(10_000)}x`],
    ['question marks in braces', '{? '.repeat(10_000)],
    ['indentation', `\n${Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`],
  ])('that nests 10,000 %s deep is refused before it is parsed', (_name, text) => {
    const faults = checkDevice(`asset: ${text}`);
    expect(faults.map(({ code }) => code)).toEqual(['DEPTH']);
    expect(faults[0]!.line).toBeLessThan(25);
  });

  it.each([
    ['20 brackets', '['.repeat(19) + ']'.repeat(19)],
    ['brackets in texts and comments', `"${'['.repeat(50)}" # ${'{'.repeat(50)}`],
    ['many maps side by side', `\n${'  - { a: { b: [1] } }\n'.repeat(2_000)}`],
    ['a text of many lines', `|\n${Array.from({ length: 60 }, (_, i) => `  ${' '.repeat(i)}- [`).join('\n')}`],
  ])('is not taken for deep because of %s', (_name, text) => {
    expect(readYaml('a.yaml', `a: ${text}\n`).faults).toEqual([]);
  });

  it.each([
    [
      'a bomb of aliases',
      `a: &a [${'1,'.repeat(9)}]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
    ],
    ['a value inside itself', 'a: &a { b: *a }'],
    ['an alias of nothing', 'a: *b'],
    ['a list as a key', '? [a]\n: 1'],
    ['a map as a key', '{ { a: 1 }: 2 }'],
  ])('of %s is not YAML that we take', (_name, text) => {
    const { yaml, faults } = readYaml('a.yaml', text);
    expect(yaml).toBeUndefined();
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['SYNTAX']));
  });

  it.each(['__proto__', 'constructor', 'prototype'])('with the key %s changes no prototype', (key) => {
    expect(checkDevice(`${HEAD}asset: { ${key}: { polluted: 1 } }`).map(({ code }) => code)).toEqual(['FORBIDDEN_KEY']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each(['0', '-1', '1e308', '.nan', '.inf', '0.5ms', '0s', '"NaN"', '"1e308"', '"-1s"', '1000d', '"1 s "'])(
    'with the poll interval %s: told with its path, or taken where it is one',
    (interval) => {
      const faults = checkDevice(`${HEAD}poll_interval: ${interval}`);
      const codes = interval === '"1 s "' ? [] : ['INTERVAL_RANGE poll_interval'];
      expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual(codes);
    },
  );

  it.each([
    ["'; DROP TABLE tags; --", 'NAME_CHARS', undefined],
    ['a\u0000b', 'NAME_CHARS', 'NAME_CHARS'],
    ['a\r\nb', 'NAME_CHARS', 'NAME_CHARS'],
    ['../../etc/passwd', 'NAME_CHARS', undefined],
    ['#', 'NAME_CHARS', undefined],
    ['+', 'NAME_CHARS', undefined],
    ['$SYS', 'NAME_CHARS', undefined],
    ['x'.repeat(2 ** 20), 'NAME_LENGTH', 'NAME_LENGTH'],
    ['a\u202eb', 'NAME_CHARS', 'NAME_CHARS'],
    ['a\ud800b', 'NAME_CHARS', 'NAME_CHARS'],
    ['', 'NAME_LENGTH', 'NAME_LENGTH'],
  ])('with the id and the name %j: told by its rule', (text, ofId, ofName) => {
    const faults = checkDevice(
      `${HEAD}tags:\n  - { id: ${JSON.stringify(text)}, address: HR1 }\n  - { id: u, name: ${JSON.stringify(text)}, address: HR2 }\n`,
    );
    expectTold(faults);
    const expected = [`${ofId} tags[0].id`, ...(ofName ? [`${ofName} tags[1].name`] : [])];
    expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });

  it.each(['#', '+/a', '$SYS/x', 'a//b', 'a\u0000b', 'a\r\nb', 'a\ud800', 'x'.repeat(2 ** 20)])(
    'with the topic suffix %j is told by the rules of MQTT',
    (suffix) => {
      const faults = checkDevice(
        `${HEAD}tags:\n  - { id: t, address: HR1, topic_suffix: ${JSON.stringify(suffix)} }\n`,
      );
      expectTold(faults);
      // Only the start of a topic is the broker’s.
      expect(faults.map(({ code }) => code)).toEqual(['TOPIC_SYNTAX']);
    },
  );

  it('with 100,000 tags in one device names the limit', () => {
    const tags = Array.from({ length: 100_000 }, (_, i) => `- {id: t${i}, address: HR${i % 65_000}}`).join('\n');
    const faults = checkDevice(`${HEAD}tags:\n${tags}\n`);
    const errors = faults.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([
      'COUNT_LIMIT tags A device has 20000 tags at most. Split it into several devices.',
    ]);
  });

  it('with a key of a million characters is told in one line', () => {
    const faults = checkDevice(`${HEAD}? ${'k'.repeat(1_000_000)}\n: 1\n`);
    expectTold(faults);
    expect(faults.map(({ code }) => code)).toEqual(['UNKNOWN_KEY']);
    expect(faults[0]!.path.length).toBeLessThan(100);
  });

  it.each(['169.254.169.254', '0.0.0.0', '""', 'x'.repeat(300), '"plc\\r\\nHost: x"', '"[::]"'])(
    'with the host %s is refused by rule',
    (host) => {
      const faults = checkDevice(HEAD.replace('plc', host));
      expectTold(faults);
      expect(faults.map(({ path }) => path)).toEqual(['connection.host']);
      expect(faults[0]!.code).toMatch(/^HOST_/);
    },
  );
});
