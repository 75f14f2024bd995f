import { z } from 'zod';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest, DriverTag, TagFault } from '../driver.ts';
import { CalculatedDriver } from './calculated-driver.ts';
import { ExpressionFault, placedMessage } from './expression/expression-fault.ts';
import { expressionRules, tryParse } from './expression-rules.ts';
import { CALCULATED_TYPES, dataTypeOf } from './tag-kind.ts';

const Nothing = z.strictObject({});

export const calculated: DriverManifest<z.output<typeof Nothing>> = {
  id: 'calculated',
  title: 'Calculated',
  connection: Nothing,
  dataTypes: CALCULATED_TYPES,
  capabilities: ['read', 'subscribe'],
  addressExamples: ['{boiler-1/steam_p} * 0.1', 'avg({boiler-1/t1}, {boiler-1/t2})', '{pump-1/run} ? {pump-1/kw} : 0'],
  expressions: expressionRules,
  endpoint: () => 'this gateway',
  endpointKey: () => 'calculated',
  checkTag,
  checkWrite: () => ({
    field: 'address',
    code: 'TYPE_ADDR_MISMATCH',
    message: 'A calculated tag cannot be written: its value is made of others. Use access: read.',
  }),
  describeAddress: (tag) => {
    const parsed = tryParse(tag.address);
    const kind = parsed instanceof ExpressionFault ? 'any' : parsed.kind;
    return { canonical: tag.address, notations: [tag.address], dataType: tag.dataType ?? dataTypeOf(kind) };
  },
  subscribes: () => true,
  create: (_connection, parts) => new CalculatedDriver(parts),
  simulate: () => Promise.reject(new NexusError('NX_INTERNAL', 'A calculated device has no twin: it is none itself.')),
};

function checkTag(tag: DriverTag): TagFault | undefined {
  const parsed = tryParse(tag.address);
  if (parsed instanceof ExpressionFault) return { field: 'address', message: placedMessage(parsed) };
  const { dataType } = tag;
  if (tag.byteOrder !== undefined) return unused('byte_order', 'A calculated value has no byte order. Remove it.');
  if (tag.length !== undefined) return unused('length', 'A calculated text is as long as it is. Remove the length.');
  if (dataType === undefined) return undefined;
  if (!CALCULATED_TYPES.some((type) => type === dataType))
    return unused(
      'data_type',
      `A calculated value is ${CALCULATED_TYPES.join(', ')}, not ${dataType}. Choose one of them.`,
    );
  const { kind } = parsed;
  const isText = dataType === 'string';
  if (kind !== 'any' && isText !== (kind === 'text'))
    return unused(
      'data_type',
      `The expression gives ${kind === 'text' ? 'text' : 'a number'}, which is no ${dataType}. Use ${dataTypeOf(kind)}.`,
    );
  return undefined;
}

const unused = (field: TagFault['field'], message: string): TagFault => ({ field, message });
