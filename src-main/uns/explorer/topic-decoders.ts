import type { TopicDecoder } from './decode-message.ts';

/** What reads the formats that a topic or its first bytes tell of, in the order in which they are tried. */
export const topicDecoders = (): readonly TopicDecoder[] => [];
