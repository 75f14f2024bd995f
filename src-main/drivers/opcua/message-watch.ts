import type { ClientSecureChannelLayer } from 'node-opcua-client';

export interface MessageEvents {
  /** Whether a request of this number waits for its answer. */
  readonly isAsked: (requestId: number) => boolean;
  /** What came cannot be decoded. */
  readonly onGarbage: (cause?: Error) => void;
  /** An answer came that nobody asked for. */
  readonly onForeign: () => void;
}

/**
 * Listens to what the library makes of the bytes, before the library does: what it cannot decode or has no request for, it
 * drops, and a request would wait in vain.
 */
export function watchMessages(channel: ClientSecureChannelLayer, events: MessageEvents): void {
  const builder = channel._getMessageBuilder();
  builder?.prependListener('error', (cause) => events.onGarbage(cause));
  builder?.prependListener('invalid_message', () => events.onGarbage());
  builder?.prependListener('message', (_message, kind, _header, requestId) => {
    if (kind === 'MSG' && !events.isAsked(requestId)) events.onForeign();
  });
}
