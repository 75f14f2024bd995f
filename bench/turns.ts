/**
 * Runs contestants in turn, A B C A B C …, so that whatever happens to the machine meanwhile happens to all of them.
 *
 * @returns the results of each, in the order of the rounds; results with the same index were measured side by side.
 */
export async function inTurn<Name extends string, Result>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<Result>>>,
  say: (text: string) => void,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Result[]>;
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      say(`round ${round} of ${rounds}: ${name}`);
      results[name].push(await contestants[name]());
    }
  }
  return results;
}
