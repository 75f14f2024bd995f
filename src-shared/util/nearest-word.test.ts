import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

const KNOWN = ['modbus-tcp', 'opcua', 's7'];

describe('the nearest word', () => {
  it.each([
    ['modbus-tpc', 'modbus-tcp'],
    ['Modbus_TCP', 'modbus-tcp'],
    ['opc-ua', 'opcua'],
    ['S7', 's7'],
    ['s', 's7'],
  ])('to “%s” is “%s”', (word, near) => {
    expect(nearestWord(word, KNOWN)).toBe(near);
  });

  it.each(['bacnet', 'constructor', '', 'modbus'])('to “%s” is none of them', (word) => {
    expect(nearestWord(word, KNOWN.slice(0, 2))).toBeUndefined();
  });
});
