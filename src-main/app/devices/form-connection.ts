import { z } from 'zod';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest } from '../../drivers/driver.ts';
import { checkSchema, sketchOf } from '../../project/check/check-schema.ts';
import type { Fault } from '../../project/check/fault.ts';
import type { FaultSource } from '../../project/check/fault-at.ts';

type Form = Readonly<Record<string, unknown>>;

/** A form is no file yet: its places have no lines. */
export const NO_FILE: FaultSource = { file: '', lineOf: () => undefined };

/** The form without the fields that nobody filled in. */
export function filledIn(form: Form): Form {
  return Object.fromEntries(
    Object.entries(form).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
}

/**
 * The connection that a form describes, every field filled in.
 * @throws NexusError NX_REQUEST_INVALID with the words of the first fault; `context.field` and `context.code` name it,
 * and `context.faults` all of them.
 */
export function connectionOfForm(manifest: DriverManifest, form: Form): unknown {
  const { value, faults } = checkSchema(manifest.connection, filledIn(form), NO_FILE);
  if (faults.length > 0) throw connectionFault(faults);
  return value;
}

/**
 * As `connectionOfForm`, but fields may be missing: addresses mean something before anybody knows the host. They have
 * their defaults where there are any.
 * @throws NexusError NX_REQUEST_INVALID as above, for what is there and wrong.
 */
export function sketchOfForm(manifest: DriverManifest, form: Form): unknown {
  const schema = manifest.connection as z.ZodType;
  const given = filledIn(form);
  const { value, faults } = checkSchema(schema, given, NO_FILE);
  const wrong = faults.filter(({ code }) => code !== 'MISSING_KEY');
  if (wrong.length > 0) throw connectionFault(wrong);
  return value ?? (schema instanceof z.ZodObject ? sketchOf(schema, given) : given);
}

function connectionFault(faults: readonly Fault[]): NexusError {
  const told = faults.map(({ path, code, message }) => ({ field: path, code, text: message }));
  const { field, code, text } = told[0]!;
  return new NexusError('NX_REQUEST_INVALID', text, { field, code, faults: told });
}
