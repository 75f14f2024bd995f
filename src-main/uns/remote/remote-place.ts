/**
 * Where the device of a tag stands in the namespace. The id that the payload names ends the path where it is a level of
 * the topic; otherwise what comes before the id of the tag is the device, or before the last level.
 */
export function devicePathOf(topic: string, device: string | undefined, tag: string | undefined): string {
  const levels = topic.split('/');
  const at = device === undefined || levels.length < 2 ? -1 : levels.lastIndexOf(device, levels.length - 2);
  if (at >= 0) return levels.slice(0, at + 1).join('/');
  // Names of Sparkplug metrics have levels of their own.
  const parent =
    tag !== undefined && topic.endsWith(`/${tag}`) ? topic.slice(0, -tag.length - 1) : levels.slice(0, -1).join('/');
  if (device === undefined) return parent || topic;
  return parent === '' ? device : `${parent}/${device}`;
}
