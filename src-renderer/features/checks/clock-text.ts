/** The time of day of an ISO time here, with the date where it is another day: `13:40`, `02-03 13:40`. */
export function formatClock(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, '0');
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const isToday = at.toDateString() === now.toDateString();
  return isToday ? clock : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}
