import { assertNever } from '../../../src-shared/util/assert-never.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import type { LinkReason, PublisherHostData } from '../publisher-messages.ts';
import { BatchFormat } from './batch-format.ts';
import type { MessageFormat } from './message-format.ts';
import { COMPACT_POINTS, JSON_POINTS, MSGPACK_POINTS, PointFormat } from './point-format.ts';
import type { Presence } from './presence.ts';
import { StatusPresence } from './status-presence.ts';

/** What a sink publishes, and how it says that it is there; one object may be both. */
export interface Output {
  readonly format: MessageFormat;
  readonly presence: Presence;
}

/** What an output may use of the host it works in. */
export interface OutputSurroundings {
  readonly data: PublisherHostData;
  readonly clock: Clock;
  readonly logger: Logger;
  /** There may be something to send that was held back. */
  readonly wake: () => void;
  /** Ends the connection, which is made again after a pause. */
  readonly drop: (reason: LinkReason) => void;
}

/** The output that `mqtt.payload` names. */
export function makeOutput({ data, clock }: OutputSurroundings): Output {
  const { config, node, version } = data;
  const presence = new StatusPresence({ prefix: config.prefixes[0]!, node, version }, clock);
  return { format: makeFormat(config), presence };
}

function makeFormat({ payload, meta }: MqttConfig): MessageFormat {
  switch (payload) {
    case 'json':
      return new PointFormat(JSON_POINTS, meta);
    case 'json-batch':
      return new BatchFormat(meta);
    case 'compact':
      return new PointFormat(COMPACT_POINTS, meta);
    case 'msgpack':
      return new PointFormat(MSGPACK_POINTS, meta);
    default:
      return assertNever(payload);
  }
}
