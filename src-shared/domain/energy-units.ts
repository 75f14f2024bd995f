import { table, type Unit } from './unit.ts';

const POUND = 0.45359237;
const FOOT = 0.3048;
/** Standard acceleration of free fall, m/s². */
const GN = 9.80665;
const BTU = 1055.05585262;

/** Power, energy, movement, electricity, shares and counts. */
export const ENERGY_UNITS: readonly Unit[] = [
  ...table('power', [
    ['W', 'W', 'watts', 1],
    ['mW', 'mW', 'milliwatts', 1e-3],
    ['kW', 'kW', 'kilowatts', 1e3],
    ['MW', 'MW', 'megawatts', 1e6],
    ['GW', 'GW', 'gigawatts', 1e9],
    ['[HP]', 'hp', 'horsepower', 550 * FOOT * POUND * GN, 'HP'],
    ['[Btu_IT]/h', 'BTU/h', 'British thermal units per hour', BTU / 3600, 'Btu/h'],
    ['kcal/h', 'kcal/h', 'kilocalories per hour', 4184 / 3600],
  ]),
  ...table('apparent power', [
    ['V.A', 'VA', 'volt-amperes', 1],
    ['kV.A', 'kVA', 'kilovolt-amperes', 1e3],
    ['MV.A', 'MVA', 'megavolt-amperes', 1e6],
  ]),
  ...table('reactive power', [
    ['V.A{reactive}', 'var', 'vars', 1, 'VAr VAR Var'],
    ['kV.A{reactive}', 'kvar', 'kilovars', 1e3, 'kVAr kVAR kVar'],
    ['MV.A{reactive}', 'Mvar', 'megavars', 1e6, 'MVAr MVAR MVar'],
  ]),
  ...table('energy', [
    ['J', 'J', 'joules', 1],
    ['kJ', 'kJ', 'kilojoules', 1e3],
    ['MJ', 'MJ', 'megajoules', 1e6],
    ['GJ', 'GJ', 'gigajoules', 1e9],
    ['W.h', 'Wh', 'watt-hours', 3600],
    ['kW.h', 'kWh', 'kilowatt-hours', 3.6e6, 'kwh KWH'],
    ['MW.h', 'MWh', 'megawatt-hours', 3.6e9],
    ['GW.h', 'GWh', 'gigawatt-hours', 3.6e12],
    ['kcal', 'kcal', 'kilocalories', 4184],
    ['[Btu_IT]', 'BTU', 'British thermal units', BTU, 'Btu'],
  ]),
  ...table('apparent energy', [['kV.A.h', 'kVAh', 'kilovolt-ampere-hours', 1]]),
  ...table('reactive energy', [
    ['kV.A.h{reactive}', 'kvarh', 'kilovar-hours', 1, 'kVArh kVARh'],
    ['MV.A.h{reactive}', 'Mvarh', 'megavar-hours', 1e3, 'MVArh'],
  ]),
  ...table('specific energy', [
    ['J/kg', 'J/kg', 'joules per kilogram', 1],
    ['kJ/kg', 'kJ/kg', 'kilojoules per kilogram', 1e3],
    ['MJ/kg', 'MJ/kg', 'megajoules per kilogram', 1e6],
    ['kW.h/t', 'kWh/t', 'kilowatt-hours per tonne', 3600],
  ]),
  ...table('energy density', [
    ['J/m3', 'J/m³', 'joules per cubic metre', 1],
    ['MJ/m3', 'MJ/m³', 'megajoules per cubic metre', 1e6],
    ['kW.h/m3', 'kWh/m³', 'kilowatt-hours per cubic metre', 3.6e6],
  ]),
  ...table('irradiance', [
    ['W/m2', 'W/m²', 'watts per square metre', 1],
    ['kW/m2', 'kW/m²', 'kilowatts per square metre', 1e3],
  ]),
  ...table('time', [
    ['s', 's', 'seconds', 1, 'sec'],
    ['us', 'µs', 'microseconds', 1e-6],
    ['ms', 'ms', 'milliseconds', 1e-3],
    ['min', 'min', 'minutes', 60],
    ['h', 'h', 'hours', 3600, 'hr hrs'],
    ['d', 'd', 'days', 86_400, 'day days'],
    ['wk', 'wk', 'weeks', 604_800],
  ]),
  ...table('frequency', [
    ['Hz', 'Hz', 'hertz', 1, '1/s'],
    ['mHz', 'mHz', 'millihertz', 1e-3],
    ['kHz', 'kHz', 'kilohertz', 1e3],
    ['MHz', 'MHz', 'megahertz', 1e6],
    ['{rev}/min', 'rpm', 'revolutions per minute', 1 / 60, '{rpm} RPM r/min rev/min 1/min U/min /min'],
    ['{rev}/h', 'rev/h', 'revolutions per hour', 1 / 3600, '1/h /h'],
  ]),
  ...table('speed', [
    ['m/s', 'm/s', 'metres per second', 1],
    ['mm/s', 'mm/s', 'millimetres per second', 1e-3],
    ['m/min', 'm/min', 'metres per minute', 1 / 60],
    ['m/h', 'm/h', 'metres per hour', 1 / 3600],
    ['km/h', 'km/h', 'kilometres per hour', 1 / 3.6, 'kph'],
    ['[ft_i]/min', 'ft/min', 'feet per minute', FOOT / 60, 'fpm'],
  ]),
  ...table('acceleration', [
    ['m/s2', 'm/s²', 'metres per second squared', 1, 'm/s^2'],
    ['mm/s2', 'mm/s²', 'millimetres per second squared', 1e-3],
    ['[g]', 'gₙ', 'times free fall', GN, 'g-force'],
  ]),
  ...table('angle', [
    ['rad', 'rad', 'radians', 1],
    ['mrad', 'mrad', 'milliradians', 1e-3],
    ['deg', '°', 'degrees', Math.PI / 180, 'degree'],
  ]),
  ...table('angular velocity', [
    ['rad/s', 'rad/s', 'radians per second', 1],
    ['deg/s', '°/s', 'degrees per second', Math.PI / 180],
  ]),
  ...table('force', [
    ['N', 'N', 'newtons', 1],
    ['kN', 'kN', 'kilonewtons', 1e3],
    ['MN', 'MN', 'meganewtons', 1e6],
    ['kgf', 'kgf', 'kilograms-force', GN, 'kp'],
    ['[lbf_av]', 'lbf', 'pounds-force', POUND * GN],
  ]),
  ...table('torque', [
    ['N.m', 'N·m', 'newton-metres', 1, 'Nm'],
    ['kN.m', 'kN·m', 'kilonewton-metres', 1e3, 'kNm'],
  ]),
  ...table('dynamic viscosity', [
    ['Pa.s', 'Pa·s', 'pascal-seconds', 1],
    ['mPa.s', 'mPa·s', 'millipascal-seconds', 1e-3, 'mPas'],
    ['cP', 'cP', 'centipoise', 1e-3],
  ]),
  ...table('kinematic viscosity', [
    ['m2/s', 'm²/s', 'square metres per second', 1],
    ['mm2/s', 'mm²/s', 'square millimetres per second', 1e-6],
    ['cSt', 'cSt', 'centistokes', 1e-6],
  ]),
  ...table('voltage', [
    ['V', 'V', 'volts', 1],
    ['uV', 'µV', 'microvolts', 1e-6],
    ['mV', 'mV', 'millivolts', 1e-3],
    ['kV', 'kV', 'kilovolts', 1e3],
  ]),
  ...table('current', [
    ['A', 'A', 'amperes', 1],
    ['uA', 'µA', 'microamperes', 1e-6],
    ['mA', 'mA', 'milliamperes', 1e-3],
    ['kA', 'kA', 'kiloamperes', 1e3],
  ]),
  ...table('charge', [
    ['A.h', 'Ah', 'ampere-hours', 1],
    ['mA.h', 'mAh', 'milliampere-hours', 1e-3],
  ]),
  ...table('resistance', [
    ['Ohm', 'Ω', 'ohms', 1, 'ohm'],
    ['mOhm', 'mΩ', 'milliohms', 1e-3, 'mohm'],
    ['kOhm', 'kΩ', 'kiloohms', 1e3, 'kohm'],
    ['MOhm', 'MΩ', 'megaohms', 1e6, 'Mohm'],
  ]),
  ...table('capacitance', [
    ['uF', 'µF', 'microfarads', 1],
    ['nF', 'nF', 'nanofarads', 1e-3],
  ]),
  ...table('inductance', [['mH', 'mH', 'millihenries', 1]]),
  ...table('magnetic flux density', [
    ['T', 'T', 'tesla', 1],
    ['mT', 'mT', 'millitesla', 1e-3],
  ]),
  ...table('conductivity', [
    ['S/m', 'S/m', 'siemens per metre', 1],
    ['mS/cm', 'mS/cm', 'millisiemens per centimetre', 0.1],
    ['uS/cm', 'µS/cm', 'microsiemens per centimetre', 1e-4],
  ]),
  ...table('ratio', [
    ['1', '', 'as a plain number', 1],
    ['%', '%', 'per cent', 1e-2, 'percent pct'],
    ['[ppth]', '‰', 'per mille', 1e-3],
    ['[ppm]', 'ppm', 'parts per million', 1e-6],
    ['[ppb]', 'ppb', 'parts per billion', 1e-9],
  ]),
  ...table('relative humidity', [['%{RH}', '%RH', 'per cent relative humidity', 1, '%rH %r.H. RH%']]),
  ...table('volume fraction', [['%{vol}', 'vol%', 'per cent by volume', 1, 'Vol% Vol.-% %vol']]),
  ...table('mass fraction', [['%{mass}', 'wt%', 'per cent by mass', 1, '%wt mass%']]),
  ...table('count', [
    ['{count}', 'count', 'counts', 1, 'counts'],
    ['{pcs}', 'pcs', 'pieces', 1, 'pc pieces Stk'],
  ]),
  ...table('count rate', [
    ['{pcs}/h', 'pcs/h', 'pieces per hour', 1],
    ['{pcs}/min', 'pcs/min', 'pieces per minute', 60],
  ]),
  ...table('sound level', [['dB', 'dB', 'decibels', 1, 'dB(A) dBA']]),
  ...table('illuminance', [['lx', 'lx', 'lux', 1, 'lux']]),
  ...table('heat transfer', [['W/(m2.K)', 'W/(m²·K)', 'watts per square metre and kelvin', 1]]),
  ...table('dose rate', [
    ['Sv/h', 'Sv/h', 'sieverts per hour', 1],
    ['uSv/h', 'µSv/h', 'microsieverts per hour', 1e-6],
  ]),
  ...table('data', [
    ['By', 'B', 'bytes', 1],
    ['kBy', 'kB', 'kilobytes', 1e3],
    ['MBy', 'MB', 'megabytes', 1e6],
    ['GBy', 'GB', 'gigabytes', 1e9],
  ]),
];
