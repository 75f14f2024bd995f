import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { FaultCode } from './fault-codes.ts';

/** One thing wrong in a project: where, what was seen, what is allowed. */
export interface Fault {
  readonly code: FaultCode;
  /** Path of the file below the project folder. */
  readonly file: string;
  /** 1-based; absent where the whole file is meant. */
  readonly line?: number;
  /** `tags[3].address`; empty for the whole file. */
  readonly path: string;
  /** What was seen and the next step, as one or two sentences. */
  readonly message: string;
  /** Warnings are told and do not stop the start. */
  readonly severity: 'error' | 'warning';
}

/** More than a person reads; the rest is counted. All of them are in the error's context. */
const LINES_TOLD = 200;

/** `devices/boiler-1.yaml:12 tags[3].address — ADDR_SPAN: 40000 does not exist …` */
export function formatFault(fault: Fault): string {
  const mark = fault.severity === 'warning' ? 'warning ' : '';
  return `${placeOf(fault)} ${fault.path ? `${fault.path} ` : ''}— ${mark}${fault.code}: ${fault.message}`;
}

/** `devices/boiler-1.yaml:12` */
export function placeOf({ file, line }: Pick<Fault, 'file' | 'line'>): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The refusal to start, with every fault in its text and its context. */
export function projectInvalid(faults: readonly Fault[]): NexusError {
  const errors = faults.filter((fault) => fault.severity === 'error');
  const count = errors.length === 1 ? 'one fault' : `${errors.length} faults`;
  const lines = errors.slice(0, LINES_TOLD).map((fault) => `  ${formatFault(fault)}`);
  if (errors.length > LINES_TOLD) lines.push(`  … and ${errors.length - LINES_TOLD} more.`);
  const text = `The project has ${count}. Nothing was started.\n${lines.join('\n')}`;
  return new NexusError('NX_PROJECT_INVALID', text, { faults: errors });
}
