import type { DataType } from '../../../src-shared/domain/data-type.ts';
import type { ExpressionKind } from './expression/check-kinds.ts';

export const CALCULATED_TYPES = ['float64', 'bool', 'string'] as const satisfies readonly DataType[];

/** What a tag holds: as its data type says, else as its expression does; a number where only its readings tell. */
export function gives(kind: ExpressionKind, dataType: DataType | undefined): 'number' | 'truth' | 'text' {
  if (dataType === 'string') return 'text';
  if (dataType === 'bool') return 'truth';
  if (dataType !== undefined || kind === 'any') return 'number';
  return kind;
}

/** The data type that a tag without one has. */
export function dataTypeOf(kind: ExpressionKind): DataType {
  const found = gives(kind, undefined);
  return found === 'text' ? 'string' : found === 'truth' ? 'bool' : 'float64';
}
