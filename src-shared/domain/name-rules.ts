/** Ids of devices and tags: what a URL, a file name and a topic level can all carry. */
export const ID_PATTERN = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/i;
export const ID_RULE = 'letters, digits, “-” and “_”, starting and ending with a letter or digit, at most 64';

/** Device ids that the command topics need for themselves. */
export const RESERVED_DEVICE_IDS: readonly string[] = ['response'];

/** A name that people read: anything printable but control and direction-override characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the rule keeps out
export const NAME_PATTERN = /^[^\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069\ud800-\udfff]{1,128}$/u;
export const NAME_RULE = '1–128 printable characters';
