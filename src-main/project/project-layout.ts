/** Names inside a project folder. */
export const CONFIG_FILE = 'nexus.yaml';
export const DEVICES_FOLDER = 'devices';
/** What the engine keeps beside the files of people: log, historian, lock. Never edited by hand. */
export const STATE_FOLDER = '.nexus';
