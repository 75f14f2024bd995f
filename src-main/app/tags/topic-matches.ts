/** Whether a topic matches a filter with `+` and `#` as MQTT 5.0, 4.7 has them; both as levels. */
export function topicMatches(filter: readonly string[], topic: readonly string[]): boolean {
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true;
    if (index >= topic.length || (level !== '+' && level !== topic[index])) return false;
  }
  return filter.length === topic.length;
}
