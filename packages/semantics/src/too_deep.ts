import type { Diagnostic } from '@mmspec/source';
import { children } from '@mmspec/syntax';
import type { Item, Module, Node } from '@mmspec/syntax';
import { nodesIn } from './facts.ts';
import { rule, violation, type Rule } from './rule.ts';

const depthMax = 400;

/** No part of a spec is nested deeper than anyone can read. */
export const tooDeepRule: Rule = rule({
  code: 'MM0203',
  title: 'expression too long or nested too deeply',
  why: `Chains of operators and \`else if\` count as nesting, and at most ${depthMax} levels are read.`,
  text: 'A chain such as `a + b + c` is a tree whose depth grows with its length. Very deep trees are refused, so that every later stage can walk them.',
  example: `module m\nconst N: 0..9999 = ${Array.from({ length: 500 }, () => '1').join(' + ')}\n`,
  fix: 'module m\nconst N: 0..9999 = 500\nactor a { if N > 0 { go: skip } }\n',
});

/** Declarations that are not too deep; they never change. */
const shallow = new WeakSet<Node>();

/** The diagnostic for a tree that is too deep to be walked by recursion, else null. */
export function tooDeep(module: Module): Diagnostic | null {
  const isShallow = (item: Item): boolean => {
    // As many nodes as levels are not enough.
    if (nodesIn(item).size < depthMax || shallow.has(item)) return true;
    const found = !isDeeper(item, depthMax - 1);
    if (found) shallow.add(item);
    return found;
  };
  if (module.items.every(isShallow)) return null;
  let level: readonly Node[] = [module];
  for (let depth = 0; level.length > 0; depth++) {
    const first = level[0] as Node;
    if (depth > depthMax) return violation(tooDeepRule, first.span, 'This is nested too deeply.', 'Name parts of it with `define`, or split it.');
    level = level.flatMap(children);
  }
  return null;
}

/** True if some node stands more than so many levels below. */
function isDeeper(root: Node, levels: number): boolean {
  if (levels < 0) return true;
  for (const below of children(root)) if (isDeeper(below, levels - 1)) return true;
  return false;
}
