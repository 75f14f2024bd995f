import { describe, expect, it } from 'vitest';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formFaults, refusedFaults } from './gateway-faults.ts';

const fault = (path: string, severity: 'error' | 'warning' = 'error', file = 'devices/b1.yaml') => ({
  code: 'HOST_SYNTAX',
  file,
  path,
  message: 'No host.',
  severity,
});

describe('what the gateway says of a device', () => {
  it('stands at the field that it names, with the id of its message', () => {
    expect(formFaults([fault('connection.host')], 'b1')).toEqual([
      { path: 'connection.host', code: 'net.host', text: 'No host.', severity: 'error' },
    ]);
  });

  it('stands above the form where it is about something else that is wrong', () => {
    expect(formFaults([fault('tags[3].address'), fault('name', 'error', 'devices/b2.yaml')], 'b1')).toMatchObject([
      { path: '', text: 'tags[3].address: No host.' },
      { path: '', text: 'devices/b2.yaml name: No host.' },
    ]);
  });

  it('leaves out notes about tags and other devices', () => {
    expect(formFaults([fault('tags[3]', 'warning'), fault('name', 'warning', 'devices/b2.yaml')], 'b1')).toEqual([]);
    expect(formFaults([fault('connection', 'warning')], 'b1')).toHaveLength(1);
  });

  it('is read from a refusal that names faults, and from no other', () => {
    const faults = [{ ...fault('id'), line: 3 }];
    expect(refusedFaults(new NexusError('NX_PROJECT_INVALID', 'No.', { faults }))).toEqual([fault('id')]);
    expect(refusedFaults(new NexusError('NX_NOT_FOUND'))).toBeUndefined();
    // Of a connection that is asked for alone, faults have another form.
    expect(refusedFaults(new NexusError('NX_REQUEST_INVALID', 'No.', { faults: [{ field: 'a' }] }))).toBeUndefined();
  });
});
