/** µs of a UTC day. */
export const DAY_US = 86_400e6;

/** The folder of a project: readable, and its own though another project has the same name. */
export function projectFolder({ name, uid }: { readonly name: string; readonly uid: string }): string {
  const readable = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${readable === '' ? 'project' : readable}-${uid.slice(0, 8)}`;
}

/** `2026-11-21` of the UTC day that begins then. */
export const dayText = (dayUs: number): string => new Date(dayUs / 1_000).toISOString().slice(0, 10);

/** `hall-6f1de8d1/2026/11/2026-11-21`, before `.parquet` of the points and `.json` of what is said of them. */
export function dayName(project: string, dayUs: number): string {
  const day = dayText(dayUs);
  return `${project}/${day.slice(0, 4)}/${day.slice(5, 7)}/${day}`;
}
