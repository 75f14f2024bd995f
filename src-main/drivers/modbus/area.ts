/** The four tables of a Modbus device. Each has its own addresses 0–65535. */
export type AreaName = 'coil' | 'discrete' | 'input' | 'holding';

export interface Area {
  readonly name: AreaName;
  /** First digit of the 5- and 6-digit notations. */
  readonly digit: '0' | '1' | '3' | '4';
  /** The function that reads it (MODBUS Application Protocol V1.1b3, 6.1–6.4). */
  readonly readFunction: 1 | 2 | 3 | 4;
  readonly cell: 'bit' | 'register';
  /** Short prefix with wire addresses: HR107. */
  readonly prefix: 'C' | 'DI' | 'IR' | 'HR';
  /** One cell, in words. */
  readonly noun: string;
}

export const AREAS: Readonly<Record<AreaName, Area>> = {
  coil: { name: 'coil', digit: '0', readFunction: 1, cell: 'bit', prefix: 'C', noun: 'coil' },
  discrete: { name: 'discrete', digit: '1', readFunction: 2, cell: 'bit', prefix: 'DI', noun: 'discrete input' },
  input: { name: 'input', digit: '3', readFunction: 4, cell: 'register', prefix: 'IR', noun: 'input register' },
  holding: { name: 'holding', digit: '4', readFunction: 3, cell: 'register', prefix: 'HR', noun: 'holding register' },
};

/** In a fixed order, so that plans and tables always look the same. */
export const ALL_AREAS: readonly Area[] = [AREAS.coil, AREAS.discrete, AREAS.input, AREAS.holding];

/** Addresses on the wire are 16 bits. */
export const AREA_SIZE = 65_536;

export function areaByDigit(digit: string): Area | undefined {
  return ALL_AREAS.find((area) => area.digit === digit);
}

export function areaByFunction(code: number): Area | undefined {
  return ALL_AREAS.find((area) => area.readFunction === code);
}
