import { table, type Unit } from './unit.ts';

const POUND = 0.45359237;
const FOOT = 0.3048;
/** Standard acceleration of free fall, m/s². */
const GN = 9.80665;
const PSI = (POUND * GN) / 0.0254 ** 2;
const GALLON = 231 * 0.0254 ** 3;
const BARREL = 42 * GALLON;
/** Pascals of a conventional millimetre of mercury (NIST SP 811); UCUM rounds it to 133.322. */
const MERCURY = 133.322387415;

/** Temperature, pressure, space, and what flows through it. */
export const MATERIAL_UNITS: readonly Unit[] = [
  ...table('temperature', [
    ['K', 'K', 'kelvin', 1],
    ['Cel', '°C', 'degrees Celsius', 1, '℃ degC deg_C ºC', 273.15],
    ['[degF]', '°F', 'degrees Fahrenheit', 5 / 9, '℉ degF deg_F ºF', 459.67 * (5 / 9)],
  ]),
  ...table('temperature difference', [
    ['K{diff}', 'ΔK', 'kelvin of difference', 1, 'Δ°C dK'],
    ['[degF]{diff}', 'Δ°F', 'degrees Fahrenheit of difference', 5 / 9],
  ]),
  ...table('pressure', [
    ['Pa', 'Pa', 'pascals', 1],
    ['hPa', 'hPa', 'hectopascals', 100],
    ['kPa', 'kPa', 'kilopascals', 1e3],
    ['MPa', 'MPa', 'megapascals', 1e6],
    ['ubar', 'µbar', 'microbars', 0.1],
    ['mbar', 'mbar', 'millibars', 100],
    ['bar', 'bar', 'bars', 1e5, 'Bar'],
    ['[psi]', 'psi', 'pounds per square inch', PSI, 'PSI lbf/in2'],
    ['atm', 'atm', 'standard atmospheres', 101_325],
    ['att', 'at', 'technical atmospheres', GN * 1e4, 'kgf/cm2'],
    ['mm[Hg]', 'mmHg', 'millimetres of mercury', MERCURY, 'Torr'],
    ["[in_i'Hg]", 'inHg', 'inches of mercury', 25.4 * MERCURY],
    ['mm[H2O]', 'mmH₂O', 'millimetres of water', GN, 'mmH2O mmWC mmWS'],
    ['m[H2O]', 'mH₂O', 'metres of water', GN * 1e3, 'mH2O mWC mWS'],
    ["[in_i'H2O]", 'inH₂O', 'inches of water', 25.4 * GN, 'inH2O inWC'],
  ]),
  ...table('gauge pressure', [
    ['Pa{gauge}', 'Pa(g)', 'pascals gauge', 1, 'Pag Pa_g'],
    ['kPa{gauge}', 'kPa(g)', 'kilopascals gauge', 1e3, 'kPag kPa_g'],
    ['MPa{gauge}', 'MPa(g)', 'megapascals gauge', 1e6, 'MPag'],
    ['mbar{gauge}', 'mbar(g)', 'millibars gauge', 100, 'mbarg mbar_g'],
    ['bar{gauge}', 'bar(g)', 'bars gauge', 1e5, 'barg barü bar_g'],
    ['[psi]{gauge}', 'psi(g)', 'pounds per square inch gauge', PSI, 'psig PSIG'],
  ]),
  ...table('absolute pressure', [
    ['Pa{absolute}', 'Pa(a)', 'pascals absolute', 1, 'Paa Pa_a'],
    ['kPa{absolute}', 'kPa(a)', 'kilopascals absolute', 1e3, 'kPaa kPa_a'],
    ['MPa{absolute}', 'MPa(a)', 'megapascals absolute', 1e6, 'MPaa'],
    ['mbar{absolute}', 'mbar(a)', 'millibars absolute', 100, 'mbara mbar_a'],
    ['bar{absolute}', 'bar(a)', 'bars absolute', 1e5, 'bara bar_a'],
    ['[psi]{absolute}', 'psi(a)', 'pounds per square inch absolute', PSI, 'psia PSIA'],
  ]),
  ...table('length', [
    ['m', 'm', 'metres', 1],
    ['um', 'µm', 'micrometres', 1e-6, 'micron'],
    ['mm', 'mm', 'millimetres', 1e-3],
    ['cm', 'cm', 'centimetres', 1e-2],
    ['km', 'km', 'kilometres', 1e3],
    ['[in_i]', 'in', 'inches', 0.0254, 'inch'],
    ['[ft_i]', 'ft', 'feet', FOOT],
    ['[mi_i]', 'mi', 'miles', 1609.344],
  ]),
  ...table('area', [
    ['m2', 'm²', 'square metres', 1, 'm^2'],
    ['mm2', 'mm²', 'square millimetres', 1e-6, 'mm^2'],
    ['cm2', 'cm²', 'square centimetres', 1e-4, 'cm^2'],
    ['har', 'ha', 'hectares', 1e4],
    ['[sft_i]', 'ft²', 'square feet', FOOT ** 2, 'ft2 sqft'],
  ]),
  ...table('volume', [
    ['m3', 'm³', 'cubic metres', 1, 'm^3 cbm'],
    ['mL', 'mL', 'millilitres', 1e-6, 'ml cm3 cm³ ccm'],
    ['L', 'L', 'litres', 1e-3, 'l ltr dm3 dm³'],
    ['hL', 'hL', 'hectolitres', 0.1, 'hl'],
    ['[cft_i]', 'ft³', 'cubic feet', FOOT ** 3, 'ft3 cuft cf'],
    ['[gal_us]', 'gal', 'US gallons', GALLON, 'USgal'],
    ['[bbl_us]', 'bbl', 'barrels', BARREL],
  ]),
  ...table('volume flow', [
    ['m3/s', 'm³/s', 'cubic metres per second', 1, 'm^3/s'],
    ['m3/min', 'm³/min', 'cubic metres per minute', 1 / 60, 'm^3/min'],
    ['m3/h', 'm³/h', 'cubic metres per hour', 1 / 3600, 'm^3/h m3/hr cbm/h'],
    ['m3/d', 'm³/d', 'cubic metres per day', 1 / 86_400, 'm^3/d'],
    ['L/s', 'L/s', 'litres per second', 1e-3, 'l/s'],
    ['L/min', 'L/min', 'litres per minute', 1e-3 / 60, 'l/min lpm LPM'],
    ['L/h', 'L/h', 'litres per hour', 1e-3 / 3600, 'l/h'],
    ['mL/min', 'mL/min', 'millilitres per minute', 1e-6 / 60, 'ml/min'],
    ['[gal_us]/min', 'gal/min', 'US gallons per minute', GALLON / 60, 'gpm GPM'],
    ['[cft_i]/min', 'ft³/min', 'cubic feet per minute', FOOT ** 3 / 60, 'cfm CFM ft3/min'],
    ['[bbl_us]/d', 'bbl/d', 'barrels per day', BARREL / 86_400, 'bpd BPD'],
  ]),
  ...table('normal volume', [['m3{norm}', 'Nm³', 'normal cubic metres', 1, 'Nm3 Nm^3']]),
  ...table('normal volume flow', [
    ['m3{norm}/s', 'Nm³/s', 'normal cubic metres per second', 1, 'Nm3/s'],
    ['m3{norm}/h', 'Nm³/h', 'normal cubic metres per hour', 1 / 3600, 'Nm3/h Nm^3/h Nm3/hr'],
    ['L{norm}/min', 'NL/min', 'normal litres per minute', 1e-3 / 60, 'Nl/min NLPM'],
  ]),
  ...table('standard volume flow', [
    ['m3{std}/h', 'Sm³/h', 'standard cubic metres per hour', 1 / 3600, 'Sm3/h'],
    ['[cft_i]{std}/min', 'scfm', 'standard cubic feet per minute', FOOT ** 3 / 60, 'SCFM'],
  ]),
  ...table('mass', [
    ['kg', 'kg', 'kilograms', 1],
    ['ug', 'µg', 'micrograms', 1e-9],
    ['mg', 'mg', 'milligrams', 1e-6],
    ['g', 'g', 'grams', 1e-3],
    ['t', 't', 'tonnes', 1e3, 'to'],
    ['[lb_av]', 'lb', 'pounds', POUND, 'lbs'],
    ['[oz_av]', 'oz', 'ounces', POUND / 16],
  ]),
  ...table('mass flow', [
    ['kg/s', 'kg/s', 'kilograms per second', 1],
    ['kg/min', 'kg/min', 'kilograms per minute', 1 / 60],
    ['kg/h', 'kg/h', 'kilograms per hour', 1 / 3600, 'kg/hr'],
    ['g/s', 'g/s', 'grams per second', 1e-3],
    ['g/min', 'g/min', 'grams per minute', 1e-3 / 60],
    ['t/h', 't/h', 'tonnes per hour', 1e3 / 3600, 't/hr'],
    ['t/d', 't/d', 'tonnes per day', 1e3 / 86_400],
    ['[lb_av]/h', 'lb/h', 'pounds per hour', POUND / 3600, 'lb/hr'],
  ]),
  ...table('density', [
    ['kg/m3', 'kg/m³', 'kilograms per cubic metre', 1, 'kg/m^3'],
    ['g/cm3', 'g/cm³', 'grams per cubic centimetre', 1e3, 'g/ccm'],
    ['g/mL', 'g/mL', 'grams per millilitre', 1e3, 'g/ml'],
    ['kg/L', 'kg/L', 'kilograms per litre', 1e3, 'kg/l'],
    ['g/L', 'g/L', 'grams per litre', 1, 'g/l'],
    ['g/m3', 'g/m³', 'grams per cubic metre', 1e-3],
    ['mg/L', 'mg/L', 'milligrams per litre', 1e-3, 'mg/l'],
    ['ug/L', 'µg/L', 'micrograms per litre', 1e-6, 'ug/l µg/l'],
    ['mg/m3', 'mg/m³', 'milligrams per cubic metre', 1e-6],
    ['ug/m3', 'µg/m³', 'micrograms per cubic metre', 1e-9],
  ]),
  ...table('amount concentration', [
    ['mol/m3', 'mol/m³', 'moles per cubic metre', 1],
    ['mol/L', 'mol/L', 'moles per litre', 1e3, 'mol/l'],
    ['mmol/L', 'mmol/L', 'millimoles per litre', 1, 'mmol/l'],
  ]),
  ...table('amount', [['mol', 'mol', 'moles', 1]]),
  ...table('acidity', [['[pH]', 'pH', 'pH', 1]]),
  ...table('turbidity', [['{NTU}', 'NTU', 'nephelometric turbidity units', 1, 'FNU FTU']]),
];
