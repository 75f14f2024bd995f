import type { Fault, FaultCode } from './fault.ts';
import type { YamlFile } from './yaml-file.ts';

/** `tags[3].address` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text ? `${text}.${String(step)}` : String(step);
  }, '');
}

/** A fault at a place of a file, with the line where that place stands. */
export function faultAt(
  yaml: YamlFile,
  code: FaultCode,
  path: readonly PropertyKey[],
  message: string,
  severity: Fault['severity'] = 'error',
): Fault {
  const line = yaml.lineOf(path);
  return { code, file: yaml.file, path: pathText(path), message, severity, ...(line !== undefined && { line }) };
}
