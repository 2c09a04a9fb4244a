import { lineMax, statementForm } from '../layout/event_text.ts';

/*
 * What comes of it all, in words: that something goes wrong, which no step does.
 */

/** How people say that a line fails; mmspec draws nothing behind it. */
export const failure: RegExp = /^(?!\[BUG: ).*\b(?:bugs?|uaf|use[- ]after[- ]free|oops|crash(?:es)?|panics?|warns?|warning|boom|fails?|double free)\b/iu;

/** Words for what goes wrong that nobody uses for what somebody does. */
const goesWrong = new RegExp(
  String.raw`\b(?:${[
    '(?:vm_)?(?:bug|warn)_on\\w*|bugs?|uaf|oops|boom|bang|kaboom|splat|k[ac]san|ubsan|panics?|crash(?:es|ed)?|warning',
    'use[- ]after[- ](?:free|put|return)|double[- ]free|null[- ](?:pointer |ptr )?deref(?:erence)?|null pointer access',
    String.raw`(?:under|over)flows?|leaks?|leaked|corrupt(?:s|ed|ion)?|data loss|dead ?locks?|live ?locks?|hangs?|stuck|stalls?|splats?`,
    '(?:is|are|gets?|was) (?:lost|missed|stale|leaked|corrupted)|lost (?:wake-?up|update|write)|missed wake-?up|never wakes?(?: up)?',
    'forever|for ever|freed (?:while|under|too early|twice)|still (?:mapped|in use|used|referenced|linked)',
  ].join('|')})\b`,
  'iu',
);
/** What a property over states or steps can show, unlike a task that waits for ever. */
const fault =
  /^(?!\[BUG: ).*\b(?:bugs?|uaf|oops|warning|(?:vm_)?(?:bug|warn)_on\w*|k[ac]san|panics?|crash(?:es)?|use[- ]after[- ](?:free|put|return)|double[- ]free|null[- ](?:pointer |ptr )?deref\w*|corrupt\w*|underflows?|freed (?:while|under|twice))\b/iu;
export const isFault = (said: string): boolean => fault.test(said);
/** An assertion of the kernel that has no condition here: `WARN_ON()`. */
const bareAssertion = /^(?:VM_)?(?:BUG|WARN)(?:_ON)?(?:_ONCE|_PAGE|_FOLIO|_VMA)?\(\s*(?:\.{3})?\s*\)$/u;
/** Somebody does something: what follows says to what, or how. */
const does =
  /^(?:v?cpu\W?\d+ |thread \w+ |task \w+ )?(?:flush|free|drop|put|get|take|grab|lock|unlock|load|store|read|write|clear|set|test|check|call|wait|queue|send|kill|unmap|map|wake|skip|return|goto|if|while)(?:e?s)?\b(?!\s*(?:is|are)\b)/iu;
const statement = new RegExp(`^${statementForm}`, 'u');
const isCode = (text: string): boolean => statement.test(text) || /\w\(|->|[^=!<>]=[^=]|;$/u.test(text);

const concludes = /^(?:but|so|and|thus|hence|therefore)\b(?:\s+[\w'-]+){2}/iu;

/** Whether a line only says what comes of it: `use after free!`, `BUG: the page is mapped`, and as the last line any sentence with an exclamation mark or a conjunction in front. */
export function isResult(text: string, isLast: boolean): boolean {
  if (text.length > lineMax) return false;
  const plain = text.replace(/^[\s*=!#<>~-]+|[\s*=!#<>~.-]+$/gu, '');
  if (bareAssertion.test(plain)) return true;
  if (isCode(plain) || does.test(plain)) return false;
  return goesWrong.test(plain) || (isLast && (/!\W*$/u.test(text) ? /\w\s+\w/u : concludes).test(plain));
}
