/*
 * The text of a line of a column, apart from what is said about it.
 */

export interface LineText {
  /** What happens; empty where nothing does. */
  readonly text: string;
  readonly remarks: readonly string[];
}

/** Takes remarks, marks and numbers away. `inComment`: the line begins inside a remark that is still open. `isOwn`: drawn by mmspec, whose remarks are behind slashes. */
export function lineText(line: string, inComment: boolean, isOwn = false): LineText & { readonly opensComment: boolean } {
  const remarks: string[] = [];
  let text = line;
  if (inComment) {
    const end = text.indexOf('*/');
    remarks.push((end < 0 ? text : text.slice(0, end)).replace(/^\s*\*?\s*/u, '').trim());
    if (end < 0) return { text: '', remarks, opensComment: true };
    text = text.slice(end + 2);
  }
  text = text.replace(/\/\*(.*?)\*\//gu, (_, remark: string) => {
    remarks.push(remark.trim());
    return ' ';
  });
  const open = text.indexOf('/*');
  if (open >= 0) {
    remarks.push(text.slice(open + 2).trim());
    text = text.slice(0, open);
  }
  if (!isOwn) text = text.replace(arrowTo, (arrow) => ' '.repeat(arrow.length));
  for (const pattern of isOwn ? endings.slice(0, 1) : endings) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [said, mark] = parted(match[0].replace(pattern, '$1').trim());
    remarks.push(said, mark);
    text = text.slice(0, match.index);
  }
  if (!isOwn) text = text.replace(/\s+\(\w\)\s*$/u, '');
  // Marks such as [BUG: name], at the end.
  text = text.replace(/(?:\s|^)\[[^\]]*\]\s*$/u, (mark) => {
    remarks.push(mark.trim());
    return '';
  });
  return { text: withoutNumber(text, isOwn), remarks: remarks.filter((remark) => remark !== ''), opensComment: open >= 0 };
}

/** A remark and a mark such as [BUG: name] that stands behind it, apart. */
function parted(remark: string): [said: string, mark: string] {
  const at = /\s{2,}\[BUG\b.*\]$/u.exec(remark)?.index ?? remark.length;
  return [remark.slice(0, at), remark.slice(at).trim()];
}

/** An arrow in front of a call or an assignment, as from one function to the next, or from one CPU to the other: that is no remark. */
const arrowTo =
  /^\s*(?:[-=]+>|[\u2192\u21d2\u21b3])\s*(?=[*&]*[A-Za-z_][\w.[\]]*(?:->[\w.[\]]+)*\s*(?:\(.*\)|[-+|&]?=(?!=)\s*\S.*|\+\+|--)\s*(?:[;{]\s*|\/[/*].*)?$)/u;

/** Remarks that reach to the end of a line, with what they say. */
const endings: readonly RegExp[] = [
  /(?:\s|^)\/\/+(.*)$/u,
  /(?:\s|^)<(?:-+|={2,})>?(?!\w)(.*)$/u,
  /(?:\s|^)-{2,}>?(?:\s(.*))?$/u,
  /(?:\s|^)[-=]+>\s(.*)$/u,
  /(?:\s|^)\^(?:\s.*)?$/u,
  /^\s*\|(?:\s.*)?$/u,
];

function withoutNumber(text: string, isOwn: boolean): string {
  const numberless = text.trim();
  if (isOwn) return numberless.replace(/^(?:\(\d+\)|\d+\.\d+)\s+/u, '');
  const plain = numberless
    .replace(/^(?:\(\w{1,3}\)|\[\d{1,3}\]|\d+(?:\.\d+)+[.):]?|\d+[.):]|#\d+[.:)]?|\d+(?=\s))\s+/u, '')
    .replace(/^[-*+\u2022]\s+/u, '')
    .trim();
  // Dots, braces and arrows alone are no events.
  return /^(?:\.+|\u2026|:+|[{}()[\];,|^v~\s\\/]+|\d+(?:\.\d+)*[.):]?|\(\w\)|<?-+>?|=+>|\*+)$/u.test(plain) ? '' : plain.replace(/\s*[;{]+\s*$/u, '').trim();
}
