/**
 * A statement on one line, for traces: comments and the block that it opens are left out,
 * an `atomic` block is the statements in it.
 */
export function statementText(source: string): string {
  const line = source.replace(/\/\/[^\r\n]*/gu, ' ').replace(/\s*[\r\n]\s*/gu, '  ').trim();
  const atomic = /^atomic(?:\s+when\s+[^{]*)?\{\s*(.*?)\s*\}$/u.exec(line);
  if (atomic !== null) return (atomic[1] ?? '').replace(/ {2,}/gu, '; ').trim();
  const head = /^(?:else\s+)?(?:if|while|repeat|loop|either|for)\b/u.test(line) ? line.slice(0, blockStart(line)) : line;
  return head.replace(/ {2,}/gu, ' ').trim();
}

/** Where the block of a compound statement opens: a `{` that is no set, that is, one after an operand. */
function blockStart(line: string): number {
  let depth = 0;
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? '';
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (character === '{' && depth === 0 && !/(?:[=<>+\-*/%,|]|\b(?:in|at|and|or|not|implies|within))\s*$/u.test(line.slice(0, index))) return index;
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
  }
  return line.length;
}
