/** The path of the first difference, such as `items.3.body.left`, or `null`. For the messages of tests. */
export function difference(a: unknown, b: unknown, path: string = ''): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path;
  if (Array.isArray(a) !== Array.isArray(b)) return path;
  const left = new Map<string, unknown>(Object.entries(a));
  const right = new Map<string, unknown>(Object.entries(b));
  left.delete('span');
  right.delete('span');
  if (left.size !== right.size) return path;
  for (const [key, value] of left) {
    if (!right.has(key)) return `${path}.${key}`;
    const found = difference(value, right.get(key), path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
