import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { DefineDeclaration, Expression, Item, Node } from '@mmspec/syntax';
import { kindSet, nodesIn, ofEach, ofEachBody, type Facts, type Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { findAtom, momentAtoms, propertyAtoms, stepAtoms, temporalAtoms } from '../step_atoms.ts';
import { propertyOnly } from '../typing/names.ts';
import { isGhost } from './several_locations.ts';

/** A formula about one state does not mention a step. */
export const stepAtomRule: Rule = rule({
  code: 'MM0316',
  title: 'a step where there is none',
  why: '`reachable`, `possible`, `live when` and `bound` are about one state, which has no mover and no value after.',
  text: "A formula with `x'`, `step is`, `mover`, `new refs` or `no new refs` is about steps: write it as an invariant.",
  example: "module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\nreachable moved: n' > n\n",
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\nreachable moved: n > 0\n',
});

/** `always` and its relatives stand in `temporal` only. */
export const temporalOnly: Rule = rule({
  code: 'MM0317',
  title: 'temporal operator outside of `temporal`',
  why: '`always`, `eventually`, `until` and `leads to` speak about whole behaviours, an invariant about each state or step.',
  text: 'An invariant holds always: leave the word out.',
  example: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: always n < 3\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: n < 3\n',
});

export const lint: Lint = { rules: [stepAtomRule, temporalOnly], check: checkPropertyAtoms };

function checkPropertyAtoms(facts: Facts): Diagnostic[] {
  const { model } = facts;
  const defines = new Map(model.defines.map((define) => [define.name.text, define]));
  const judged = (diagnostics: Diagnostic[]): Judge => judge(facts, defines, diagnostics);
  return [
    ...ofEachBody(facts, 'atoms', ({ item, block, action }, found) => {
      if (!mayHaveAtoms(facts, item, defines)) return;
      const { code } = judged(found);
      code(block);
      if (action?.guard !== undefined && action.guard !== null) code(action.guard);
    }),
    ...ofEach(facts, 'atoms', [...model.variables, ...model.objects], (item, found) => {
      if (!mayHaveAtoms(facts, item, defines)) return;
      const { code, stateOnly, timeless } = judged(found);
      if (item.kind === 'variable') code(item);
      else
        for (const member of item.members) {
          if (member.kind === 'variable') code(member);
          if (member.kind === 'live') {
            stateOnly(member.condition, '`live when`');
            timeless(member.condition);
          }
        }
    }),
    ...model.properties.flatMap(({ object, declaration }) =>
      facts.memory.say(object ?? declaration, `atoms of ${declaration.name.text}`, () => {
        const found: Diagnostic[] = [];
        const { stateOnly, timeless, unprimed } = judged(found);
        if (declaration.kind === 'reachable' || declaration.kind === 'possible') stateOnly(declaration.body, `\`${declaration.kind}\``);
        if (declaration.kind !== 'temporal') timeless(declaration.body);
        unprimed(declaration.body);
        return found;
      }),
    ),
    ...model.defines.flatMap((define) =>
      facts.memory.say(define, 'primes', () => {
        const found: Diagnostic[] = [];
        judged(found).unprimed(define.body);
        return found;
      }),
    ),
    ...model.checks.flatMap(({ settings }) => {
      const found: Diagnostic[] = [];
      const { stateOnly, timeless } = judged(found);
      for (const setting of settings) {
        if (setting.kind !== 'bound_setting') continue;
        stateOnly(setting.condition, '`bound`');
        timeless(setting.condition);
      }
      return found;
    }),
  ];
}

const atomKinds = kindSet(...propertyAtoms);

/** Whether a text may say what only properties say: most do not, which their nodes tell. */
function mayHaveAtoms({ model }: Facts, item: Item, defines: ReadonlyMap<string, DefineDeclaration>): boolean {
  const nodes = nodesIn(item);
  const isSuspect = (text: string): boolean => text === 'rest' || defines.has(text);
  return (
    nodes.ofAll(atomKinds).length > 0 ||
    nodes.of('call').some(({ callee }) => isSuspect(callee.text) || model.meanings.get(callee)?.kind === 'define') ||
    (defines.size > 0 && nodes.of('name_expression').some(({ name }) => isSuspect(name.text) || model.meanings.get(name)?.kind === 'define'))
  );
}

interface Judge {
  readonly code: (root: Node) => void;
  readonly stateOnly: (expression: Expression, what: string) => void;
  readonly timeless: (expression: Expression) => void;
  /** Nothing under a prime is about the step. */
  readonly unprimed: (expression: Expression) => void;
}

function judge(facts: Facts, defines: ReadonlyMap<string, DefineDeclaration>, diagnostics: Diagnostic[]): Judge {
  const { model } = facts;
  const refuse = (of: Rule, node: Node, message: string, help: string): void => {
    diagnostics.push(violation(of, node.span, message, help));
  };

  /** `at` in assignments to ghosts, which is about the actors as the step begins. */
  const inGhosts = new Set<Node>();
  const noteGhosts = (value: Expression): void =>
    walk(value, (node) => {
      if (node.kind === 'at') inGhosts.add(node);
    });

  const code = (root: Node): void =>
    walk(root, (node) => {
      if (node.kind === 'assign' && isGhost(facts, node.target)) noteGhosts(node.value);
      if (node.kind === 'local' && node.storage === 'ghost') noteGhosts(node.initial);
      const isAtom = (propertyAtoms.has(node.kind) && !inGhosts.has(node)) || (node.kind === 'call' && isRest(facts, node));
      if (isAtom) refuse(propertyOnly, node, `${nameOf(node)} stands in properties only.`, 'Use a `shared` variable that says what the code needs to know.');
      const define = node.kind === 'name_expression' ? model.meanings.get(node.name) : node.kind === 'call' ? model.meanings.get(node.callee) : undefined;
      if (define?.kind === 'define') {
        const inside = findAtom(define.declaration.body, propertyAtoms, defines);
        if (inside !== null)
          refuse(
            propertyOnly,
            node,
            `\`${define.declaration.name.text}\` uses ${nameOf(inside)}, which stands in properties only.`,
            'Use it in properties only.',
          );
      }
      return !isAtom;
    });
  const stateOnly = (expression: Expression, what: string): void => {
    const found = findAtom(expression, stepAtoms, defines);
    if (found !== null) refuse(stepAtomRule, found, `${nameOf(found)} is about a step, ${what} about a state.`, 'Write an invariant.');
  };
  const timeless = (expression: Expression): void => {
    const found = findAtom(expression, temporalAtoms, defines);
    if (found !== null) refuse(temporalOnly, found, 'This speaks about a whole behaviour.', 'Leave the operator out, or write `temporal`.');
  };

  const unprimed = (expression: Expression): void =>
    walk(expression, (node) => {
      if (node.kind !== 'prime') return true;
      const found = findAtom(node.operand, momentAtoms, defines);
      if (found !== null)
        refuse(stepAtomRule, node, `${nameOf(found)} is about a step, a prime about the state after it.`, 'Write it outside of what is primed.');
      return false;
    });

  return { code, stateOnly, timeless, unprimed };
}

function isRest({ model }: Facts, call: Extract<Node, { kind: 'call' }>): boolean {
  const meaning = model.meanings.get(call.callee);
  return meaning?.kind === 'builtin' && meaning.name === 'rest';
}

function nameOf(node: Node): string {
  if (node.kind === 'prime') return 'A primed variable';
  if (node.kind === 'call') return '`rest`';
  return `\`${wordsOf(node)}\``;
}

function wordsOf(node: Node): string {
  if (node.kind === 'new_refs') return node.negated ? 'no new refs' : 'new refs';
  return (node.kind === 'temporal_expression' ? node.operator : node.kind).replace('_', ' ');
}
