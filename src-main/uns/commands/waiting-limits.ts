/** Commands that are told to the engine and not answered, of one connection. */
export const MOST_WAITING = 2_000;
/** The longest deadline of a write is 2 min; what is not answered by then will not be. */
export const ANSWER_DEADLINE_MS = 300_000;
