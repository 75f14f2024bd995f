const LONGEST = 60;

/**
 * An id for a tag from its name, in the letters that ids may have: “Feed water °C” → `feed_water_c`. A number is
 * added where it is taken. @returns undefined while there is no name.
 */
export function idFrom(name: unknown, taken: ReadonlySet<string>): string | undefined {
  if (typeof name !== 'string' || name.trim() === '') return undefined;
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9-]+/g, '_')
    .slice(0, LONGEST)
    .replaceAll(/^[_-]+|[_-]+$/g, '');
  const id = plain === '' ? 'tag' : plain;
  if (!taken.has(id)) return id;
  let number = 2;
  while (taken.has(`${id}_${number}`)) number++;
  return `${id}_${number}`;
}
