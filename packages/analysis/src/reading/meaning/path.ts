import { splitAt, type Tokens } from './normal.ts';

/*
 * Names of places: `folio->refcount` in a drawing, the cell `folio.refcount` of a spec.
 */

/** Parts of a place, indices included: `x[0].f` is `x`, `[0]`, `f`. */
export type PlaceParts = readonly string[];

/** The place that tokens name; null where they are something else. */
export function placeIn(tokens: Tokens): PlaceParts | null {
  if (!/^[A-Za-z_]/u.test(tokens[0] ?? '') || literals.has(tokens[0]!)) return null;
  const parts: string[] = [tokens[0]!];
  for (let at = 1; at < tokens.length;) {
    if (tokens[at] === '.' && /^[A-Za-z_]/u.test(tokens[at + 1] ?? '')) {
      parts.push(tokens[at + 1]!);
      at += 2;
    } else if (tokens[at] === '[') {
      let [depth, end] = [0, at];
      do {
        if (tokens[end] === '[') depth++;
        else if (tokens[end] === ']') depth--;
        end++;
      } while (depth > 0 && end < tokens.length);
      parts.push(`[${tokens.slice(at + 1, end - 1).join('')}]`);
      at = end;
    } else return null;
  }
  return parts;
}

const literals: ReadonlySet<string> = new Set([
  'true',
  'false',
  'none',
  'not',
  'and',
  'or',
  'if',
  'else',
  'in',
  'await',
  'while',
  'return',
  'skip',
  'goto',
  'self',
  'choose',
  'assert',
  'for',
]);

/** All places that tokens name, calls left out. */
export function placesIn(tokens: Tokens): PlaceParts[] {
  const found: PlaceParts[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (!/^[A-Za-z_]/u.test(tokens[at]!) || literals.has(tokens[at]!) || tokens[at - 1] === '.' || tokens[at + 1] === '(') continue;
    let end = at + 1;
    while (end < tokens.length) {
      if (tokens[end] === '.' && /^[A-Za-z_]/u.test(tokens[end + 1] ?? '')) end += 2;
      else if (tokens[end] === '[') {
        const close = tokens.indexOf(']', end);
        if (close < 0) break;
        end = close + 1;
      } else break;
    }
    const place = placeIn(tokens.slice(at, end));
    if (place !== null) found.push(place);
    at = end - 1;
  }
  return found;
}

const partsCache = new Map<string, PlaceParts>();

/** The parts of the name of a cell. */
function cellParts(cell: string): PlaceParts {
  const known = partsCache.get(cell);
  if (known !== undefined) return known;
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= cell.length; at++) {
    const character = cell[at];
    if (depth === 0 && (character === undefined || character === '.' || character === '[')) {
      if (at > from) parts.push(cell.slice(from, at));
      from = character === '.' ? at + 1 : at;
    }
    if (character === '[') depth++;
    else if (character === ']') {
      depth--;
      if (depth === 0) {
        parts.push(cell.slice(from, at + 1));
        from = at + 1;
      }
    }
  }
  if (partsCache.size > 100_000) partsCache.clear();
  partsCache.set(cell, parts);
  return parts;
}

const isIndex = (part: string): boolean => part.startsWith('[');
const isFixed = (index: string): boolean => /^\[(?:\d+|[A-Za-z_]\w*\[\d+\])\]$/u.test(index);

/**
 * Whether a place of a drawing may be a cell. The last names agree; a name in front that is one of the spec's own shared
 * variables has to agree too, anything else may be a pointer to it.
 */
export function mayBeCell(place: PlaceParts, cell: string, isShared: (name: string) => boolean): boolean {
  const parts = cellParts(cell);
  const names = parts.filter((part) => !isIndex(part));
  const wanted = place.filter((part) => !isIndex(part));
  if (wanted.at(-1) !== names.at(-1)) return false;
  const [root = ''] = wanted;
  if (wanted.length > 1 && isShared(root) && names[0] !== root && !names.includes(root)) return false;
  if (wanted.length === 1 && names.length > 1 && isShared(root)) return false;
  const indices = parts.filter(isIndex);
  const asked = place.filter(isIndex);
  // Indices that are values have to agree, those that are variables may be anything.
  return asked.every((index, at) => !isFixed(index) || indices.length < asked.length || indices[indices.length - asked.length + at] === index);
}

/**
 * Whether a value that a drawing says may be that of a cell; null where it says none that can be compared.
 * `isValue`: names that are values, so two different ones are not the same.
 */
export function sameValue(said: Tokens, value: unknown, isValue: (text: string) => boolean = () => false): boolean | null {
  return sameText(said.join(''), String(value).replace(/\s+/gu, ''), isValue);
}

/** Both without blanks. */
function sameText(text: string, real: string, isValue: (text: string) => boolean): boolean | null {
  if (text === real) return true;
  if (text === 'none' || text === '0' || text === 'false') return real === 'none' || real === 'none_' || real === 'null' || real === '0' || real === 'false';
  if (text === 'true') return real === '1' ? true : real === 'true';
  if (text === '1') return real === 'true' || real === '1';
  if (/^-?\d+$/u.test(text)) return /^-?\d+$/u.test(real) || real === 'true' || real === 'false' || real === 'none' ? false : null;
  const [these, those] = [elementsOf(text), elementsOf(real)];
  if (these === null || those === null) return isValue(text) && isValue(real) ? false : null;
  if (these.length !== those.length) return false;
  // Only a sequence has an order.
  const pairs = text.startsWith('[') && real.startsWith('[') ? [these, those] : [these.toSorted(), those.toSorted()];
  if (text.startsWith('{') && ![...these, ...those].every((element) => /^-?\d+$/u.test(element) || isValue(element))) return null;
  return pairs[0]!.some((element, at) => sameText(element, pairs[1]![at]!, isValue) === false) ? false : null;
}

/** The elements of a set in braces or of a sequence in brackets; null where a text is neither. */
function elementsOf(text: string): readonly string[] | null {
  if (!/^(?:\{.*\}|\[.*\])$/u.test(text)) return null;
  return splitAt(Array.from(text.slice(1, -1)), ',').map((element) => element.join(''));
}
