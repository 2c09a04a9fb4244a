import type { DrawingEvent } from './drawing.ts';
import { lineMax, lineText } from './event_text.ts';
import { withSemicolons } from './statements.ts';
import type { TextLine } from './lines.ts';

/** A piece of a line that stands in one column. */
export interface Piece {
  readonly column: number;
  readonly start: number;
  readonly text: string;
  readonly line: TextLine;
  /** False where it is known to go on with the event above. */
  readonly begins: boolean;
}

interface Open {
  column: number;
  text: string;
  remarks: string[];
  indent: number;
  line: number;
  span: [number, number];
  /** The last line of it. */
  last: TextLine;
  lastText: string;
  isRemarkOpen: boolean;
}

/** Width of the drawings that mmspec makes. */
const ownWidth = 75;

/**
 * Events from pieces: remark lines belong to the event above them, and so does what mmspec has broken into lines.
 * Where both branches of an `if` may be drawn there are several lists: first the one of all that stand in front of `else`, and of all jumps out.
 */
export function joined(pieces: readonly Piece[], isOwn: boolean): readonly DrawingEvent[][] {
  const events: Open[] = [];
  const comment = new Map<number, boolean>();
  const lastIn = (column: number): Open | undefined => events.findLast((event) => event.column === column);
  for (const { column, start, text: raw, line, begins } of pieces) {
    const above = lastIn(column);
    // A mark that goes on in the next line: `[BUG: range of` and `division]`.
    if (isOwn && above !== undefined && /\[BUG: [^\]]*$/u.test(above.lastText)) {
      above.lastText = `${above.lastText} ${raw.trim()}`;
      above.last = line;
      continue;
    }
    const { text, remarks, opensComment } = lineText(raw, comment.get(column) ?? false, isOwn);
    if (isOwn && above !== undefined && /^\s*\[BUG: [^\]]*$/u.test(raw)) {
      above.lastText = raw;
      above.last = line;
      continue;
    }
    comment.set(column, opensComment);
    if (isOwn && /^(?:\(\d+\)|\d+\.\d+)$/u.test(raw.trim())) {
      events.push({ column, text: '', remarks: [], indent: start, line: line.number, span: [start, start], last: line, lastText: raw, isRemarkOpen: false });
      continue;
    }
    const isOnRemark = text === '';
    if (isOnRemark) {
      if (above === undefined || remarks.length === 0) continue;
      // A remark that goes on in the next line: `// waits for b:` and `// a.lock.held`.
      if (
        isOwn &&
        raw.trim().startsWith('//') &&
        above.isRemarkOpen &&
        /[:,]$|\w$/u.test(above.remarks.at(-1) ?? '') &&
        isWrapped(above, raw.replace(/^\s*\/\/\s*/u, ''))
      )
        above.remarks.push(`${above.remarks.pop() ?? ''} ${remarks.join(' ')}`);
      else above.remarks.push(...remarks);
      above.isRemarkOpen = true;
      above.last = line;
      continue;
    }
    const goesOn =
      isOwn &&
      above !== undefined &&
      (!begins ||
        above.text === '' ||
        isUnbalanced(above.text) ||
        (start >= above.indent + 2 && isWrapped(above, raw) && !above.isRemarkOpen && isOneStatement(above.text, text)));
    if (goesOn && above !== undefined && (above.text === '' || isUnbalanced(above.text) || start > above.indent)) {
      // Statements of one step stand two places to the right of it, what has no room in a line farther.
      const separator =
        /^(?:atomic|\w+\([^()]*\)) \{/u.test(above.text) &&
        start === above.indent + 2 &&
        !above.text.endsWith('{') &&
        !endsOpen.test(above.text) &&
        !goesOnWith.test(text)
          ? '; '
          : ' ';
      // A word longer than the column is broken where that ends.
      const isBroken =
        above.last.raw.trimEnd().length === ownWidth &&
        !above.lastText.trim().includes(' ') &&
        /\w$/u.test(above.text) &&
        /^\w/u.test(text) &&
        remarks.length === 0 &&
        !above.isRemarkOpen;
      above.text = `${above.text}${above.text === '' || isBroken ? '' : separator}${text}`;
      above.remarks.push(...remarks);
      above.last = line;
      above.lastText = raw;
      above.isRemarkOpen = remarks.length > 0;
      continue;
    }
    if (!isOwn && above !== undefined && goesOnBelow(above, text, start, line)) {
      above.text = `${above.text}${/\w_$/u.test(above.text) ? '' : ' '}${text}`.replace(/\( (?=\S)/gu, '(');
      above.remarks.push(...remarks);
      above.last = line;
      above.lastText = raw;
      continue;
    }
    const from = line.text.indexOf(text, start);
    events.push({
      column,
      text,
      remarks: [...remarks],
      indent: start,
      line: line.number,
      span: from < 0 ? [start, start + text.length] : [from, from + text.length],
      last: line,
      lastText: raw,
      isRemarkOpen: remarks.length > 0,
    });
  }
  if (!isOwn) withoutTallies(events.map(withValue), events);
  return readingsOf(events).map((reading) =>
    reading
      .filter(({ text }) => text !== '' && !/^[*(<!\s]*deadlock[\s*)>!]*$/iu.test(text))
      .map(({ column, text, remarks, indent, line, span }) => ({ column, text, remarks: remarks.flatMap(parted), indent, line, span })),
  );
}

/** What is said behind a statement in brackets: `x = y (0)`, `get(x) (waits for B)`. */
const behind =
  /^(.*(?:\)|[^=!<>]=\s*[^\s=].*[\w\])]));?\s+\(((?:(?:==?\s*)?(?:-?\d+|true|false|NULL|none)|[\w.>[\]-]+ ?(?:==?|:|->|is) ?\S+|[^()=]*[a-z] [^()]*))\)$/u;

/** What is said behind a call without brackets: `synchronize_rcu() starts`, `trylock(l) fails`. */
const wordsBehind =
  /^((?!(?:if|while|for|switch|return|else|not)\b)[A-Za-z_][\w.]*\((?:[^()]|\([^()]*\))*\));?\s+((?!(?:and|or|in|is|was|gets|been|queued|scheduled|armed|deferred)\b)[a-z][\w',. -]*!?)$/u;

/** Takes what is said in brackets for a remark; the number that stands there alone, else null. */
function withValue(event: Open): number | null {
  const [, text, said] = (event.text.length > lineMax ? null : (behind.exec(event.text) ?? wordsBehind.exec(event.text))) ?? [];
  if (text !== undefined && said !== undefined && !/\b(?:if|while|return|and|or|not|in)$/u.test(text)) {
    event.text = text;
    event.span = [event.span[0], Math.min(event.span[1], event.span[0] + text.length)];
    event.remarks.push(said);
  }
  event.text = withSemicolons(event.text);
  const number = event.remarks.find((remark) => /^\d{1,2}$/u.test(remark));
  return number === undefined ? null : Number(number);
}

/** Numbers that only count the events they stand behind, in all of the drawing or in each column, say no value. */
function withoutTallies(numbers: readonly (number | null)[], events: readonly Open[]): void {
  const said = numbers.flatMap((number, at) => (number === null ? [] : [{ number, column: events[at]!.column }]));
  const columns = [...new Set(said.map(({ column }) => column))].map((column) => said.filter((each) => each.column === column).map(({ number }) => number));
  const isByColumn = columns.every((own) => own[0] === 1 && counts(own)) && columns.some(({ length }) => length > 1);
  if (!isByColumn && !isTally(said.map(({ number }) => number))) return;
  for (const event of events) event.remarks = event.remarks.filter((remark) => !/^\d{1,2}$/u.test(remark));
}

/** From 1 on, or of three or more from 0 on. */
function isTally(numbers: readonly number[]): boolean {
  return numbers.length >= (numbers[0] === 0 ? 3 : 2) && numbers[0]! <= 1 && counts(numbers);
}

function counts(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number > numbers[at - 1]!);
}

/** What a run takes of two: what is drawn may be either. */
interface Fork {
  readonly one: readonly Open[];
  readonly other: readonly Open[];
}

/** Of so many forks every combination is read; of more, all to one side. */
const forksMax = 3;

function readingsOf(events: readonly Open[]): Open[][] {
  const elses = new Set(events.filter(({ text }) => /^\}?\s*else\s*\{?$/u.test(text)));
  const forks = events.flatMap((event, at): Fork[] => {
    const isCondition = /^(?:if|unlikely|likely)\b/u.test(event.text);
    if (!isCondition && !elses.has(event)) return [];
    const isDeeper = (other: Open): boolean => other.indent > event.indent;
    const below = inColumn(events.slice(at + 1), event);
    const block = whileTrue(below, isDeeper);
    if (elses.has(event)) return [{ one: whileTrue(inColumn(events.slice(0, at).toReversed(), event), isDeeper), other: block }];
    // `if (!page)` and `goto out` below it, after which the column goes on: the branch that is not taken, or a jump to what follows.
    const next = below[block.length];
    const isJumpOut = next !== undefined && !elses.has(next) && jump.test(block.at(-1)?.text ?? '');
    return isJumpOut ? [{ one: block, other: [] }] : [];
  });
  const choices = forks.length > forksMax ? [0, 2 ** forks.length - 1] : Array.from({ length: 2 ** forks.length }, (_, choice) => choice);
  return choices.map((choice) => {
    const left = new Set([...elses, ...forks.flatMap(({ one, other }, at) => (Math.floor(choice / 2 ** at) % 2 === 0 ? other : one))]);
    return events.filter((event) => !left.has(event));
  });
}

/** What leaves the branch that a condition has begun. */
const jump = /^(?:goto\s+\w+|return\b.*|break|continue)\s*;?$/u;

function inColumn(events: readonly Open[], { column }: Open): Open[] {
  return events.filter((event) => event.column === column);
}

function whileTrue<T>(list: readonly T[], isSo: (each: T) => boolean): T[] {
  const end = list.findIndex((each) => !isSo(each));
  return list.slice(0, end < 0 ? list.length : end);
}

/** A statement that somebody has broken into lines: nothing ends so, and nothing begins so. */
function goesOnBelow({ text: above, indent, last, remarks }: Open, text: string, start: number, line: TextLine): boolean {
  if (start < indent || line.number !== last.number + 1 || remarks.length > 0) return false;
  if (/^[a-z]\w*_$/u.test(above)) return /^[a-z]\w*\b/u.test(text);
  return bracketIsOpen(above) || /(?:[^=!<>]=|&&|\|\||[\w\])] ?[+*/&|]|->)$/u.test(above) || /^(?:&&|\|\|)/u.test(text);
}

function bracketIsOpen(text: string): boolean {
  return isUnbalanced(text.replace(/[{}]/gu, '')) && /[\w(,&|+=-]$/u.test(text);
}

/** The next word had no room in the line above. */
function isWrapped({ last }: Open, text: string): boolean {
  const [word = ''] = text.trim().split(' ');
  return last.raw.trimEnd().length + 1 + word.length > ownWidth;
}

const operators = String.raw`(?:and|or|not|in|forall|exists|choose|await|assert|return|while|if|else|implies|iff|where|within|=|[=!<>+\-*/%&|^:,.]+=?)`;
const endsOpen = new RegExp(String.raw`(?:^|\s)${operators}$|,$|:$`, 'u');
const beginsOpen = new RegExp(String.raw`^${operators}(?:\s|$)`, 'u');

/** What no statement begins with. */
const goesOnWith = /^(?:and|or|in|not|else|implies|iff|where|within|[=!<>+\-*/%&|^:,.]+=?)(?:\s|$)/u;

/** Two texts that can only be one statement. */
function isOneStatement(above: string, text: string): boolean {
  return isUnbalanced(above) || endsOpen.test(above) || beginsOpen.test(text.trim());
}

/** Brackets or braces are open. */
function isUnbalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('({['.includes(character)) depth++;
    else if (')}]'.includes(character)) depth--;
  }
  return depth > 0;
}

/** Remarks that stand in one, apart by commas outside of brackets. */
function parted(remark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= remark.length; at++) {
    const character = remark[at];
    if (character !== undefined && '({['.includes(character)) depth++;
    else if (character !== undefined && ')}]'.includes(character)) depth--;
    if (character !== undefined && (character !== ',' || depth > 0)) continue;
    parts.push(remark.slice(from, at).trim());
    from = at + 1;
  }
  return parts.filter((part) => part !== '');
}
