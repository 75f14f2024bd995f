import { describe, expect, it } from 'vitest';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { type ErrorKind, errorKind, seenIn, sqlState } from './database-error.ts';
import { databaseFault } from './database-fault.ts';

const place = { host: 'db', port: 5432, user: 'nexus', name: 'plant' };
const ofServer = (code: string): Error => Object.assign(new Error(`seen ${code}`), { code, severity: 'ERROR' });
const ofSocket = (code: string): Error => Object.assign(new Error(`seen ${code}`), { code });

describe('an error of a database', () => {
  it.each<[string, ErrorKind]>([
    ['08006', 'lost'],
    ['57P01', 'lost'],
    ['NX001', 'moved'],
    ['23505', 'duplicate'],
    ['40P01', 'later'],
    ['53100', 'later'],
    ['25006', 'later'],
    ['57014', 'later'],
    ['XX000', 'later'],
    ['22021', 'data'],
    ['23514', 'data'],
    ['42P01', 'refused'],
    ['28P01', 'refused'],
    ['3D000', 'refused'],
  ])('%s is %s', (code, kind) => {
    expect(errorKind(ofServer(code))).toBe(kind);
  });

  it('leaves the outcome open when only the socket tells of it, and when it says nothing', () => {
    expect(errorKind(ofSocket('ECONNRESET'))).toBe('lost');
    expect(errorKind(new Error('Connection terminated unexpectedly'))).toBe('lost');
    // A code of five characters that the server did not send.
    expect(errorKind(ofSocket('EPIPE'))).toBe('lost');
  });

  it('is known through the words that were made of it', () => {
    const fault = databaseFault(ofServer('53300'), place, 'nexus');
    expect(fault).toBeInstanceOf(NexusError);
    expect([sqlState(fault), errorKind(fault)]).toEqual(['53300', 'later']);
    expect(seenIn(new AggregateError([ofSocket('ECONNREFUSED')]))).toBe('seen ECONNREFUSED');
  });

  it.each([
    ['28P01', 'refuses the user “nexus”'],
    ['3D000', 'has no database “plant”. Create it'],
    ['42501', 'lacks a right'],
    ['42P01', 'are not as they were made'],
    ['25006', 'may only be read'],
    ['53100', 'is full'],
    ['53300', 'Raise max_connections'],
    ['57P03', 'stops or starts'],
    ['55P03', 'is locked by another session'],
    ['22003', 'reports 22003: seen 22003'],
  ])('%s is said in plain words with what was seen', (code, words) => {
    const { text, context } = databaseFault(ofServer(code), place, 'nexus');
    expect(text).toContain(words);
    expect(text).toContain(`seen ${code}`.replace('seen 3D000', 'plant'));
    expect(context).toMatchObject({ host: 'db', port: 5432, sqlState: code });
  });

  it.each([
    ['ECONNREFUSED', 'Nothing answers at db:5432'],
    ['ENOTFOUND', 'no computer of the name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS to the database'],
    ['ETIMEDOUT', 'does not answer'],
  ])('%s of the socket too', (code, words) => {
    expect(databaseFault(ofSocket(code), place, 'nexus').text).toContain(words);
  });
});
