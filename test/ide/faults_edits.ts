import type { Fault } from '../random/mutant.ts';

/** What may be wrong with what is kept from one text to the next. */
export const faults: readonly Fault[] = [
  {
    name: 'what names a declaration that changed is not looked at again',
    file: 'packages/semantics/src/mentions.ts',
    find: 'if (touched.has(item)) continue;',
    replace: 'if (touched.size > 0) continue;',
  },
  {
    name: 'what names something that names it is not',
    file: 'packages/semantics/src/mentions.ts',
    find: 'for (const own of this.names.get(item)?.declares ?? []) changed.add(own);',
    replace: '',
  },
  {
    name: 'trees that move keep their spans',
    file: 'packages/syntax/src/moved.ts',
    find: 'for (const span of spansOf(piece)) shift(span, delta);',
    replace: '',
  },
  {
    name: 'comments that move keep their spans',
    file: 'packages/syntax/src/moved.ts',
    find: 'for (const { span } of piece.comments) shift(span, delta);',
    replace: '',
  },
  {
    name: 'documentation that changed is not read again',
    file: 'packages/syntax/src/moved.ts',
    find: 'return isDocumented ? null : between',
    replace: 'return between',
  },
  {
    name: 'an import is where it was, whatever stands before it',
    file: 'packages/syntax/src/reread.ts',
    find: 'headOf(parts) === headOf(partsOf(pieces.slice(0, at)))',
    replace: 'true',
  },
  {
    name: 'what was wrong is right when it is asked again',
    file: 'packages/semantics/src/memory.ts',
    find: 'tables.diagnostics.length === said',
    replace: 'tables.diagnostics.length >= said',
  },
  {
    name: 'what was said is not said again',
    file: 'packages/semantics/src/memory.ts',
    find: 'if (found.length === 0) quiet.add(rule);',
    replace: 'quiet.add(rule);',
  },
  {
    name: 'names that mean nothing any more mean what they did',
    file: 'packages/semantics/src/memory.ts',
    find: 'if (!isMost) drop(before, item);',
    replace: '',
  },
];
