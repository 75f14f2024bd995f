import type { Fault } from '../../project/check/fault.ts';

/** A fault as the contract has it: what has no line says so. */
export const faultView = ({ line, ...fault }: Fault): Fault & { readonly line: number | null } =>
  ({ ...fault, line: line ?? null }) as Fault & { readonly line: number | null };
