import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import { suggest, textOf } from '@mmspec/source';
import { reservedWords } from '../lex/vocabulary.ts';
import type { Slip } from '../parser/base.ts';
import { make, replaceBy } from './make.ts';
import { reservedAsName } from './reserved.ts';

const statementWords = [
  'var',
  'let',
  'ghost',
  'owns',
  'if',
  'while',
  'loop',
  'repeat',
  'either',
  'choose',
  'await',
  'idle',
  'atomic',
  'for',
  'assert',
  'break',
  'continue',
  'goto',
  'return',
  'skip',
];

/** Operators of properties, which are names in the code of an actor. */
const propertyWords: ReadonlySet<string> = new Set(['at', 'holds', 'until', 'leads']);

/** Mistakes after which the text is still read to its end. */
export function slipped(file: SourceFile, { kind, span }: Slip): Diagnostic {
  switch (kind) {
    case 'chain':
      return make('MM0111', span, {
        message: 'comparisons do not chain',
        why: '`a < b < c` would compare the truth of `a < b` with `c`.',
        help: 'Write `a < b and b < c`, or put the comparison that you mean into parentheses.',
      });
    case 'target':
      if (textOf(file, span).startsWith('{'))
        return make('MM0115', span, {
          message: 'these braces are a set, to which nothing is assigned',
          why: 'A label names the steps behind it, up to the next label: no braces belong to it.',
          help: 'Leave the braces out; what is one step stands in `l: atomic { … }`.',
        });
      return make('MM0115', span, {
        message: 'this cannot be assigned',
        why: 'Only a variable, a field or an element of an array holds a value: `x`, `folio.safe`, `flag[self]`.',
        help: 'Name the variable that is to change.',
      });
    case 'effect':
      return withoutEffect(file, span);
    case 'label':
      return badLabel(file, span);
    case 'comprehension':
      return make('MM0124', span, {
        message: '`where` in a set needs one variable and its set before it',
        why: 'A set is listed, `{a, b}`, or selected, `{x in S where p}`.',
        help: 'Write `{x in S where p}`.',
      });
    case 'keyed':
      return make('MM0124', span, {
        message: 'a key stands before one value',
        why: '`[k: e]` computes the value of each element from its key; `[a, b]` lists the values.',
        help: 'Write `[k: e]`, with one expression, or leave the key out.',
      });
    case 'sum':
      return make('MM0124', span, {
        message: '`:` stands in a sum only',
        why: '`sum(x in S: e)` adds up the values of `e` for the members of a set; other calls take their arguments in order.',
        help: 'Write `sum(x in S: e)`, or leave out what begins at `:`.',
      });
    case 'tags':
      return make('MM0123', span, {
        message: 'the alternatives of a type are plain names',
        why: 'A type like `ref_first | safe_first` lists the tags that a value can be.',
        help: 'Write names separated by `|`; only a range may be followed by `| forever`.',
      });
    case 'range': {
      const made = /^(\w+)\s*\(\s*\w+\s*:/u.exec(textOf(file, span))?.[1];
      if (made !== undefined)
        return make('MM0123', span, {
          message: `this is a value of the type \`${made}\`, not a type`,
          why: 'What a variable begins with stands behind `=`; in front of that stands its type.',
          help: `Write \`x: ${made} = ${made}(…)\`.`,
        });
      return make('MM0123', span, {
        message: 'this is a number, not a type',
        why: 'An integer variable says which values it can take, so that the states are finite.',
        help: 'Write a range, such as `0..3`.',
      });
    }
    case 'initial':
      return make('MM0122', span, {
        message: `the local \`${textOf(file, span)}\` has no first value`,
        why: 'A local has a value as long as it is in scope, so that no state depends on leftovers.',
        help: 'Add `= e`.',
      });
    case 'type':
      return make('MM0122', span, {
        message: `the local \`${textOf(file, span)}\` has no type`,
        why: 'A variable that changes says which values it can take; only `let`, which never changes, takes its type from its value.',
        help: 'Write `: T` after the name, such as `: 0..3`.',
      });
    case 'end':
      return make('MM0125', span, {
        message: `\`${textOf(file, span)}\` stands at the end of a scenario`,
        why: 'It says what the run comes to by its last step; of a violation in the middle a scenario says nothing.',
        help: 'Put it at the end, or ask about what comes before it in a scenario of its own.',
      });
    case 'module':
    case 'late_module':
    case 'late_import':
      return misplaced(kind, span);
    default:
      return unexpected(kind);
  }
}

function unexpected(kind: never): never {
  throw new Error(`unknown slip ${String(kind)}`);
}

function withoutEffect(file: SourceFile, span: Span): Diagnostic {
  const word = textOf(file, span);
  if (propertyWords.has(word)) {
    return make('MM0112', span, {
      message: `\`${word}\` is for properties`,
      why: 'An actor sees variables; where others stand, what they hold and what is still to come is known to properties only.',
      help:
        word === 'at'
          ? 'Let the other actor set a variable there, such as `exited = true`, and ask for that.'
          : 'Write it in an invariant or a temporal property.',
    });
  }
  const [near] = /^\w+$/.test(word) && word.length > 2 ? suggest(word, statementWords) : [];
  return make('MM0112', span, {
    message: 'this statement does nothing',
    why: 'A statement assigns, calls an operation, or begins with a keyword such as `if`, `await` or `choose`.',
    help: near === undefined ? 'Assign a value with `=`, call it with `( )`, or remove it.' : `Did you mean \`${near}\`?`,
    fixes: near === undefined ? [] : [replaceBy(span, near)],
  });
}

function badLabel(file: SourceFile, span: Span): Diagnostic {
  const word = textOf(file, span);
  if (reservedWords.has(word)) return reservedAsName(span, word);
  return make('MM0121', span, {
    message: 'a label is a plain name',
    why: 'Traces and properties name steps as `actor.label`, so a label itself has no dots and no brackets.',
    help: 'Write a name and `:`, such as `get:`.',
  });
}

function misplaced(kind: 'module' | 'late_module' | 'late_import', span: Span): Diagnostic {
  const messages = {
    module: 'a file has one `module` line',
    late_module: '`module` comes first',
    late_import: 'an `import` comes before the declarations',
  } as const;
  return make('MM0120', span, {
    message: messages[kind],
    why: 'A reader sees on the first lines what the file is called and what it builds on.',
    help: kind === 'module' ? 'Put the second module into a file of its own.' : 'Move the line to the top of the file.',
  });
}
