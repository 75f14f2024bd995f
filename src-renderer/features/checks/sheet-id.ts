const MOST = 58;

/** The id that a sheet of this name has: what of the name may be a file name, with a number where it is taken. */
export function freeSheetId(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MOST)
    .replaceAll(/^-+|-+$/g, '');
  const base = plain === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(plain) ? 'checks' : plain;
  let [id, number] = [base, 2];
  while (taken.includes(id)) id = `${base}-${number++}`;
  return id;
}
