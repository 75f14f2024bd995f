/** The name of the database in an address. */
export const nameOf = (url: string): string => new URL(url).pathname.slice(1);
