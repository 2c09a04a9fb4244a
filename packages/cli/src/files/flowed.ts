import { dropped, joined, type TextLine } from '@mmspec/embedded';

/** The lines of a text in `format=flowed` (RFC 3676) as their writer saw them: those that flow on are one, and blanks that protect a beginning are gone. */
export function* unfolded(lines: Iterable<TextLine>, isDelSp: boolean): Generator<TextLine> {
  let [flowing, depthBefore]: [TextLine[], number] = [[], 0];
  for (const line of lines) {
    const depth = /^>*/u.exec(line.text)?.[0].length ?? 0;
    const own = dropped(line, line.text[depth] === ' ' ? depth + 1 : depth);
    const isSignature = own.text === '-- ';
    if (flowing.length > 0 && (depth !== depthBefore || isSignature)) {
      yield whole(flowing);
      flowing = [];
    }
    if (flowing.length === 0 && depth > 0) flowing.push({ text: `${line.text.slice(0, depth)} `, line: line.line, column: line.column });
    const isFlowing = own.text.endsWith(' ') && !isSignature;
    flowing.push(isFlowing && isDelSp ? { ...own, text: own.text.slice(0, -1) } : own);
    depthBefore = depth;
    if (isFlowing) continue;
    yield whole(flowing);
    flowing = [];
  }
  if (flowing.length > 0) yield whole(flowing);
}

function whole([first, ...others]: readonly TextLine[]): TextLine {
  return joined([first ?? { text: '', line: 1, column: 1 }, ...others]);
}
