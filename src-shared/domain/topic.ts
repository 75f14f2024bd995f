/** The levels of ISA-95 that the default template names, top first. */
export const ISA95_LEVELS = ['enterprise', 'site', 'area', 'line', 'device', 'tag'] as const;

/** MQTT reserves these inside a level (MQTT 5.0, 4.7.1); `$` only at the very start of a topic (4.7.2). */
const FORBIDDEN = /[+#\u0000]/;

/**
 * What is wrong with a topic or a part of one, as the end of a sentence that starts with the quoted text, or undefined.
 * @param topic one or more levels joined by `/`.
 */
export function topicFault(topic: string): string | undefined {
  const match = FORBIDDEN.exec(topic);
  if (match) return `contains “${match[0]}”, which MQTT reserves. Use letters, digits, “-” or “_”.`;
  if (topic.startsWith('$')) return 'starts with “$”, which MQTT keeps for the broker.';
  if (topic.split('/').some((level) => level.length === 0)) return 'has an empty level. Write the levels as a/b/c.';
  if (new TextEncoder().encode(topic).length > 1_024) return 'is longer than 1024 bytes.';
  return undefined;
}

/** `{uns_prefix}/{suffix}`: the topic of one tag. */
export function tagTopic(unsPrefix: string, suffix: string): string {
  return `${unsPrefix}/${suffix}`;
}
