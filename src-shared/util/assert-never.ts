/** Ends an exhaustive `switch`: does not compile while a case is missing, and throws if the wire brought one. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected case: ${JSON.stringify(value)}`);
}
