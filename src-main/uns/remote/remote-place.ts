/**
 * Where the device of a topic stands in the namespace. The id that the payload names ends the path where it is a level
 * of the topic; otherwise the last level is the tag's.
 */
export function devicePathOf(topic: string, device: string | undefined): string {
  const levels = topic.split('/');
  const at = device === undefined ? -1 : levels.lastIndexOf(device, levels.length - 2);
  if (at >= 0) return levels.slice(0, at + 1).join('/');
  const parent = levels.slice(0, -1);
  return device === undefined ? parent.join('/') || topic : [...parent, device].join('/');
}
