/** Lines with their ends. */
export function linesWithEnds(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/gu) ?? [];
}

/** The end of a line, '' for one without. */
const endOf = (line: string): string => /(?:\r\n|\r|\n)$/u.exec(line)?.[0] ?? '';

/** The text, of which each line ends with `\n`, with the ends that the text before had: those of the same line where they differ, else those of most. */
export function withEndsOf(before: string, text: string): string {
  if (!before.includes('\r')) return text;
  const lines = linesWithEnds(before);
  const counts = new Map<string, number>();
  for (const end of lines.map(endOf)) if (end !== '') counts.set(end, (counts.get(end) ?? 0) + 1);
  const [[usual] = ['\n']] = [...counts].sort(([, a], [, b]) => b - a);
  if (counts.size === 1) return text.replaceAll('\n', usual);
  const ends = matchingEnds(lines);
  return text
    .split('\n')
    .map((line, index, all) => (index === all.length - 1 ? line : line + (ends(line) || usual)))
    .join('');
}

/** The end of the next line that says the same, blanks aside; '' where there is none. */
function matchingEnds(lines: readonly string[]): (line: string) => string {
  const key = (line: string): string => line.replace(/\s+/gu, '');
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const own = places.get(key(line));
    if (own === undefined) places.set(key(line), [index]);
    else own.push(index);
  }
  for (const own of places.values()) own.reverse();
  let next = 0;
  return (line) => {
    const own = places.get(key(line)) ?? [];
    while ((own.at(-1) ?? next) < next) own.pop();
    const found = own.pop();
    if (found === undefined) return '';
    next = found + 1;
    return endOf(lines[found] ?? '');
  };
}
