/*
 * Makes the text of a failing spec smaller, for reports.
 * A candidate counts when `fails` still says so; the text is cut by lines and by bracketed pieces.
 */

/** The smallest text that was found on which `fails` is true; `fails(text)` must be true. */
export function minimise(text: string, fails: (text: string) => boolean): string {
  let best = text;
  for (let changed = true; changed;) {
    changed = false;
    for (const candidate of candidates(best)) {
      if (candidate.length >= best.length || !fails(candidate)) continue;
      best = candidate;
      changed = true;
      break;
    }
  }
  return best;
}

/** Smaller texts, the most daring first. */
function* candidates(text: string): Generator<string> {
  const lines = text.split('\n');
  for (let length = lines.length >> 1; length >= 1; length >>= 1) {
    for (let from = 0; from + length <= lines.length; from += Math.max(1, length >> 1))
      yield [...lines.slice(0, from), ...lines.slice(from + length)].join('\n');
  }
  for (const [start, end] of brackets(text)) {
    const head = text.lastIndexOf('\n', start) + 1;
    const inner = text.slice(start + 1, end);
    yield text.slice(0, head) + text.slice(end + 1);
    yield text.slice(0, head) + inner + text.slice(end + 1);
    yield text.slice(0, start) + text.slice(end + 1);
    if (text[start] === '{') yield `${text.slice(0, start)}{ skip }${text.slice(end + 1)}`;
    if (text[start] === '(') yield text.slice(0, start) + inner + text.slice(end + 1);
    if (text[start] === '(') yield `${text.slice(0, start)}true${text.slice(end + 1)}`;
  }
  for (const match of text.matchAll(/(?: (?:and|or|implies|iff) |\b[a-z]\w*: |, | if .* else | else \{.*\}| = [^\n]*| in [^\n]*)/g)) {
    yield text.slice(0, match.index) + text.slice(match.index + match[0].length);
  }
  for (const match of text.matchAll(/\b(?:and|or|implies|iff) [^\n{}()]*|[^\n{}()]* (?:and|or|implies|iff)\b/g))
    yield text.slice(0, match.index) + text.slice(match.index + match[0].length);
}

/** Positions of matching brackets, outer ones first. */
function brackets(text: string): readonly (readonly [number, number])[] {
  const open: number[] = [];
  const found: [number, number][] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text[position] ?? '';
    if ('{(['.includes(character)) open.push(position);
    if ('})]'.includes(character)) {
      const start = open.pop();
      if (start !== undefined) found.push([start, position]);
    }
  }
  return found.sort(([a], [b]) => a - b);
}
