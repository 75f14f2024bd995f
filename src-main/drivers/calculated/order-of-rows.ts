/**
 * The order in which rows are calculated: each after those that it is made of.
 * @param madeOf rows that each row is made of. In a circle, which the checks of a project refuse, rows keep their order.
 */
export function orderOfRows(madeOf: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const state = new Uint8Array(madeOf.length);
  // Own stack: a chain may be as long as a device has tags.
  for (let first = 0; first < madeOf.length; first++) {
    const stack = [first];
    while (stack.length > 0) {
      const row = stack.at(-1)!;
      if (state[row] === 0) {
        state[row] = 1;
        for (const before of madeOf[row]!) if (state[before] === 0) stack.push(before);
        continue;
      }
      stack.pop();
      if (state[row] === 1) order.push(row);
      state[row] = 2;
    }
  }
  return order;
}
