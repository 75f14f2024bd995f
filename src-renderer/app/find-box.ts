/** Where Ctrl+F goes: the filter box of the page that keys go to, which is marked `data-find`. */
export function findFocused(): 'taken' | 'left' {
  const box = document.querySelector<HTMLInputElement>('.editor-group[data-focused] [data-find]');
  box?.focus();
  box?.select();
  return box ? 'taken' : 'left';
}
