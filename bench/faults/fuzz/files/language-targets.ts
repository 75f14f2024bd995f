import { readFileSync } from 'node:fs';
import { parseDocument, stringify } from 'yaml';
import { slotColumns } from '../../../../src-main/drivers/calculated/expression/calculation.ts';
import { compileFormula } from '../../../../src-main/drivers/calculated/expression/cell-formula.ts';
import { compileExpression } from '../../../../src-main/drivers/calculated/expression/compile-expression.ts';
import { ExpressionFault } from '../../../../src-main/drivers/calculated/expression/expression-fault.ts';
import { parseExpression } from '../../../../src-main/drivers/calculated/expression/parse-expression.ts';
import { referencesOf } from '../../../../src-main/drivers/calculated/expression/syntax.ts';
import { drivers } from '../../../../src-main/drivers/registry.ts';
import { checkProject } from '../../../../src-main/project/check/check-project.ts';
import { FAULT_CODES, type FaultCode } from '../../../../src-main/project/check/fault-codes.ts';
import { compileFilter, type FilterShape } from '../../../../src-shared/domain/compile-filter.ts';
import { isBad } from '../../../../src-shared/domain/quality.ts';
import { AcceptedWrong, type FuzzTarget, type Verdict } from './fuzz-target.ts';

const FRAMES = 10_000;
const texts = (...all: readonly string[]): readonly Buffer[] => all.map((text) => Buffer.from(text));

interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly ageMs: number;
}
const ROW: Row = { name: 'Steam pressure', value: 8.424, ageMs: 1_200 };
const SHAPE: FilterShape<Row> = {
  fields: [
    { id: 'name', doc: 'Name', kind: 'text', read: ({ name }) => name },
    { id: 'value', doc: 'Value', kind: 'number', read: ({ value }) => value, isLive: true },
    { id: 'age', also: ['rtt'], doc: 'Age', kind: 'duration', read: ({ ageMs }) => ageMs, isLive: true },
    { id: 'is', doc: 'State', kind: 'state', states: { late: ({ ageMs }) => ageMs > 5_000 }, isBare: true },
  ],
  text: ({ name }) => name.toLowerCase(),
};

const filter: FuzzTarget = {
  name: 'filters of lists',
  samples: texts('steam pres*', 'name:Steam|Water value>8 -age>5s is:late', '"steam pressure" value:1..10 !late'),
  frames: FRAMES,
  judge: (bytes): Verdict => {
    const { passes, marks, fault } = compileFilter(SHAPE, bytes.toString());
    passes(ROW);
    for (const { from, to } of marks)
      if (from < 0 || to < from || to > bytes.toString().length) throw new AcceptedWrong(`a mark of ${from}–${to}`);
    return fault === '' ? 'read' : 'refused';
  },
};

const NAMES = ['a', 'boiler-1/steam_pressure', 'pump 1'];

const expression: FuzzTarget = {
  name: 'expressions',
  samples: texts(
    '{a} * 2 + sqrt({boiler-1/steam_pressure})',
    '{a} > 3 && !({pump 1} == 0) ? round({a}, 2) : -1',
    'avg({a}, {pump 1}) + min({a}, 4.5e3)',
    '{a} > 1 ? "on" : "off"',
  ),
  frames: FRAMES,
  judge: (bytes): Verdict => {
    try {
      const { root, kind } = parseExpression(bytes.toString());
      if (referencesOf(root).some(({ name }) => !NAMES.includes(name))) return 'refused';
      const slots = slotColumns(NAMES.length);
      slots.value.fill(3);
      slots.timeUs.fill(1);
      const gives = kind === 'any' ? 'number' : kind;
      const sources = { slots, slotOf: (name: string) => NAMES.indexOf(name), nowUs: Float64Array.of(5_000_000) };
      const into = slotColumns(1);
      compileExpression({ root }, gives, sources).calculate(into, 0);
      const isSound =
        gives === 'text' || (isBad(into.status[0]!) ? Number.isNaN(into.value[0]!) : Number.isFinite(into.value[0]!));
      if (!isSound) throw new AcceptedWrong(`${into.value[0]} with status ${into.status[0]}`);
      return 'read';
    } catch (error) {
      if (error instanceof ExpressionFault) return 'refused';
      throw error;
    }
  },
};

const formula: FuzzTarget = {
  name: 'formulas of cells',
  samples: texts('value * 10 + 1', 'concat("L1_", name)', 'value > 3 ? upper(name) : -value'),
  frames: FRAMES,
  judge: (bytes): Verdict => {
    try {
      compileFormula(bytes.toString(), new Set(['value', 'name']))({ value: 4, name: 'Flow' });
      return 'read';
    } catch (error) {
      if (error instanceof ExpressionFault) return 'refused';
      throw error;
    }
  },
};

const PLANT = new URL('../../../../resources/demo-plant/devices.yaml', import.meta.url);
const SETTINGS = `schema_version: 1
project: { name: Plant, mode: live }
server: { port: 8443 }
mqtt: { enabled: true, url: "mqtts://broker:8883", qos: 1, username: nexus, password: { env: PATH } }
log: { level: info }
historian: { raw: 30d }
`;
/** Short devices: a fault is as likely in each place. */
const DEVICES = (parseDocument(readFileSync(PLANT, 'utf8')).toJS() as { devices: { tags: unknown[] }[] }).devices.map(
  (device) => Buffer.from(`# by hand\n${stringify({ ...device, tags: device.tags.slice(0, 4) })}`),
);

/** Kinds of faults that were told, over the whole run. */
export const toldFaults = new Set<FaultCode>();

const project = (
  name: string,
  samples: readonly Buffer[],
  frames: number,
  files: (text: string) => readonly (readonly [string, string])[],
): FuzzTarget => ({
  ...{ name, samples, frames },
  judge: (bytes): Verdict => {
    const { faults, config, devices } = checkProject(new Map(files(bytes.toString())), drivers, { environment: {} });
    for (const { code, path, message } of faults) {
      toldFaults.add(code);
      if (!Object.hasOwn(FAULT_CODES, code)) throw new AcceptedWrong(`no code: ${code}`);
      if (message.length > 700) throw new AcceptedWrong(`a message of ${message.length} characters`);
      // oxlint-disable-next-line no-control-regex
      if (/[\u0000-\u001f\u202e\ud800-\udfff]/u.test(`${path}${message}`)) throw new AcceptedWrong(`raw in ${message}`);
    }
    const isRefused = faults.some(({ severity }) => severity === 'error');
    if (!isRefused && !config) throw new AcceptedWrong('no fault and no configuration');
    return isRefused || devices.length === 0 ? 'refused' : 'read';
  },
});

/** What people write: filters, expressions, formulas, the files of a project. */
export const LANGUAGE_TARGETS: readonly FuzzTarget[] = [
  filter,
  expression,
  formula,
  project('devices of a project', DEVICES, 1_500, (text) => [
    ['nexus.yaml', 'project: { name: Plant }\n'],
    [`devices/${/^id: ([\w-]+)$/m.exec(text)?.[1] ?? 'd'}.yaml`, text],
  ]),
  project('settings of a project', texts(SETTINGS), 2_000, (text) => [
    ['nexus.yaml', text],
    ['devices/d.yaml', 'id: d\nprotocol: modbus-tcp\nuns_prefix: acme/d\nconnection: { host: plc }\n'],
  ]),
];
