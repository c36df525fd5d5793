/** The path of a request target without its query, which may hold signatures and does not belong in logs or answers. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
