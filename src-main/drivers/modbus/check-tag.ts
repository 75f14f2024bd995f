import type { DriverTag, TagFault } from '../driver.ts';
import { tagFaultOf } from '../tag-fault-of.ts';
import { resolveTarget } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';
import { assertWritable } from './writable.ts';

export function checkTag(tag: DriverTag, connection: UnitConnection): TagFault | undefined {
  return tagFaultOf(() => void resolveTarget(tag, connection));
}

export function checkWrite(tag: DriverTag, connection: UnitConnection): TagFault | undefined {
  return tagFaultOf(() => assertWritable(resolveTarget(tag, connection), connection));
}
