import type { FrameView } from '../../../src-shared/contract/traffic.ts';
import type { ReadFrame } from '../../diagnostics/traffic/frame-reader.ts';

/** A frame with what it says, as pages are shown it. */
export function frameView({ frame, decoded, request }: ReadFrame): FrameView {
  return {
    number: frame.number,
    timeUs: frame.timeUs,
    direction: frame.isSent ? 'sent' : 'received',
    connection: frame.link,
    line: decoded.line,
    fields: [...decoded.fields],
    ...(decoded.places && { places: decoded.places.map((place) => ({ ...place })) }),
    hex: Buffer.from(frame.bytes).toString('hex'),
    request: request?.number ?? null,
    tookUs: request ? frame.timeUs - request.timeUs : null,
    refusal: decoded.isRefusal ?? false,
  };
}
