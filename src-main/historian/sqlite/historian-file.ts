import type { DatabaseSync } from 'node:sqlite';
import { BlockTable } from './block-table.ts';
import { GapTable } from './gap-table.ts';
import { LateTable } from './late-table.ts';
import { openDatabase } from './open-database.ts';
import { RollupTable } from './rollup-table.ts';
import { SealMarks } from './seal-marks.ts';
import { StateTable } from './state-table.ts';
import { TagSlots } from './tag-slots.ts';
import { inTransaction } from './transaction.ts';

/** The one connection that writes the historian's file, and its tables. */
export class HistorianFile {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly tags: TagSlots;
  readonly blocks: BlockTable;
  readonly late: LateTable;
  readonly rollups: RollupTable;
  readonly gaps: GapTable;
  readonly marks: SealMarks;
  readonly state: StateTable;
  /** Rows of `tags` that may have late points. */
  readonly lateTags: Set<number>;

  /** @throws NexusError NX_HISTORY_UNAVAILABLE, as `openDatabase`. */
  constructor(path: string) {
    this.path = path;
    this.database = openDatabase(path);
    try {
      this.tags = new TagSlots(this.database);
      this.blocks = new BlockTable(this.database, 'write');
      this.late = new LateTable(this.database, 'write');
      this.rollups = new RollupTable(this.database, 'write');
      this.gaps = new GapTable(this.database);
      this.marks = new SealMarks(this.database);
      this.state = new StateTable(this.database);
      this.lateTags = new Set(this.late.tags().keys());
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  /** Runs `work` in one transaction: all of it is durable when this returns, none of it when it throws. */
  transaction(work: () => void): void {
    try {
      inTransaction(this.database, () => {
        work();
        this.state.save();
      });
    } catch (error) {
      this.state.rolledBack();
      throw error;
    }
    this.state.committed();
  }

  close(): void {
    this.database.close();
  }
}
