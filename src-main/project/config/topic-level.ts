import { z } from 'zod';

/** What MQTT lets stand between two `/`, without what no person could read. */
export const TopicLevel = z
  .string()
  .regex(/^[^/#+\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069\ud800-\udfff]{1,64}$/u, {
    error: (issue) =>
      `“${String(issue.input)}” is not one level of a topic. Use 1–64 characters without “/”, “#” and “+”.`,
  })
  .meta({ fault: 'TOPIC_SYNTAX' });
