import { assertNever } from '../../../src-shared/util/assert-never.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { MqttConfig } from '../../project/config/mqtt-config.ts';
import { type Loss, lossNotice } from '../publishing/loss-notice.ts';
import type {
  FromPublisherHost,
  InboxCounts,
  LinkReason,
  PublisherHostData,
  TagValues,
} from '../publishing/publisher-messages.ts';
import { sparkplugOutput } from '../sparkplug/sparkplug-output.ts';
import { BatchFormat } from './batch-format.ts';
import type { MessageFormat, OwnMessage } from './message-format.ts';
import { COMPACT_POINTS, JSON_POINTS, MSGPACK_POINTS, PointFormat } from './point-format.ts';
import type { Presence } from './presence.ts';
import { StatusPresence } from './status-presence.ts';

/** What a sink publishes, and how it says that it is there; one object may be both. */
export interface Output {
  readonly format: MessageFormat;
  readonly presence: Presence;
  /** Commands that come on the connection of the data. */
  readonly commands?: { readonly counts: InboxCounts; answer(number: number): void };
  /** How subscribers are told of a loss; not there where the topics of a format leave no room for it. */
  readonly notice?: (loss: Loss) => OwnMessage;
  /** What `values-wanted` asked for. */
  values?(values: TagValues | undefined): void;
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
  /** Why nothing is published though the connection stands; undefined: it is. */
  readonly waits: (reason: LinkReason | undefined) => void;
  readonly tell: (message: FromPublisherHost) => void;
}

/** The output that `mqtt.payload` names. */
export function makeOutput(surroundings: OutputSurroundings): Output {
  const { data, clock } = surroundings;
  const { config, node, version } = data;
  const { payload } = config;
  if (payload === 'sparkplug') return sparkplugOutput(surroundings, config.sparkplug);
  const identity = { prefix: config.prefixes[0]!, node, version };
  const presence = new StatusPresence(identity, clock);
  return { format: makeFormat(payload, config.meta), presence, notice: (loss) => lossNotice(identity, loss) };
}

function makeFormat(payload: Exclude<MqttConfig['payload'], 'sparkplug'>, meta: boolean): MessageFormat {
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
