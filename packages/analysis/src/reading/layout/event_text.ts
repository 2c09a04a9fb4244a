/*
 * The text of a line of a column, apart from what is said about it.
 */

export interface LineText {
  /** What happens; empty where nothing does. */
  readonly text: string;
  readonly remarks: readonly string[];
}

/** In longer lines no remarks are looked for. */
export const lineMax = 1_000;

/** Takes remarks, marks and numbers away. `inComment`: the line begins inside a remark that is still open. `isOwn`: drawn by mmspec, whose remarks are behind slashes. */
export function lineText(line: string, inComment: boolean, isOwn = false): LineText & { readonly opensComment: boolean } {
  if (line.length > lineMax) return { text: line.trim(), remarks: [], opensComment: false };
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
  if (!isOwn) {
    const mark = markOf(text);
    if (mark !== null) return { text: mark, remarks: remarks.filter((remark) => remark !== ''), opensComment: open >= 0 };
    const noted = (_: string, said: string): string => {
      remarks.push(said);
      return '';
    };
    text = text
      .replace(arrowTo, (arrow) => ' '.repeat(arrow.length))
      .replace(changeInBrackets, noted)
      .replace(change, noted)
      .replace(answered, noted);
  }
  for (const pattern of isOwn ? endings.slice(0, 1) : endings) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [said, mark] = parted(match[0].replace(pattern, '$1').trim());
    // A number behind an arrow is a value, and counts nothing.
    remarks.push(/^\s*[-=]+>\s*-?\d+$/u.test(match[0]) ? `= ${said}` : said, mark);
    text = text.slice(0, match.index);
  }
  // A place in the story, `(a)`; a number there may be a value.
  if (!isOwn) text = text.replace(/\s+\([A-Za-z]\)\s*$/u, '');
  // Marks such as [BUG: name], at the end.
  text = text.replace(/(?:\s|^)\[[^\]]*\]\s*$/u, (mark) => {
    remarks.push(mark.trim());
    return '';
  });
  return { text: withoutNumber(text, isOwn), remarks: remarks.filter((remark) => remark !== ''), opensComment: open >= 0 };
}

/** What comes in between: `irq`, `timer interrupt`. */
export const interruptForm: string = String.raw`(?:(?:soft|hard)?irq|nmi|(?:timer |hard |soft |device )?interrupt)`;
/** With what it does. */
export const contextForm: string = String.raw`${interruptForm}(?: handler)?(?: context| arrives| fires| comes(?: in)?| hits| runs)?`;
const markedContext = new RegExp(String.raw`^\s*(?:[-=]+>\s*|\*+\s*|\[\s*|\(\s*|[-=]{2,}\s+)(${contextForm})\s*(?:\*+|[\])]|[-=]{2,})?:?\s*$`, 'iu');

/** An interrupt that comes, however it is marked: `-> IRQ`, `*** interrupt ***`, `[softirq]`. */
export function markOf(text: string): string | null {
  const [, name] = markedContext.exec(text) ?? [];
  return name === undefined ? null : `<${name}>`;
}

const literal = String.raw`(?:-?\d+|true|false|NULL|none|[A-Z][A-Z_\d]+)`;
/** What changes, alone or behind a statement: `refcount: 1 -> 0`. */
const change = new RegExp(String.raw`(?:(?<=^\s*)|\s{2,})([A-Za-z_][\w.>[\]-]*\s*(?:[:=]\s*|\s)${literal}\s*(?:->|=>|\u2192)\s*${literal})\s*$`, 'u');

/** `put(f) [refcount: 1 -> 0]` */
const changeInBrackets = /\s\[([^[\]]*(?:->|=>|\u2192)[^[\]]*)\]\s*$/u;

/** `pte_none()? yes` */
const answered = /(?<=[\w)\]])\s?\?\s+(yes|no|true|false)[.!]?\s*$/iu;

/** A remark and a mark such as [BUG: name] that stands behind it, apart. */
function parted(remark: string): [said: string, mark: string] {
  const at = /\s{2,}\[BUG\b.*\]$/u.exec(remark)?.index ?? remark.length;
  return [remark.slice(0, at), remark.slice(at).trim()];
}

/** A call or an assignment, as it is written in C. */
export const statementForm: string = String.raw`[*&]*[A-Za-z_][\w.[\]]*(?:->[\w.[\]]+)*\s*(?:\(.*\)|[-+|&]?=(?!=)\s*\S.*|\+\+|--)`;

/** An arrow in front of a call or an assignment, as from one function to the next, or from one CPU to the other: that is no remark. */
const arrowTo = new RegExp(String.raw`^\s*(?:[-=]+>|[\u2192\u21d2\u21b3])\s*(?=${statementForm}\s*(?:[;{]\s*|\/[/*].*)?$)`, 'u');

/** Remarks that reach to the end of a line, with what they say. */
const endings: readonly RegExp[] = [
  /(?:\s|^)\/\/+(.*)$/u,
  /(?:\s|^)<(?:-+|={2,})>?(?!\w)(.*)$/u,
  /(?:\s|^)-{2,}>?(?:\s(.*))?$/u,
  /(?:\s|^)[-=]+>\s(.*)$/u,
  /(?:\s|^)\^(?:\s.*)?$/u,
  /^\s*\|(?:\s.*)?$/u,
  /^\s*(?:\.\.\.|\u2026)\s*([^.].*?)\s*(?:\.\.\.|\u2026)$/u,
  /^\s*<?[-=]{3,}\s*([^-=\s].*?)\s*[-=]{3,}>?$/u,
  /^\s*=?=\s*((?:true|false|NULL|-?\d+)\b.*)$/u,
];

function withoutNumber(text: string, isOwn: boolean): string {
  const numberless = text.trim();
  if (isOwn) return numberless.replace(/^(?:\(\d+\)|\d+\.\d+)\s+/u, '');
  const plain = numberless
    .replace(/^(?:\(\w{1,3}\)|[a-z]\)|\[\d{1,3}\]|\d+(?:\.\d+)+[.):]?|\d+[.):]|#\d+[.:)]?|\d+(?=\s))\s+/u, '')
    .replace(/^(?:[-*+\u2022]|[+|`\\][-_]+>?)\s+/u, '')
    .trim();
  // Dots, braces and arrows alone are no events.
  return /^(?:\.+|\u2026|:+|[{}()[\];,|^v~\s\\/]+|\d+(?:\.\d+)*[.):]?|\(\w\)|<?-+>?|=+>|\*+)$/u.test(plain) ? '' : plain.replace(/\s*[;{]+\s*$/u, '').trim();
}
