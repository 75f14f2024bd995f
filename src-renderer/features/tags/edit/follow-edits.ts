import { checkWhenQuiet } from './check-edits.ts';
import { takeUpEdits } from './kept-edits.ts';
import { openDesk } from './open-desk.ts';
import { publishEdits } from './publish-edits.ts';
import { followRevisions } from './read-applied.ts';

/** Keeps edits of tags checked, told and stored for as long as the page lives, and takes up those of an earlier visit. */
export function followEdits(): void {
  openDesk();
  followRevisions();
  checkWhenQuiet();
  publishEdits();
  takeUpEdits();
}
