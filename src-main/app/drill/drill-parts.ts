import type { DrillStore } from '../../diagnostics/drill/drill-store.ts';
import type { EngineHosts } from '../engine-hosts.ts';
import type { EngineParts } from '../engine-parts.ts';

/** What a drill needs of the engine. */
export interface DrillParts
  extends Pick<EngineParts, 'clock' | 'editor' | 'plant' | 'last' | 'storage' | 'jobs' | 'logger' | 'access'> {
  /** Of the project. */
  readonly folder: string;
  readonly version: string;
  readonly hosts: EngineHosts;
  /** Folder that holds `fonts/`. */
  readonly resources: URL;
  readonly store: DrillStore;
}
