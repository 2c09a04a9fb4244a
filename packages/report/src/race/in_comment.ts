/** A text that neither ends nor begins a comment of C. */
function inComment(text: string): string {
  return text.replaceAll(/\*(?=\/)|\/(?=\*)/gu, '$& ');
}

/** Plain data with all its texts so. */
export function allInComment<T>(value: T): T {
  if (typeof value === 'string') return inComment(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => allInComment(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]: [string, unknown]) => [inComment(key), allInComment(part)])) as T;
}
