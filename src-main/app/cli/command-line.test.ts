import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

describe('the command line', () => {
  it.each([
    ['--service --project p --port 8480', { kind: 'service', project: 'p', port: 8480, demo: 'leave' }],
    ['--service --project p --demo', { kind: 'service', project: 'p', port: undefined, demo: 'make' }],
    ['check --project p', { kind: 'check', project: 'p' }],
    ['import devices.yaml --project p', { kind: 'import', project: 'p', file: 'devices.yaml' }],
    ['--help', { kind: 'help' }],
  ])('understands %s', (line, command) => {
    expect(parseCommandLine(line.split(' '))).toEqual(command);
  });

  it.each([
    ['', 'Nothing to do was named'],
    ['--service', '--project DIR is missing'],
    ['--service --project p --port 70000', 'Port 70000 is outside 1–65535'],
    ['--service --project p --prot 8480', "Unknown option '--prot'"],
    ['chek --project p', '“chek” is not a command'],
    ['import --project p', 'import needs a file'],
    ['check a b --project p', 'one word too many'],
  ])('refuses %j and says why', (line, why) => {
    expect(() => parseCommandLine(line.split(' ').filter(Boolean))).toThrow(why);
  });
});
