import type { Diagnostic } from '@mmspec/source';
import { itemsOf, nodesIn, ofEach, type Facts, type Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';

/** An anchor names a file by its path from the top of a tree, and stays inside. */
const outside: Rule = rule({
  code: 'MM0350',
  title: 'anchor that is no path inside of a tree',
  why: 'An anchor is looked up below a tree that the reader names, and nothing outside of it is read.',
  text: 'The path of an anchor begins at the top of the kernel, with slashes and without `.` and `..`: `at "mm/gup.c" gup_fast_pte_range "try_grab_folio_fast"`.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: at "../mm/gup.c" gup_fast n = 1 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: at "mm/gup.c" gup_fast n = 1 }\n',
});

export const lint: Lint = { rules: [outside], check: checkAnchors };

/** Whether a path stays below the folder that it starts from. */
export function isInside(path: string): boolean {
  return /^[\w+.@-]+(?:\/[\w+.@-]+)*$/u.test(path) && path.split('/').every((part) => part !== '.' && part !== '..');
}

function checkAnchors(facts: Facts): Diagnostic[] {
  return ofEach(facts, 'anchors', itemsOf(facts.model), (item, found) => {
    for (const { path, symbol, span } of nodesIn(item).of('anchor')) {
      if (symbol !== '' && !isInside(path))
        found.push(violation(outside, span, `\`${path}\` is no path inside of a tree.`, 'Write it from the top of the kernel, such as `mm/gup.c`.'));
    }
  });
}
