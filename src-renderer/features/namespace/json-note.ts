/** What is to be said of a payload that is typed: whether it is JSON, and where it stops being one. */
export function jsonNote(text: string): string {
  if (text.trim() === '') return 'Empty. Retained, it clears what the broker keeps.';
  if (!/^\s*[{["]/.test(text)) return 'Sent as text.';
  try {
    JSON.parse(text);
    return 'JSON.';
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length;
    const where = line === undefined ? 'At its end' : `Line ${line}`;
    return `${where}: this is no JSON. It is sent as it stands.`;
  }
}
