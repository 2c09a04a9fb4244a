import { namesIn } from './header.ts';
import type { TextLine } from './lines.ts';
import { uncounted } from './one_column.ts';
import type { NamedLines } from './one_column.ts';
import { isProse } from './prose.ts';

/** What somebody does to a place is a part of what happens; that somebody calls something is not. */
const accesses = 'loads|reads|stores|writes|sees|sets|clears|drops|puts|gets|frees|waits|locks|unlocks|tests|checks';
const sentence = new RegExp(
  String.raw`^\s*(?:then )?((?:v?cpu|thread|task|process)[\s#_-]*(?:\d+|[A-Z])) (?:then |now |also |finally )?(calls|runs|executes|does|takes|enters|is|${accesses}) +(\S.*?)[.,;]?$`,
  'iu',
);

/** Sentences about CPUs, one a line: `CPU0 loads x`, `then CPU1 calls f()`. Null where what happens is told otherwise. */
export function toldInSentences(lines: readonly TextLine[]): NamedLines | null {
  const found = lines.flatMap((line) => {
    const match = sentence.exec(uncounted(line.text));
    return match === null ? [] : [{ line, who: match[1]!, verb: match[2]!, text: match[3]! }];
  });
  const names = [...new Map(found.map(({ who }) => [who.toLowerCase(), who])).values()];
  const isOther = lines.some((line) => line.text.trim() !== '' && !isProse(line.text) && found.every((each) => each.line !== line));
  if (names.length < 2 || found.length < 3 || isOther) return null;
  return {
    names: names.map((header) => ({ header, names: namesIn(header) })),
    lines: found.map(({ line, who, verb, text }) => ({
      line,
      who: names.findIndex((name) => name.toLowerCase() === who.toLowerCase()),
      text: new RegExp(`^(?:${accesses})$`, 'iu').test(verb) && !/[=(]/u.test(text) ? `${verb} ${text}` : text,
      start: line.text.lastIndexOf(text),
    })),
    isOwn: false,
    used: new Set(found.map(({ line }) => line.number)),
  };
}
