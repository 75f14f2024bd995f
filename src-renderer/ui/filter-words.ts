/** Whether a text holds every word of a filter, in any order and case. An empty filter holds everywhere. */
export function matchesWords(text: string, filter: string): boolean {
  const lowered = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lowered.includes(word));
}
