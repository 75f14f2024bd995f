/** Bytes of a command, levels of its JSON. */
const MOST_BYTES = 64 * 1_024;
const MOST_DEPTH = 20;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Why a body is not taken, as a sentence for its sender. */
export class BodyFault {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The text of a body, or what is wrong with it. */
export function bodyText(bytes: Uint8Array): string | BodyFault {
  if (bytes.length === 0) return new BodyFault('The command is empty.');
  if (bytes.length > MOST_BYTES) {
    return new BodyFault(`The command has ${bytes.length} bytes; at most ${MOST_BYTES} are taken.`);
  }
  try {
    return utf8.decode(bytes);
  } catch {
    return new BodyFault('The command is not UTF-8.');
  }
}

/**
 * JSON with bounded depth, whose integers are never rounded: those that a float64 cannot hold come as texts of digits.
 * Numbers that are too large for a float64 are a fault.
 */
export function parseExactJson(text: string): unknown {
  if (isDeeperThan(text, MOST_DEPTH))
    return new BodyFault(`The command is nested more than ${MOST_DEPTH} levels deep.`);
  let tooLarge: string | undefined;
  const exact = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown => {
    if (typeof value !== 'number' || source === undefined) return value;
    if (!Number.isFinite(value)) tooLarge = source;
    return /^-?\d+$/.test(source) && !Number.isSafeInteger(value) ? source : value;
  };
  try {
    const parsed: unknown = JSON.parse(text, exact as (key: string, value: unknown) => unknown);
    return tooLarge === undefined ? parsed : new BodyFault(`${shortened(tooLarge)} is too large for a number.`);
  } catch {
    return new BodyFault(`${shortened(text)} is not JSON.`);
  }
}

/** At most 40 characters of what somebody sent, in quotes. */
export function shortened(text: string): string {
  return text.length > 40 ? `“${text.slice(0, 40)}…”` : `“${text}”`;
}

/** Counts brackets outside strings: the parser itself recurses, and a body of a hundred bytes may not choose how deep. */
function isDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text[i];
    if (isInString) {
      if (unit === '\\') i++;
      else if (unit === '"') isInString = false;
    } else if (unit === '"') isInString = true;
    else if (unit === '{' || unit === '[') {
      if (++depth > most) return true;
    } else if (unit === '}' || unit === ']') depth--;
  }
  return false;
}
