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

/**
 * What is wrong with a filter of topics, as `topicFault` says it: `+` stands for one level, `#` for all that follow
 * (MQTT 5.0, 4.7.1), each alone in its level.
 */
export function topicFilterFault(filter: string): string | undefined {
  const levels = filter.split('/');
  for (const [at, level] of levels.entries()) {
    if (level === '#' && at < levels.length - 1) return 'has “#” before its end. It stands for all levels that follow.';
    if (level.length > 1 && /[+#]/.test(level))
      return `has “${level}” as a level, where a wildcard stands alone. Write for example acme/+/pressure.`;
  }
  return topicFault(levels.map((level) => (level === '+' || level === '#' ? 'x' : level)).join('/'));
}

/** `{uns_prefix}/{suffix}`: the topic of one tag. */
export function tagTopic(unsPrefix: string, suffix: string): string {
  return `${unsPrefix}/${suffix}`;
}
