/*
 * What accounts do that are kept to places. Deny by default: a call that names no device and stands in no list here is
 * refused to them, so that a new call tells nothing before somebody has thought of it.
 */

/** Say nothing of devices, or only their names: what runs here, one's own account, documents that people keep. */
const OPEN: ReadonlySet<string> = new Set([
  ...['system.info', 'system.status', 'drivers.list', 'drivers.recognise', 'drivers.plan', 'drivers.addresses'],
  ...['devices.changed', 'catalogue.labels', 'config.calculateCells', 'config.revisions', 'config.applied'],
  ...['writes.state', 'writes.disarm', 'writes.arming', 'rules.list', 'drill.running'],
]);
/** One's own account. Users, keys and sessions of others are not for them: nobody widens his own places. */
const OPEN_ACCOUNT: ReadonlySet<string> = new Set(
  ['me', 'active', 'lock', 'unlock', 'changePassword', 'mySessions', 'endMySession', 'signOut', 'locked'].map(
    (name) => `access.${name}`,
  ),
);
/** Whole areas of the same kind. */
const OPEN_AREAS: ReadonlySet<string> = new Set(['watches', 'queries', 'layouts', 'templates']);
const OPEN_TRENDS: ReadonlySet<string> = new Set(
  ['list', 'get', 'save', 'remove', 'changed'].map((name) => `trends.${name}`),
);

export const isOpenToAll = (operation: string): boolean =>
  OPEN.has(operation) ||
  OPEN_ACCOUNT.has(operation) ||
  OPEN_TRENDS.has(operation) ||
  OPEN_AREAS.has(operation.split('.')[0]!);

/** Answer with rows of devices, of which those elsewhere are left out. */
export const FILTERED: ReadonlySet<string> = new Set([
  ...['devices.list', 'devices.remote', 'devices.names', 'devices.health', 'catalogue.list', 'values.byTopic'],
  ...['writes.recent', 'writes.journal', 'writes.settled', 'writes.journalled', 'values.watch'],
]);
