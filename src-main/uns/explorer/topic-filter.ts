/** Whether this is a topic filter as MQTT 5.0, 4.7.1 defines it; filters of shared subscriptions are none here. */
export function isTopicFilter(filter: string): boolean {
  if (filter === '' || filter.includes('\0') || filter.startsWith('$share/')) return false;
  const levels = filter.split('/');
  return levels.every((level, at) => {
    if (level.includes('#')) return level === '#' && at === levels.length - 1;
    return level === '+' || !level.includes('+');
  });
}

/** Whether a topic matches a filter, as MQTT 5.0, 4.7 says; topics that begin with `$` only match filters that do. */
export function filterMatcher(filter: string): (topic: string) => boolean {
  const wanted = filter.split('/');
  const isOfBroker = filter.startsWith('$');
  return (topic) => {
    if (topic.startsWith('$') !== isOfBroker && /^[+#]/.test(filter)) return false;
    const levels = topic.split('/');
    for (const [at, level] of wanted.entries()) {
      if (level === '#') return true;
      if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
    }
    return levels.length === wanted.length;
  };
}
