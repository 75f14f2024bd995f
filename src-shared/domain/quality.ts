/**
 * The quality of a point is an OPC UA StatusCode (OPC 10000-4, 7.39): the top two bits are the severity.
 * Codes and their classic numbers: reference field guide E2 (OPC 10000-8 A.4.3.3, UA-Nodeset StatusCode.csv).
 */
export const STATUS = {
  Good: 0x00000000,
  GoodClamped: 0x00300000,
  Uncertain: 0x40000000,
  UncertainLastUsableValue: 0x40900000,
  UncertainInitialValue: 0x40920000,
  UncertainSensorNotAccurate: 0x40930000,
  UncertainEngineeringUnitsExceeded: 0x40940000,
  UncertainDataSubNormal: 0x40a40000,
  Bad: 0x80000000,
  BadNoCommunication: 0x80310000,
  BadWaitingForInitialData: 0x80320000,
  BadOutOfRange: 0x803c0000,
  BadTypeMismatch: 0x80740000,
  BadConfigurationError: 0x80890000,
  BadNotConnected: 0x808a0000,
  BadDeviceFailure: 0x808b0000,
  BadSensorFailure: 0x808c0000,
  BadOutOfService: 0x808d0000,
  BadNoData: 0x809b0000,
} as const;

export type Severity = 'good' | 'uncertain' | 'bad';

/** Severity by the top two bits, never by equality with 0: good sub-codes exist (GoodClamped). */
export function severity(status: number): Severity {
  const top = status >>> 30;
  return top === 0 ? 'good' : top === 1 ? 'uncertain' : 'bad';
}

/** True for Good and its sub-codes. */
export function isGood(status: number): boolean {
  return status >>> 30 === 0;
}

/** True for Bad and its sub-codes, and for the reserved severity 11. */
export function isBad(status: number): boolean {
  return status >>> 30 >= 2;
}

const CLASSIC: ReadonlyMap<number, number> = new Map([
  [STATUS.UncertainLastUsableValue, 68],
  [STATUS.UncertainInitialValue, 76],
  [STATUS.UncertainSensorNotAccurate, 80],
  [STATUS.UncertainEngineeringUnitsExceeded, 84],
  [STATUS.BadConfigurationError, 4],
  [STATUS.BadNotConnected, 8],
  [STATUS.BadDeviceFailure, 12],
  [STATUS.BadSensorFailure, 16],
  [STATUS.BadNoCommunication, 24],
  [STATUS.BadOutOfService, 28],
  [STATUS.BadWaitingForInitialData, 32],
]);

/** Without the lower bits, which say more of a value and not how good it is: its limit, that some before it were lost. */
const CODE_BITS = 0xffff_0000;

/** The classic OPC quality byte (`QQSSSSLL`): 192 good, 64 uncertain, 0 bad, with the sub-codes that have one. */
export function classicQuality(status: number): number {
  return CLASSIC.get((status & CODE_BITS) >>> 0) ?? { good: 192, uncertain: 64, bad: 0 }[severity(status)];
}

const OF_CLASSIC: ReadonlyMap<number, number> = new Map([...CLASSIC].map(([status, classic]) => [classic, status]));

/** The status that a classic quality byte stands for; its limit bits (the lowest two) are passed over. */
export function statusOfClassic(quality: number): number {
  if (quality === 192) return STATUS.Good;
  const known = OF_CLASSIC.get(quality & 0xfc);
  if (known !== undefined) return known;
  const top = (quality >>> 6) & 3;
  return top === 3 ? STATUS.Good : top === 1 ? STATUS.Uncertain : STATUS.Bad;
}

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(STATUS).map(([name, code]) => [code, name]));

const WORDS: ReadonlyMap<number, string> = new Map([
  [STATUS.Good, 'Good'],
  [STATUS.GoodClamped, 'Good: held at its limit'],
  [STATUS.UncertainLastUsableValue, 'Uncertain: last known value'],
  [STATUS.UncertainInitialValue, 'Uncertain: initial value'],
  [STATUS.UncertainSensorNotAccurate, 'Uncertain: changed faster than it can'],
  [STATUS.UncertainEngineeringUnitsExceeded, 'Uncertain: outside its range'],
  [STATUS.UncertainDataSubNormal, 'Uncertain: made of some readings that are not good'],
  [STATUS.BadNoCommunication, 'Bad: no communication'],
  [STATUS.BadNoData, 'Bad: no good reading'],
  [STATUS.BadWaitingForInitialData, 'Bad: waiting for the first value'],
  [STATUS.BadOutOfRange, 'Bad: not a number'],
  [STATUS.BadTypeMismatch, 'Bad: text and numbers mixed'],
  [STATUS.BadConfigurationError, 'Bad: the device has no such address'],
  [STATUS.BadNotConnected, 'Bad: not connected'],
  [STATUS.BadDeviceFailure, 'Bad: device failure'],
  [STATUS.BadSensorFailure, 'Bad: sensor failure'],
  [STATUS.BadOutOfService, 'Bad: switched off'],
]);

/** `BadNoCommunication`, or the number where the code has no name here. */
export function statusName(status: number): string {
  return NAMES.get(status >>> 0) ?? `0x${(status >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Of a value that was subscribed: its queue on the server was full, and older ones were dropped. */
const OVERFLOW = 0x480;

/** The status in words for a person. */
export function describeStatus(status: number): string {
  const known = WORDS.get(status >>> 0);
  if (known !== undefined) return known;
  if ((status & 0xffff) === OVERFLOW)
    return `${describeStatus((status & CODE_BITS) >>> 0)}; values before it were lost`;
  const word = { good: 'Good', uncertain: 'Uncertain', bad: 'Bad' }[severity(status)];
  return `${word} (${statusName(status)})`;
}
