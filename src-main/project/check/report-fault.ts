import type { YamlFile } from '../yaml/yaml-file.ts';
import type { Fault } from './fault.ts';
import { faultAt } from './fault-at.ts';
import type { FaultCode } from './fault-codes.ts';

/** Takes a fault at a path below the thing that is checked. The severity is that of the code unless given. */
export type ReportFault = (
  code: FaultCode,
  path: readonly PropertyKey[],
  message: string,
  severity?: Fault['severity'],
) => void;

/** Collects faults of one file. @param base path of the thing that is checked. */
export function reportInto(faults: Fault[], yaml: YamlFile, base: readonly PropertyKey[] = []): ReportFault {
  return (code, path, message, severity) => {
    faults.push(faultAt(yaml, code, [...base, ...path], message, severity));
  };
}

/** The same report for what stands deeper. */
export function below(report: ReportFault, ...base: readonly PropertyKey[]): ReportFault {
  return (code, path, message, severity) => report(code, [...base, ...path], message, severity);
}
