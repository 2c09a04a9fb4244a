import { extname } from 'node:path';
import { isMailbox } from './mailbox.ts';

/*
 * What a text is: by its name where that says it, else by how it begins.
 */

export type TextKind = 'spec' | 'page' | 'text' | 'mail' | 'mailbox';

const kinds: ReadonlyMap<string, Exclude<TextKind, 'mailbox'>> = new Map([
  ['.mmspec', 'spec'],
  ['.md', 'page'],
  ['.markdown', 'page'],
  ['.txt', 'text'],
  ['.patch', 'text'],
  ['.diff', 'text'],
  ['.eml', 'mail'],
  ['.mbox', 'mail'],
  ['.mbx', 'mail'],
]);

/** What the name of a file says; null where it says nothing. */
export function kindOfName(name: string): Exclude<TextKind, 'mailbox'> | null {
  return kinds.get(extname(name).toLowerCase()) ?? null;
}

/** So much of a text is looked at. */
export const headBytes: number = 2 ** 16;

const field = /^[!-9;-~]+[ \t]*:/u;
const knownField =
  /^(?:from|to|cc|subject|date|message-id|received|return-path|delivered-to|reply-to|in-reply-to|references|sender|mime-version|content-type|list-id|x-[\w-]+)[ \t]*:/iu;

/** Whether a text begins with the head of a mail: at least two fields, one of them well known. */
function isMail(head: string): boolean {
  let [fields, known] = [0, 0];
  for (const line of head.split('\n')) {
    if (line.trim() === '') break;
    if (fields > 0 && /^[ \t]/u.test(line)) continue;
    if (!field.test(line)) return false;
    fields++;
    if (knownField.test(line)) known++;
  }
  return fields > 1 && known > 0;
}

const blockMark = /^[ \t>|+]*(?:[-*+][ \t]+)?(?:```|~~~)[`~]*[ \t]*mmspec\b/mu;
const patchMark = /^[ \t>|]*@@+ (?:-\d+(?:,\d+)? )+\+\d+(?:,\d+)? @@/mu;
const module = /^(?:\s|\/\/[^\n]*\n)*module\s+\w/u;

/** What a text is, by its name and its beginning. */
export function kindOf(name: string, head: string): TextKind {
  const named = kindOfName(name);
  if (named === 'spec' || named === 'page') return named;
  if (isMailbox(head)) return 'mailbox';
  if (isMail(head)) return 'mail';
  return named === null ? 'spec' : 'text';
}

/** Whether a text, by what is in it and not by its name, holds specs, and is none itself. */
export function holdsSpecs(text: string): boolean {
  return !module.test(text) && (blockMark.test(text) || isPatch(text));
}

/** Whether there is a patch in a text. */
export const isPatch = (text: string): boolean => patchMark.test(text);
