import type { TopicDecoder } from './decode-message.ts';
import { msgpackMessage } from './msgpack-message.ts';
import { SparkplugMessages } from './sparkplug-messages.ts';

/** What reads the formats that a topic or the first bytes tell of, before JSON and text are tried. */
export interface TopicDecoders {
  readonly all: readonly TopicDecoder[];
  /** Sees every message as it comes: some say what later ones mean. */
  readonly learn: (topic: string, payload: Uint8Array) => void;
}

export function topicDecoders(): TopicDecoders {
  const sparkplug = new SparkplugMessages();
  return {
    all: [(topic, payload) => sparkplug.decode(topic, payload), msgpackMessage],
    learn: (topic, payload) => sparkplug.learn(topic, payload),
  };
}
