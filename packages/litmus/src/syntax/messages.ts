import { suggest, type Diagnostic, type Span } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import type { Mistake } from './call.ts';
import { foreignHint } from './habits.ts';
import type { Misnamed } from './names.ts';
import { operations } from './operations.ts';
import type { Torn } from './sections.ts';

/** A mistake in a litmus test. */
export type Wrong = Diagnostic;

const wrong = (code: string, span: Span, message: string, why: string, help: string): Wrong => ({
  code,
  severity: 'error',
  span,
  message: sentence(message),
  why: sentence(why),
  help: sentence(help),
  related: [],
  fixes: [],
});

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.?]$/u.test(text) ? '' : '.'}`;

const here = (text: string, offset: number): Span => ({ file: 0, start: Math.min(offset, text.length), end: Math.min(offset + 1, text.length) });

const torn: Readonly<Record<Torn['missing'], readonly [string, string]>> = {
  title: ['a litmus test begins with `C NAME`', 'write `C` and the name of the test in the first line'],
  architecture: ['this litmus test is not in C', 'begin it with `C NAME`; tests in assembly have models of their own, and herd7 runs them'],
  initial: ['the initial values are missing', 'write `{}` before P0 (all variables begin as 0), or `{ x=1; int *p=&x; }`'],
  initial_end: ['the initial values have no end', 'close them with `}`'],
  comment_end: ['a comment has no end', 'close `(*` with `*)`, `/*` with `*/`'],
  threads: ['there is no thread', 'write `P0(int *x) { … }` after the initial values'],
  thread_end: ['this thread has no end', 'close each `{` with `}`'],
};

/** Of a text without the parts of a test. */
export function inText(text: string, { offset, missing }: Torn): Wrong {
  const [message, help] = torn[missing];
  return wrong('MM0901', here(text, offset), message, 'a test is a title, initial values in braces, threads P0, P1, … and a condition', help);
}

/** Of a character that no token begins with. */
export function strayCharacter(text: string, offset: number): Wrong {
  return wrong('MM0902', here(text, offset), `nothing begins with \`${text[offset] ?? ''}\``, 'herd7 has no word for it', 'take it out');
}

/** Of a token that the grammar has no place for. */
export function inSyntax(text: string, span: Span, tokens: readonly IToken[], index: number): Wrong {
  const image = text.slice(span.start, span.end);
  const { message, help } = foreignHint(image, tokens, index);
  return wrong('MM0902', span, message, 'the C of litmus tests is that of herd7: a small part of C', help);
}

/** Of a call. */
export function inMistake(mistake: Mistake): Wrong {
  switch (mistake.kind) {
    case 'operation': {
      const [near] = suggest(mistake.name, operations.keys());
      const help = near === undefined ? 'write it with READ_ONCE(), WRITE_ONCE(), cmpxchg() and their kin' : `did you mean \`${near}\`?`;
      return wrong('MM0903', mistake.span, `unknown operation \`${mistake.name}\``, 'the memory model of Linux 6.12 has no such operation', help);
    }
    case 'count': {
      const { name, wanted, found } = mistake;
      return wrong(
        'MM0904',
        mistake.span,
        `\`${name}\` takes ${arguments_(wanted)}, not ${found}`,
        'herd7 replaces the call by its definition',
        argumentHelp(name),
      );
    }
    case 'place':
      return wrong(
        'MM0904',
        mistake.span,
        `\`${mistake.name}\` wants a place, such as \`*x\``,
        'it reads or writes what an address stands for',
        argumentHelp(mistake.name),
      );
    case 'no_value':
      return wrong('MM0904', mistake.span, `\`${mistake.name}\` gives no value`, 'it is a statement', 'write it as a statement of its own');
    case 'struct':
      return wrong(
        'MM0902',
        mistake.span,
        `unknown type \`struct ${mistake.name}\``,
        'litmus tests have no structures but srcu_struct',
        'use `int *`, one variable for each member',
      );
  }
}

const arguments_ = (count: number): string => (count === 0 ? 'no argument' : count === 1 ? 'one argument' : `${count} arguments`);

function argumentHelp(name: string): string {
  const { parameters } = operations.get(name)!;
  const letters = name.startsWith('atomic_') && parameters.length === 2 && !/set|xchg/u.test(name) ? ['1', 'x'] : ['x', '1', '2'];
  const words = parameters.map((parameter, index) => `${parameter === 'place' ? '*' : ''}${letters[index] ?? '0'}`);
  return `write \`${name}(${words.join(', ')})\``;
}

/** Of a name that means nothing. */
export function inName(found: Misnamed): Wrong {
  switch (found.kind) {
    case 'no_thread':
      return wrong(
        'MM0905',
        found.span,
        `there is no thread P${found.thread}`,
        `the test has ${found.count === 1 ? 'one thread' : `${found.count} threads`}, from P0`,
        'name a thread that is there',
      );
    case 'thread_twice':
      return wrong('MM0905', found.span, `P${found.thread} is there twice`, 'a thread has one body', 'number the threads P0, P1, …');
    case 'thread_order':
      return wrong(
        'MM0905',
        found.span,
        `P${found.wanted} is missing before P${found.thread}`,
        'threads are numbered from P0 without gaps',
        'number the threads P0, P1, …',
      );
  }
}
