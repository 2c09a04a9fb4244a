import { walk } from '@mmspec/syntax';
import type { Node } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { engines, SpecError } from './pipeline.ts';
import { specOf } from './specs.ts';

/*
 * The laws over random specs that take and put several references in one step, with variables that own several,
 * and jumps to a common exit.
 */

const specCount = 220;

/** What specs must be made of, each in so many of them at least. */
const formsWanted = 8;
const forms = [
  'get n',
  'put n',
  'put of an owner',
  'sub_and_test',
  'shared owns n',
  'local owns n',
  'get of a local',
  'goto over a local',
  'at in ghost code',
  'reachable when',
] as const;

function formsOf(node: Node): readonly (typeof forms)[number][] {
  if (node.kind === 'variable' && node.weight !== undefined) return ['shared owns n'];
  if (node.kind === 'local' && node.weight !== undefined) return ['local owns n'];
  if (node.kind === 'reachable') return node.when === undefined ? [] : ['reachable when'];
  if (node.kind === 'block') return goesOverLocal(node.statements) ? ['goto over a local'] : [];
  if (node.kind === 'assign') return asksPlaces(node.value) ? ['at in ghost code'] : [];
  if (node.kind !== 'call') return [];
  const [first, second] = node.arguments;
  const isPut = node.callee.text === 'put' || node.callee.text === 'sub_and_test';
  return [
    ...(node.callee.text === 'get' && second !== undefined ? (['get n'] as const) : []),
    ...(node.callee.text === 'get' && second !== undefined && second.value.kind !== 'number' ? (['get of a local'] as const) : []),
    ...(node.callee.text === 'put' && second !== undefined ? (['put n'] as const) : []),
    ...(node.callee.text === 'sub_and_test' ? (['sub_and_test'] as const) : []),
    ...(isPut && first?.value.kind === 'name_expression' ? (['put of an owner'] as const) : []),
  ];
}

function asksPlaces(value: Node): boolean {
  let found = false;
  walk(value, (node) => {
    if (node.kind === 'at') found = true;
  });
  return found;
}

function goesOverLocal(statements: readonly Node[]): boolean {
  return statements.some((statement, place) => {
    if (statement.kind !== 'local') return false;
    const labels = statements.slice(place).flatMap((each) => (each.kind === 'label' ? [each.name.text] : []));
    let found = false;
    for (const before of statements.slice(0, place)) {
      walk(before, (node) => {
        if (node.kind === 'goto' && labels.includes(node.label.text)) found = true;
      });
    }
    return found;
  });
}

test(`the emitted system and the interpreter agree on ${specCount} specs with several references at once`, async () => {
  const counts = new Map<string, number>(forms.map((form) => [form, 0]));
  const failures: string[] = [];
  let [refused, states, compared] = [0, 0, 0];
  for (let number = 0; number < specCount && failures.length < 3; number++) {
    const text = specOf(number, { later: false, counted: true });
    try {
      const both = engines(text);
      const found = new Set<string>();
      for (const module of both.model.modules) walk(module, (node) => formsOf(node).forEach((form) => found.add(form)));
      for (const form of found) counts.set(form, (counts.get(form) ?? 0) + 1);
      const finding = await checkLaws(both, { comparedMax: 200, statesMax: 3_000, countedMax: 0, readsMax: number % 5 === 0 ? 100 : 0 });
      if (finding.differences.length > 0) failures.push(`spec ${number}:\n${finding.differences.join('\n')}\n${text}`);
      states += finding.states;
      compared += finding.compared;
    } catch (error) {
      if (error instanceof SpecError && /MM042|MM0235/u.test(error.message)) refused++;
      else failures.push(`spec ${number}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${text}`);
    }
  }
  expect(failures.join('\n\n')).toBe('');
  console.log(`${refused} refused; ${states} states, ${compared} compared`);
  expect(refused).toBeLessThan(specCount / 10);
  expect([...counts].filter(([, count]) => count < formsWanted)).toEqual([]);
});
