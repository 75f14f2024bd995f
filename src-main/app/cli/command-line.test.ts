import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { COMMANDS, helpText } from './command-table.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { OPTIONS } from './option-table.ts';

describe('the command line', () => {
  it.each([
    [
      '--service --project p --port 8480',
      { kind: 'service', project: 'p', port: 8480, demo: 'leave', onFaults: 'stop' },
    ],
    ['--service --project p --last-good', { kind: 'service', project: 'p', demo: 'leave', onFaults: 'last-good' }],
    [
      '--service --project p --demo',
      { kind: 'service', project: 'p', port: undefined, demo: 'make', onFaults: 'stop' },
    ],
    ['check --project p', { kind: 'check', project: 'p', form: 'text' }],
    ['check --json', { kind: 'check', project: '.', form: 'json' }],
    ['import devices.yaml --project p', { kind: 'import', project: 'p', file: 'devices.yaml' }],
    ['export', { kind: 'export', project: '.', devices: undefined, identities: 'keep', out: undefined }],
    [
      'export --devices a,b --devices c --no-identities --out x.yaml --project p',
      { kind: 'export', project: 'p', devices: ['a', 'b', 'c'], identities: 'drop', out: 'x.yaml' },
    ],
    [
      'history export --tags rig/+,a/# --from now-7d --bucket 1h --decimal , --bom --out x.parquet --port 8480',
      {
        kind: 'history-export',
        where: { port: 8480 },
        out: 'x.parquet',
        request: {
          ...{ tags: ['rig/+', 'a/#'], from: 'now-7d', to: 'now', bucket: '1h', format: 'parquet', zone: 'UTC' },
          ...{ decimal: ',', bom: true },
        },
      },
    ],
    [
      'history import x.csv --skip-unknown --dry-run --project p',
      {
        ...{ kind: 'history-import', where: { project: 'p' }, file: 'x.csv', isDryRun: true },
        ...{ unknown: 'skip', problems: 'refuse' },
      },
    ],
    ['simulate', { kind: 'simulate', project: '.', devices: undefined, port: undefined, twin: { holes: [] } }],
    [
      'simulate --device a --device b --port 15020 --project p',
      { kind: 'simulate', project: 'p', devices: ['a', 'b'], port: 15020, twin: { holes: [] } },
    ],
    [
      'simulate --wave ramp --hole a,b --delay 50ms --fault deny --history x.csv',
      {
        kind: 'simulate',
        project: '.',
        twin: { shape: 'ramp', holes: ['a', 'b'], delayMs: 50, fault: 'deny', history: 'x.csv' },
      },
    ],
    ['backup --out=-odd --project p', { kind: 'backup', project: 'p', out: '-odd', history: undefined }],
    ['backup --out x --history 30d', { kind: 'backup', project: '.', out: 'x', history: '30d' }],
    ['sinks list --port 8480', { kind: 'sinks', place: { port: 8480 }, form: 'text', drop: undefined }],
    [
      'sinks drop mqtt-cloud --port 8480 --reason ended',
      { kind: 'sinks', place: { port: 8480 }, form: 'text', drop: { sink: 'mqtt-cloud', reason: 'ended' } },
    ],
    [
      'service install --project p --name line-2 --port 8481 --print',
      { kind: 'service-install', project: 'p', name: 'line-2', port: 8481, act: 'print' },
    ],
    ['service status', { kind: 'service-status', name: 'nexus-edge' }],
    ['status --port 8480 --json', { kind: 'status', place: { port: 8480 }, form: 'json' }],
    ['status --project p', { kind: 'status', place: { project: 'p' }, form: 'text' }],
    ['--help', { kind: 'help' }],
    ['backup --help', { kind: 'help' }],
    ['-h', { kind: 'help' }],
    ['--version', { kind: 'version' }],
  ])('understands %s', (line, command) => {
    expect(parseCommandLine(line.split(' '))).toEqual(command);
  });

  it.each([
    ['', 'Nothing to do was named'],
    ['--service', '--project DIR is missing'],
    ['--service --project p --port 70000', 'Port 70000 is outside 1–65535'],
    ['--service --project p --port 0', 'Port 0 is outside'],
    ['--service --project p --port 8e2', 'Port 8e2 is outside'],
    ['--service --project p --port', '--port needs a value: --port N'],
    ['--service --project p --port --demo', '--port needs a value'],
    ['--service --project= --port 1', '--project needs a value'],
    ['--service --project p --demo=yes', '--demo takes no value'],
    ['--service --project p --prot 8480', '“--prot” is not an option. Did you mean “--port”?'],
    ['--service --project p --projct q', 'Did you mean “--project”?'],
    ['--service --project p -x', '“-x” is not an option'],
    ['--service check --project p', '--service and check are two commands'],
    ['chek --project p', '“chek” is not a command. Did you mean “check”?'],
    ['bakcup --out x', 'Did you mean “backup”?'],
    [
      'service --project p',
      'service needs one of install, uninstall, status after it. To run one here write --service.',
    ],
    ['service install', '--project DIR is missing'],
    ['service install --project p --name Two/Lines', '“Two/Lines” is no name of a service'],
    ['frobnicate', '“frobnicate” is not a command. See'],
    ['import --project p', 'import needs a file'],
    ['import f', '--project DIR is missing'],
    ['check a b --project p', '“a” is one word too many'],
    ['import a b --project p', '“b” is one word too many'],
    ['check --port 1', 'check does not take --port. Write: nexus-edge check'],
    ['check --service', 'two commands'],
    ['backup --project p', '--out PATH is missing'],
    ['sinks drop mqtt-cloud --port 8480', '--reason TEXT is missing'],
    ['sinks drop --port 8480 --reason ended', 'needs the name of a sink'],
    ['sinks list mqtt --port 8480', '“mqtt” is one word too many'],
    ['sinks --port 8480', 'sinks takes list or drop'],
  ])('refuses %j and says why', (line, why) => {
    expect(() => parseCommandLine(line.split(' ').filter(Boolean))).toThrow(why);
  });

  it('is explained whole by its help: every command, option and exit code', () => {
    const help = helpText();
    for (const { usage } of Object.values(COMMANDS)) expect(help).toContain(`nexus-edge ${usage}`);
    for (const name of Object.keys(OPTIONS)) expect(help).toContain(`--${name}`);
    for (const { code, meaning } of Object.values(EXIT_CODES))
      expect(help).toMatch(new RegExp(`^ {2}${code} .*${meaning.slice(0, 9)}`, 'm'));
    for (const { options } of Object.values(COMMANDS))
      for (const option of options) expect(OPTIONS).toHaveProperty(option);
  });
});
