import type * as Client from 'node-opcua-client';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';

/** As far as it is read, and all there is. */
interface Stream {
  readonly length: number;
  readonly buffer: { readonly length: number };
}

interface Decoder {
  decode(stream: Stream): void;
}

/** Answers that carry values, or say what became of them. */
const ANSWERS = [
  'ReadResponse',
  'WriteResponse',
  'PublishResponse',
  'RepublishResponse',
  'HistoryReadResponse',
  'CallResponse',
] as const satisfies readonly (keyof typeof Client)[];

/**
 * The library decodes an answer and does not look at what stands behind it. Bytes there are a sign that server and client do not
 * mean the same by the bytes before: the answer cannot be decoded then, which ends the link. Called once.
 */
export function refuseLeftBytes(client: typeof Client): void {
  for (const name of ANSWERS) {
    const prototype = client[name].prototype as unknown as Decoder;
    const { decode } = Object.getOwnPropertyDescriptors(prototype);
    const decodeKnown = decode.value as Decoder['decode'];
    prototype.decode = function decodeWhole(this: Decoder, stream): void {
      decodeKnown.call(this, stream);
      const left = stream.buffer.length - stream.length;
      if (left > 0) throw new NexusError('NX_DRIVER_PROTOCOL', `What came has ${left} bytes behind its end.`);
    };
  }
}
