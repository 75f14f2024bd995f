/** The tag that a reference of an expression names. @param own id of the device that the expression belongs to */
export function referredTag(name: string, own: string): { readonly device: string; readonly tag: string } {
  const slash = name.indexOf('/');
  return slash < 0 ? { device: own, tag: name } : { device: name.slice(0, slash), tag: name.slice(slash + 1) };
}
