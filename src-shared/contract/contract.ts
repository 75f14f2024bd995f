import { access } from './access.ts';
import { archive } from './archive.ts';
import { audit } from './audit.ts';
import { browse } from './browse.ts';
import { catalogue } from './catalogue.ts';
import { certificates } from './certificates.ts';
import { checks } from './checks.ts';
import { config } from './config.ts';
import type { Client, Handlers } from './define.ts';
import { demo } from './demo.ts';
import { deploy } from './deploy.ts';
import { devices } from './devices.ts';
import { diagnostics } from './diagnostics.ts';
import { discovery } from './discovery.ts';
import { drill } from './drill.ts';
import { drivers } from './drivers.ts';
import { exports } from './exports.ts';
import { fleet } from './fleet.ts';
import { history } from './history.ts';
import { imports } from './imports.ts';
import { jobs } from './jobs.ts';
import { layouts } from './layouts.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { namespace } from './namespace.ts';
import { places } from './places.ts';
import { queries } from './queries.ts';
import { replay } from './replay.ts';
import { rules } from './rules.ts';
import { settings } from './settings.ts';
import { sinks } from './sinks.ts';
import { system } from './system.ts';
import { tagFiles } from './tag-files.ts';
import { templates } from './templates.ts';
import { traffic } from './traffic.ts';
import { trends } from './trends.ts';
import { values } from './values.ts';
import { watches } from './watches.ts';
import { writes } from './writes.ts';

/** Everything a window, a browser or a script may ask of an engine. */
export const contract = {
  audit,
  system,
  access,
  devices,
  catalogue,
  values,
  history,
  exports,
  imports,
  archive,
  replay,
  jobs,
  queries,
  writes,
  trends,
  layouts,
  watches,
  checks,
  config,
  deploy,
  tagFiles,
  templates,
  drivers,
  browse,
  certificates,
  memory,
  places,
  traffic,
  diagnostics,
  discovery,
  drill,
  namespace,
  sinks,
  log,
  settings,
  rules,
  fleet,
  demo,
};
export type NexusContract = typeof contract;
export type NexusClient = Client<NexusContract>;
export type NexusHandlers<Call> = Handlers<NexusContract, Call>;
