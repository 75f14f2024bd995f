/** Keys that a component has while it holds the focus; they are no commands and cannot be changed. */
export interface KeyHelp {
  readonly keys: string;
  readonly does: string;
}

/** What a DataGrid does with keys. */
export const GRID_KEYS: readonly KeyHelp[] = [
  { keys: 'Up, Down, Page Up, Page Down, Home, End', does: 'Move from row to row' },
  { keys: 'Shift with any of them', does: 'Extend the selection' },
  { keys: 'Space', does: 'Show more of the row, where there is more; Esc closes it' },
  { keys: 'Ctrl+Space', does: 'Select or deselect the row; where cells are edited, the column' },
  { keys: 'Ctrl+A', does: 'Select all rows that are shown' },
  { keys: 'Enter', does: 'Open, write or plot the row' },
  { keys: 'Menu, Shift+F10', does: 'What else can be done with it' },
  { keys: 'Alt+Up, Alt+Down', does: 'Move the selected rows, where they have an order of their own' },
  { keys: 'Ctrl+D, Ctrl+R, Ctrl+Shift+D', does: 'Fill down, fill right, fill a series; where cells are edited' },
  {
    keys: 'Up, above the first row',
    does: 'Go to the headers: Left and Right from one to the next, Down and Esc back',
  },
  { keys: 'Enter on a header', does: 'Sort by the column, the other way, not any more; with Shift by the others too' },
  { keys: 'Alt+Left, Alt+Right on a header', does: 'Move the column' },
  { keys: 'Shift+Left, Shift+Right on a header', does: 'Make the column narrower or wider' },
  { keys: 'Alt+Down on a header', does: 'What else can be done with the column' },
];

/** What a chart does with keys. */
export const CHART_KEYS: readonly KeyHelp[] = [
  { keys: 'Left, Right', does: 'Move the cursor by a sample; with Shift by ten' },
  { keys: '+, −', does: 'Zoom in, zoom out' },
  { keys: '0', does: 'Fit: show the chosen span' },
  { keys: 'Page Up, Page Down', does: 'Page in time' },
  { keys: 'Home, End', does: 'Go to the start of the data, or live' },
  { keys: 'Space', does: 'Pause or resume the display; recording continues' },
];
