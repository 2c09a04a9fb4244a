/**
 * How well a name answers a query: more is better; null where it does not. It has the query in it, or its letters in this order,
 * each at the beginning of a word or right behind the one before, as `ftg` in `folio_try_get`.
 */
export function fuzzyScore(name: string, query: string): number | null {
  const [low, wanted] = [name.toLowerCase(), query.toLowerCase()];
  const at = low.indexOf(wanted);
  if (at < 0) return hasWords(name, low, wanted, 0, -1) ? -name.length : null;
  return 1000 - at - name.length + (isWordStart(name, at) ? 500 : 0) + (low === wanted ? 500 : 0) + (name.includes(query) ? 100 : 0);
}

/** Can the letters of the query from one on be found behind a place? */
function hasWords(name: string, low: string, query: string, from: number, last: number): boolean {
  const letter = query[from];
  if (letter === undefined) return true;
  if (last >= 0 && low[last + 1] === letter && hasWords(name, low, query, from + 1, last + 1)) return true;
  for (let index = low.indexOf(letter, last + 1); index >= 0; index = low.indexOf(letter, index + 1))
    if (isWordStart(name, index) && hasWords(name, low, query, from + 1, index)) return true;
  return false;
}

function isWordStart(name: string, at: number): boolean {
  return at === 0 || /[_.]/u.test(name[at - 1] ?? '') || (/[A-Z]/u.test(name[at] ?? '') && /[a-z]/u.test(name[at - 1] ?? ''));
}
