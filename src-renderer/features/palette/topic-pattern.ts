/** What finds topics by a part of them: `+` stands for a level and `#` for the rest, as in an MQTT filter. */
export function topicPattern(typed: string): RegExp {
  const source = typed
    .trim()
    .replaceAll(/[.*?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('+', '[^/]+')
    .replaceAll('#', '.*');
  return new RegExp(source, 'i');
}
