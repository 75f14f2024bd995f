import { join } from 'node:path';

/** Names inside a project folder (DESIGN 10). */
export const CONFIG_FILE = 'nexus.yaml';
export const DEVICES_FOLDER = 'devices';
/** Files of a person's own that change nothing the gateway does: saved at once, and no part of revisions. */
export const WATCHES_FOLDER = 'watches';
export const QUERIES_FOLDER = 'queries';
export const TRENDS_FOLDER = 'trends';
export const TEMPLATES_FOLDER = 'templates';
export const LAYOUTS_FOLDER = 'layouts';
/** Sheets of loop checks: what is to be proved. What was found is in the record below the state folder. */
export const CHECKS_FOLDER = 'checks';
/** Folders of files that a person reads, diffs and keeps in Git; one YAML file each. Their state is a revision. */
export const CONFIG_FOLDERS = [DEVICES_FOLDER, 'trends', 'dashboards', 'alarms', 'flows'] as const;
/** What the engine keeps for itself; never edited by hand. */
export const STATE_FOLDER = '.nexus';

/** What drivers keep for a project, such as certificates. Whoever keeps something there makes it, for its user alone. */
export const driversFolder = (project: string): string => join(project, STATE_FOLDER, 'drivers');

/** Users, sessions and the keys of the audit trail; for the user of the service alone. */
export const accessFolder = (project: string): string => join(project, STATE_FOLDER, 'access');

/** The audit trail. */
export const auditFolder = (project: string): string => join(project, STATE_FOLDER, 'audit');

export const deviceFile = (id: string): string => `${DEVICES_FOLDER}/${id}.yaml`;
