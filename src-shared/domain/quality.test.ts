import { describe, expect, it } from 'vitest';
import { classicQuality, describeStatus, isBad, isGood, STATUS, severity, statusName } from './quality.ts';

describe('quality', () => {
  it('is judged by the top two bits, so that GoodClamped and a stray 0xC0 are Good', () => {
    expect([STATUS.Good, STATUS.GoodClamped, 0xc0].map(severity)).toEqual(['good', 'good', 'good']);
    expect(severity(STATUS.UncertainLastUsableValue)).toBe('uncertain');
    expect([STATUS.BadNoCommunication, 0xc0000000].map(severity)).toEqual(['bad', 'bad']);
    expect(isGood(STATUS.GoodClamped)).toBe(true);
    expect(isBad(0xc0000000)).toBe(true);
  });

  // OPC 10000-8 A.4.3.3 and the table of the field guide, E2.
  it.each([
    [STATUS.Good, 192],
    [STATUS.Uncertain, 64],
    [STATUS.UncertainLastUsableValue, 68],
    [STATUS.Bad, 0],
    [STATUS.BadConfigurationError, 4],
    [STATUS.BadNotConnected, 8],
    [STATUS.BadNoCommunication, 24],
    [STATUS.BadOutOfService, 28],
  ])('0x%s has its classic number %i', (status, classic) => {
    expect(classicQuality(status)).toBe(classic);
  });

  it('shows the number of a code that has no name here', () => {
    expect(statusName(0x80ab0000)).toBe('0x80AB0000');
    expect(describeStatus(0x80ab0000)).toBe('Bad (0x80AB0000)');
  });

  it('is judged without the lower bits, and says of them what a person can use', () => {
    expect(classicQuality(STATUS.BadSensorFailure + 0x500)).toBe(16);
    expect(describeStatus(STATUS.BadSensorFailure + 0x500)).toBe('Bad (0x808C0500)');
    expect(describeStatus(0x480)).toBe('Good; values before it were lost');
  });
});
