import type { NodeId, VariantOptions } from 'node-opcua-client';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import type { MethodOrder, NamedText } from '../browsed-node.ts';
import type { WriteValue } from '../driver.ts';
import { attributeText } from './attribute-text.ts';
import { idOf } from './browse.ts';
import { browseReferences } from './browse-children.ts';
import { good, readAll } from './browse-details.ts';
import { UA_TYPE } from './data-types.ts';
import { encodeValue } from './encode-value.ts';
import { builtInTypeOf } from './node-type.ts';
import type { OpenSession } from './open-session.ts';
import { wrongCount } from './read-values.ts';
import { statusText } from './status-text.ts';

interface Argument {
  readonly name: string;
  readonly dataType: NodeId;
  readonly isList: boolean;
}

/**
 * Calls a method, once, with arguments in the types that the server says. Resolves with what it gave, by name. Rejects with
 * NX_VALUE_TYPE, NX_VALUE_RANGE, NX_ADDRESS_SYNTAX, NX_REQUEST_INVALID: nothing was called; NX_DRIVER_REJECTED: the server
 * refused; NX_DRIVER_UNKNOWN_OUTCOME: sent, and no answer that can be believed came.
 */
export async function callMethod(
  session: OpenSession,
  { owner, method, inputs }: MethodOrder,
  timeoutMs: number,
): Promise<readonly NamedText[]> {
  const { link, library } = session;
  const [objectId, methodId] = [idOf(session, owner), idOf(session, method)];
  const taken = await argumentsOf(session, methodId, 'InputArguments', timeoutMs);
  const given = await argumentsOf(session, methodId, 'OutputArguments', timeoutMs);
  if (taken.length !== inputs.length) {
    const text = `The method takes ${taken.length} arguments and was given ${inputs.length}. Nothing was called.`;
    throw new NexusError('NX_REQUEST_INVALID', text, { field: 'inputs' });
  }
  const inputArguments: VariantOptions[] = [];
  for (const [i, argument] of taken.entries())
    inputArguments.push(await encoded(session, argument, inputs[i]!, timeoutMs));
  const { CallRequest, CallResponse } = library.client;
  const request = new CallRequest({ methodsToCall: [{ objectId, methodId, inputArguments }] });
  if (link.lost) throw link.lost;
  const { results } = await link.request(request, CallResponse, timeoutMs).catch((cause: unknown) => {
    const error = toNexusError(cause);
    throw error.code === 'NX_DRIVER_REJECTED' ? error : unknownOutcome(error);
  });
  if (results?.length !== 1) throw unknownOutcome(wrongCount(session, results?.length ?? 0, 1));
  const { statusCode, inputArgumentResults, outputArguments } = results[0]!;
  if (statusCode.value >>> 30 >= 2) {
    const at = (inputArgumentResults ?? []).findIndex(({ value }) => value >>> 30 >= 2);
    const which = at < 0 ? '' : ` It did not take “${inputs[at] ?? ''}” for ${taken[at]?.name ?? ''}.`;
    const text = `The method was not carried out.${which} ${statusText(statusCode.name)}`;
    throw new NexusError('NX_DRIVER_REJECTED', text, { ...link.peer, status: statusCode.name });
  }
  return (outputArguments ?? []).map(({ value }, i) => ({
    name: given[i]?.name ?? `${i + 1}`,
    text: attributeText('', value),
  }));
}

function unknownOutcome(cause: NexusError): NexusError {
  const text = `The call was sent, and whether it took effect is not known. Look at the device before calling again. ${cause.text}`;
  return new NexusError('NX_DRIVER_UNKNOWN_OUTCOME', text, {}, { cause });
}

async function argumentsOf(
  session: OpenSession,
  method: NodeId,
  which: 'InputArguments' | 'OutputArguments',
  timeoutMs: number,
): Promise<readonly Argument[]> {
  const { references } = await browseReferences(session, method, timeoutMs);
  const node = references.find(({ isForward, browseName }) => isForward && browseName.name === which);
  if (!node) return [];
  const { Value } = session.library.client.AttributeIds;
  const [data] = await readAll(session, [{ nodeId: node.nodeId, attributeId: Value }], timeoutMs);
  const list = good(data);
  if (!Array.isArray(list)) return [];
  return (list as { name?: string | null; dataType: NodeId; valueRank?: number }[]).map((one) => ({
    name: cleanText(one.name ?? '', 80),
    dataType: one.dataType,
    isList: (one.valueRank ?? -1) >= 0,
  }));
}

async function encoded(
  session: OpenSession,
  { name, dataType, isList }: Argument,
  text: string,
  timeoutMs: number,
): Promise<VariantOptions> {
  const type = await builtInTypeOf(session, dataType, timeoutMs);
  if (type === undefined || type === 'structure') {
    const message = `${name} is a structure, which is not typed here. Call the method with the tool of the server.`;
    throw new NexusError('NX_REQUEST_INVALID', message, { field: name });
  }
  if (!isList) return encodeValue(typedValue(name, text, type), type, false);
  const items =
    text.trim() === '' ? [] : text.split(',').map((item) => encodeValue(typedValue(name, item, type), type, false));
  return { dataType: type, arrayType: 1, value: items.map(({ value }) => value as unknown) } as VariantOptions;
}

/** @throws NexusError NX_VALUE_TYPE */
function typedValue(name: string, text: string, type: number): WriteValue {
  const trimmed = text.trim();
  if (type === UA_TYPE.Boolean) {
    if (/^(true|1)$/i.test(trimmed)) return true;
    if (/^(false|0)$/i.test(trimmed)) return false;
    throw argumentFault(name, text, 'true or false');
  }
  if (type === UA_TYPE.Int64 || type === UA_TYPE.UInt64) {
    if (/^[-+]?\d+$/.test(trimmed)) return BigInt(trimmed);
    throw argumentFault(name, text, 'a whole number');
  }
  const isNumber = type <= UA_TYPE.Double || type === UA_TYPE.StatusCode;
  if (!isNumber) return text;
  const number = Number(trimmed);
  if (trimmed === '' || Number.isNaN(number)) throw argumentFault(name, text, 'a number');
  return number;
}

function argumentFault(name: string, text: string, takes: string): NexusError {
  const seen = text.length > 64 ? `${text.slice(0, 64)}…` : text;
  return new NexusError('NX_VALUE_TYPE', `“${seen}” is not ${takes}, which ${name} takes. Nothing was called.`, {
    name,
  });
}
