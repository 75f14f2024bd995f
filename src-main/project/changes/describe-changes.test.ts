import { describe, expect, it } from 'vitest';
import type { ProjectChange } from '../../../src-shared/contract/project-changes.ts';
import { drivers } from '../../drivers/registry.ts';
import { checkProject } from '../check/check-project.ts';
import type { ChangeFacts, DocumentUses } from './change-facts.ts';
import { describeChanges } from './describe-changes.ts';

const NONE: DocumentUses = { trends: [], watches: [], checks: [] };
const CONFIG = 'project:\n  name: Plant\nmqtt:\n  enabled: true\n';

const device = (head: string, tag: string): string => `id: boiler
uid: 7a1c1c5e-1111-4a1a-8a1a-000000000001
name: Boiler-1
protocol: modbus-tcp
uns_prefix: acme/plant/area/line/boiler
connection: { host: 10.0.0.5 }
${head}
tags:
  - id: level
    uid: 7a1c1c5e-1111-4a1a-8a1a-000000000002
    address: holding:1:int16
${tag}
`;

function changes(
  before: readonly [head: string, tag: string],
  after: readonly [head: string, tag: string],
  facts?: ChangeFacts,
): readonly ProjectChange[] {
  const [was, is] = [before, after].map(([head, tag]) => {
    const text = new Map([
      ['devices/boiler.yaml', device(head, tag)],
      ['nexus.yaml', CONFIG],
    ]);
    const project = checkProject(text, drivers, { environment: {} });
    expect(project.faults.filter(({ severity }) => severity === 'error')).toEqual([]);
    return project;
  });
  return describeChanges(was!, is!, facts).changes;
}

const ofTag = (before: string, after: string, facts?: ChangeFacts): ProjectChange =>
  changes(['', before], ['', after], facts)[0]!;

describe('changes in words', () => {
  it('tells of another poll interval what it does to the load of the device', () => {
    const load = ({ poll_interval: every }: { readonly poll_interval: string }) => (every === '1s' ? 0.07 : 0.14);
    const [change] = changes(['poll_interval: 1s', ''], ['poll_interval: 500ms', ''], { load });
    expect(change).toMatchObject({
      deviceName: 'Boiler-1',
      what: 'Poll interval',
      before: '1\u2009000 ms',
      after: '500 ms',
      effects: ['Load 7 % → 14 %.'],
      severity: 'plain',
    });
    expect(changes(['poll_interval: 1s', ''], ['poll_interval: 500ms', ''])[0]!.effects).toEqual([
      'It is read 2 × as often.',
    ]);
  });

  it('flags a scale that makes values ten times as large, and names what uses them', () => {
    const uses = (): DocumentUses => ({ trends: ['a', 'b', 'c'], watches: ['w', 'v'], checks: ['k'] });
    expect(ofTag('    scale: 0.1', '    scale: 1', { uses })).toMatchObject({
      what: 'Scale',
      severity: 'severe',
      effects: ['Values become 10 × as large.', '3 trends, 2 watch tables and 1 loop check use it.'],
    });
    expect(ofTag('    scale: 1', '    scale: 0.1').effects).toEqual(['Values become 10 × as small.']);
    expect(ofTag('    scale: 1', '    scale: -1').effects).toEqual(['Values become as large with the other sign.']);
    expect(ofTag('    offset: 2', '    offset: 7.5')).toMatchObject({
      severity: 'caution',
      effects: ['Values are 5.5 higher than before.'],
    });
  });

  it('tells a range by a reading, once for all of its fields', () => {
    const range = (high: number): string =>
      `    raw_low: 0\n    raw_high: 27648\n    eu_low: -10\n    eu_high: ${high}\n    unit: bar`;
    expect(ofTag(range(10), range(100)).effects).toEqual(['A reading of 27648 becomes 100 bar instead of 10 bar.']);
    const both = changes(['', range(10)], ['', range(100).replace('-10', '-100')]);
    expect(both.map(({ effects }) => effects.length).toSorted((a, b) => a - b)).toEqual([0, 1]);
  });

  it('tells whether another unit converts the numbers or only renames them', () => {
    const from = '    unit_from: bar\n    unit: ';
    expect(ofTag(`${from}bar`, `${from}mbar`)).toMatchObject({
      severity: 'caution',
      effects: ['A reading of 100 becomes 100000 mbar instead of 100 bar.'],
    });
    expect(ofTag('    unit: bar', '    unit: kPa').effects).toEqual([
      'The numbers stay as they are and are called kPa instead of bar.',
    ]);
  });

  it('flags a tag that can be written from now on, and limits that go', () => {
    expect(ofTag('', '    access: read_write')).toMatchObject({
      severity: 'severe',
      effects: ['It can be written from now on, without limits on both sides.'],
    });
    const limited = '    access: read_write\n    write_limits: ';
    expect(ofTag(`${limited}{ max: 95 }`, `${limited}{ max: 120 }`)).toMatchObject({
      what: 'Write limits › Highest',
      severity: 'caution',
    });
    expect(ofTag(`${limited}{ min: 1, max: 9 }`, `${limited}{ min: 1 }`).severity).toBe('severe');
  });

  it('says which topic stops, and that history stays', () => {
    const extra = '  - id: oil_old\n    address: holding:9:int16';
    const uses = (_device: string, tag?: string): DocumentUses =>
      tag === 'oil_old' ? { ...NONE, trends: ['t'] } : NONE;
    expect(ofTag(extra, '', { uses })).toMatchObject({
      kind: 'removed',
      tag: 'oil_old',
      severity: 'severe',
      effects: [
        'History is kept.',
        'Topic acme/plant/area/line/boiler/oil_old stops.',
        '1 trend shows it without values.',
      ],
    });
    expect(ofTag('', extra)).toMatchObject({
      kind: 'added',
      after: 'holding:9:int16',
      severity: 'plain',
      effects: ['Topic acme/plant/area/line/boiler/oil_old begins.'],
    });
    expect(ofTag(extra, '', { uses, publishes: false }).effects).not.toContainEqual(expect.stringContaining('Topic'));
    expect(ofTag('', '    topic_suffix: drum/level')).toMatchObject({
      severity: 'severe',
      effects: [expect.stringContaining('boiler/level falls silent; acme/plant/area/line/boiler/drum/level begins')],
    });
  });

  it('never shows a password that stands in an address', () => {
    const config = (url: string): string => `${CONFIG}  url: ${url}\n`;
    const [before, after] = ['mqtt://10.0.0.5', 'mqtt://me:hunter2@10.0.0.6'].map((url) =>
      checkProject(new Map([['nexus.yaml', config(url)]]), drivers, { environment: {} }),
    );
    expect(JSON.stringify(describeChanges(before!, after!))).not.toContain('hunter2');
  });
});
