import { NexusError } from '../../src-shared/errors/nexus-error.ts';

/** One thing wrong in a project: where, what was seen, what is allowed. Codes: reliability reference, appendix A. */
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

export type FaultCode =
  | 'SYNTAX'
  | 'TOO_LARGE'
  | 'DEPTH'
  | 'DUP_KEY'
  | 'FORBIDDEN_KEY'
  | 'UNKNOWN_KEY'
  | 'MISSING_KEY'
  | 'WRONG_TYPE'
  | 'NULL_NOT_ALLOWED'
  | 'SCHEMA_VERSION'
  | 'DUP_ID'
  | 'RANGE'
  | 'VALUE'
  | 'PROTOCOL'
  | 'ADDRESS'
  | 'SCALE_ZERO'
  | 'LIMIT_ORDER'
  | 'UNIT'
  | 'TOPIC_SYNTAX'
  | 'TOPIC_COLLISION'
  | 'FILE_NAME';

/** `devices/boiler-1.yaml:12 tags[3].address  ADDRESS  40000 does not exist …` */
export function formatFault(fault: Fault): string {
  const place = fault.line === undefined ? fault.file : `${fault.file}:${fault.line}`;
  const mark = fault.severity === 'warning' ? 'warning ' : '';
  return `${place} ${fault.path ? `${fault.path} ` : ''}— ${mark}${fault.code}: ${fault.message}`;
}

/** The refusal to start, with every fault in its text and its context. */
export function projectInvalid(faults: readonly Fault[]): NexusError {
  const errors = faults.filter((fault) => fault.severity === 'error');
  const count = errors.length === 1 ? 'one fault' : `${errors.length} faults`;
  const text = `The project has ${count}. Nothing was started.\n${errors.map((fault) => `  ${formatFault(fault)}`).join('\n')}`;
  return new NexusError('NX_PROJECT_INVALID', text, { faults: errors });
}
