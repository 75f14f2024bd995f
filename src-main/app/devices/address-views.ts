import type { AddressView } from '../../../src-shared/contract/drivers.ts';
import { Tag } from '../../../src-shared/domain/tag.ts';
import type { DriverManifest, DriverTag } from '../../drivers/driver.ts';
import { CODE_OF_FIELD, lengthFault } from '../../project/check/check-device.ts';
import { checkSchema } from '../../project/check/check-schema.ts';
import { filledIn, NO_FILE } from './form-connection.ts';

/** What of a tag's form says where it is and how it is read. */
const Place = Tag.pick({ address: true, data_type: true, byte_order: true, length: true });
const KEYS = Object.keys(Place.shape);

type Form = Readonly<Record<string, unknown>>;

/** The driver's view of a tag's form, which may have other fields too; or the first fault of those that matter here. */
export function driverTagOfForm(
  form: Form,
  manifest: DriverManifest,
  connection: unknown,
): { readonly tag: DriverTag } | { readonly fault: NonNullable<AddressView['fault']> } {
  const given = filledIn(Object.fromEntries(KEYS.map((key) => [key, form[key]])));
  const { value, faults } = checkSchema(Place, given, NO_FILE);
  const [first] = faults;
  if (first) return { fault: { field: first.path, code: first.code, text: first.message } };
  const { address, data_type, byte_order, length } = value!;
  const tag = { address, dataType: data_type, byteOrder: byte_order, length };
  const tooLong = lengthFault(tag.address, manifest);
  if (tooLong !== undefined) return { fault: { field: 'address', code: 'NAME_LENGTH', text: tooLong } };
  const wrong = manifest.checkTag(tag, connection);
  if (!wrong) return { tag };
  return { fault: { field: wrong.field, code: wrong.code ?? CODE_OF_FIELD[wrong.field], text: wrong.message } };
}

/** What the protocol reads at the address of a tag's form, or what is wrong with it. */
export function addressView(form: Form, manifest: DriverManifest, connection: unknown): AddressView {
  const found = driverTagOfForm(form, manifest, connection);
  if ('fault' in found) return { fault: found.fault, canonical: '', notations: [], dataType: '', byteOrder: null };
  const { canonical, notations, dataType, byteOrder } = manifest.describeAddress(found.tag, connection);
  return { fault: null, canonical, notations: [...notations], dataType, byteOrder: byteOrder ?? null };
}
