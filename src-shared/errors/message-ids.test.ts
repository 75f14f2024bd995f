import { describe, expect, it } from 'vitest';
import { messageId, messageIdOfText } from './message-ids.ts';

describe('the ids of messages', () => {
  it('are those of the catalogue for errors, faults and refused writes, and the code itself for the rest', () => {
    expect(messageId('NX_NET_REFUSED')).toBe('net.refused');
    expect(messageId('TOPIC_COLLISION')).toBe('tag.topicDup');
    expect(messageId('NOT_ARMED')).toBe('wr.disarmed');
    expect(messageId('NX_BACKUP')).toBe('NX_BACKUP');
  });

  it('are found by what the protocol said in brackets where a text has no code', () => {
    expect(messageIdOfText('The device has no register at 40300 (wire 299). Try −1. (exception 02)')).toBe('mb.ex02');
    expect(messageIdOfText('The CPU refused the read. In TIA Portal, allow PUT/GET. (0x8104)')).toBe('s7.putget');
    expect(messageIdOfText('The bits at HR3 are no bcd16: a digit is above 9.')).toBe('tag.fault');
  });
});
