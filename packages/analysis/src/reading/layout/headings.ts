import { lineMax } from './event_text.ts';
import { isCpuName, namesIn } from './header.ts';
import { cellsOf, isRule } from './lines.ts';
import type { TextLine } from './lines.ts';
import type { NamedLine, NamedLines } from './one_column.ts';
import { isProse, proseAfter } from './prose.ts';

/** A line with a name and a colon, or with the name of a CPU between dashes, and nothing else. */
interface Heading {
  readonly at: number;
  readonly name: string;
  readonly indent: number;
}

const heading = /^\s*(?:\[([^\]]+)\]|((?:[A-Za-z][\w#.\-[\]]*(?: [\w#]+)?|#\d{1,2})(?: ?\([^()]*\))*))\s*:$/u;
/** `=== CPU0 ===` */
const between = /^\s*(?:-{2,}|={2,})\s*(\w.*?\w\)?)\s*(?:-{2,}|={2,})$/u;
/** Names as C writes them, which may be labels. */
const identifier = /^[a-z_]\w*(?:\[\d+\])?(?:\(\))?(?: ?\([^()]*\))?$/u;
const label = /^(?:out|err|error|fail|retry|again|repeat|restart|redo|unlock|done|exit|end|free|default|put)(?:_\w+)?$/u;
/** Blanks between columns. */
const gapLeast = 6;

/** Events in one column under headings that say who takes them: `CPU0:`, then `reader:`, then `CPU0:` again. Null where it is not so. */
export function underHeadings(lines: readonly TextLine[]): NamedLines | null {
  const found = headingsIn(lines);
  const [first] = found;
  if (first === undefined || !isWho(lines, found)) return null;
  const end = proseAfter(lines, first.at, null);
  const names = [...new Map(found.map(({ name }) => [name.toLowerCase(), name])).values()];
  const columns = new Map(names.map((name, index) => [name.toLowerCase(), index]));
  const headings = new Map(found.map((each) => [each.at, each]));
  let above: Heading | undefined;
  const events = lines.slice(0, end).flatMap((line, at): NamedLine[] => {
    const begun = headings.get(at);
    above = begun ?? above;
    if (begun !== undefined || above === undefined || line.text.trim() === '' || isRule(line.text)) return [];
    above = aroundOf(line.text.search(/\S/u), above, found);
    return [{ line, who: columns.get(above.name.toLowerCase()) ?? 0, text: line.text.trim(), start: line.text.search(/\S/u) }];
  });
  // What begins in front of a heading, or stands beside something, is in columns.
  if (events.length < 2 || new Set(events.map(({ who }) => who)).size < 2) return null;
  if (events.some(({ line, start }) => start < first.indent || isBesideAnother(line.text))) return null;
  return {
    names: names.map((name) => ({ header: name, names: namesIn(name) })),
    lines: events,
    isOwn: false,
    used: new Set([...events.map(({ line }) => line.number), ...found.map(({ at }) => lines[at]!.number)]),
  };
}

/** `CPU0 (reader), continued:` */
const goesOn = /,?\s+\(?(?:continued|continues|cont\.|cont'd|again|resumes)\)?(?=\s*:?\s*$)/iu;
/** `CPU0: reader` above what it does. */
const withRole = /^\s*((?:v?cpu|thread|task|process)[\s#]*(?:\d+|[A-Z])\s*:\s*\w+(?:\(\))?)\s*:?$/iu;

function isDeeperThan(below: TextLine | undefined, text: string): boolean {
  return below !== undefined && below.text.trim() !== '' && below.text.search(/\S/u) > text.search(/\S/u);
}

/** Headings that stand below each other. */
function headingsIn(lines: readonly TextLine[]): Heading[] {
  const targets = new Set(lines.flatMap(({ text }) => /\bgoto (\w+)/u.exec(text)?.[1] ?? []));
  const found = lines.flatMap(({ text: written }, at): Heading[] => {
    const text = written.length > lineMax ? written : written.replace(goesOn, '');
    const role = withRole.exec(text)?.[1];
    if (role !== undefined && isDeeperThan(lines[at + 1], text)) return [{ at, name: role, indent: text.search(/\S/u) }];
    const match = heading.exec(text);
    const cpu = between.exec(text)?.[1] ?? '';
    if (match === null && isCpuName(cpu)) return [{ at, name: cpu, indent: text.search(/\S/u) }];
    const name = (match?.[1] ?? match?.[2] ?? '').trim();
    const isLabel = label.test(name) || targets.has(name);
    return match === null || isLabel || !(isCpuName(name) || identifier.test(name)) ? [] : [{ at, name, indent: text.search(/\S/u) }];
  });
  // Of CPUs one may stand below what the other one has begun.
  const isLevel = found.every((each) => each.indent === found[0]?.indent);
  return isLevel || (found.every(({ name, indent }) => isCpuName(name) && indent >= found[0]!.indent) && isNested(lines, found)) ? found : [];
}

/** Every heading that stands deeper than the first has events that are deeper still. */
function isNested(lines: readonly TextLine[], found: readonly Heading[]): boolean {
  return found.every(({ at, indent }) => indent === found[0]!.indent || (lines[at + 1]?.text.search(/\S/u) ?? -1) > indent);
}

/** The heading of an event: one that stands deeper than the event is over, and the last one around it goes on. */
function aroundOf(start: number, above: Heading, found: readonly Heading[]): Heading {
  if (above.indent < start || found.every(({ indent }) => indent === above.indent)) return above;
  return found.findLast(({ at, indent }) => at < above.at && indent < start) ?? above;
}

/** Two CPUs or more; or names in front of everything, with events that stand deeper or with a name that comes again. */
function isWho(lines: readonly TextLine[], found: readonly Heading[]): boolean {
  const names = new Set(found.map(({ name }) => name.toLowerCase()));
  if (names.size < 2) return false;
  if (found.every(({ name }) => isCpuName(name.replace(/:.*$/u, '')))) return true;
  const [first] = found;
  if (lines.slice(0, first!.at).some(({ text }) => text.trim() !== '' && !isProse(text) && !/[:.]$/u.test(text.trim()))) return false;
  const places = new Set(found.map(({ at }) => at));
  const isDeeper = lines.every(({ text }, at) => at <= first!.at || text.trim() === '' || places.has(at) || text.search(/\S/u) > first!.indent);
  return names.size < found.length || isDeeper;
}

function isBesideAnother(text: string): boolean {
  const plain = text.replace(/\s+(?:\/\/|\/\*|<-|--|\().*$/u, '');
  return cellsOf(plain).some(
    ({ start, text: cell }, index, all) => index > 0 && start - (all[index - 1]!.start + all[index - 1]!.text.length) >= gapLeast && cell !== '',
  );
}
