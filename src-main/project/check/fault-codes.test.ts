import { describe, expect, it } from 'vitest';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { FAULT_CODES } from './fault-codes.ts';

const FORBIDDEN = /\b(invalid|illegal|please|oops|error occurred|something went wrong|failed to|unable to)\b/i;
/** What the catalogue has of a project (ux 2.9). */
const IN_CATALOGUE = [
  'net.host',
  'net.port',
  'mb.unit',
  'mb.addrMax',
  'tag.dup',
  'tag.topic',
  'tag.topicDup',
  'tag.scale0',
  'tag.clamp',
  'tag.deadband',
  'poll.min',
  'poll.load',
];

describe('the kinds of faults', () => {
  it('are told in plain words', () => {
    for (const { meaning } of Object.values(FAULT_CODES)) expect(meaning).not.toMatch(FORBIDDEN);
  });

  it('have the id of the catalogue wherever it has one', () => {
    const ids = new Set(Object.keys(FAULT_CODES).map((code) => messageId(code)));
    expect(IN_CATALOGUE.filter((id) => !ids.has(id))).toEqual([]);
  });
});
