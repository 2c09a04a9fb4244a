import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { heldReferences } from '@mmspec/analysis';
import { interpret, type MachineState } from '@mmspec/interpreter';
import { buildWorld, firstRefOf, type Model, plan, withStandIns } from '@mmspec/semantics';
import type { HeldReferences, Plain, Settings } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { ownerSpecs } from '../ledger/owner_specs.ts';
import { accepted, modelOf } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';

/*
 * Who holds references, as the page of races says it.
 * Law: with what the actors hold in their hands, the variables that own a reference account for every counter in every state.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const heldIn = (path: string, check: string): HeldReferences => {
  const model = modelOf(readFileSync(`${root}${path}`, 'utf8'));
  return heldReferences(model, withStandIns(model, plan(model).checks).find(({ name }) => name === check)?.settings ?? {});
};

test('shared variables and fields that own a reference are named', () => {
  expect(heldIn('specs/direct_map.mmspec', 'full[WALKERS=1]').shared).toEqual(['pte', 'cache']);
  expect(heldIn('specs/gup_fast.mmspec', 'upstream').shared).toEqual(['cache', 'pt.pte']);
});

test('locals that own one are named where they are in scope, behind their operations', () => {
  const text = `module m
object Folio { refcount: ref = 1 }
shared folio: Folio
shared owns slot: Folio? = folio
op drop() {
  take: owns let old = xchg(slot, none)
  if old == none { return }
  put: put(old.refcount)
}
actor a { owns var own: Folio? = none  one: skip  two: drop() }
check c { }
`;
  const { a: own = {} } = heldReferences(modelOf(text), {}).locals;
  expect(Object.entries(own).map(([place, names]) => `${place.replace(/@.*$/u, '')}: ${names.join(', ')}`)).toEqual([
    'one: own',
    'two.drop.take: own',
    'two.drop.put: own, drop.old',
    'done: own',
  ]);
  expect(account(modelOf(text), {}, 100)).toBeGreaterThan(2);
});

/** The names of the objects that owning variables point to in a state, with repetition. */
function owned(
  { locals, shared }: HeldReferences,
  rows: ReadonlyMap<string, Plain>,
  actors: readonly { readonly name: string; readonly kind: string }[],
): Plain[] {
  const own = actors.flatMap(({ name, kind }) => (locals[kind]?.[String(rows.get(name))] ?? []).map((local) => `${name}.${local}`));
  return [...shared, ...own].flatMap((name) => [...rows].filter(([row]) => row === name || row.startsWith(`${name}[`)).map(([, value]) => value));
}

/** How many counters of states were accounted for. */
function account(model: Model, settings: Settings, statesMax: number): number {
  const held = heldReferences(model, settings);
  const machine = interpret(model, settings);
  const world = buildWorld(model, settings);
  const actors = world.actors.map(({ name, declaration }) => ({ name, kind: declaration.name.text }));
  const lost = machine.properties.findIndex(({ kind }) => kind === 'lost_reference');
  const objects = model.objects.flatMap((declaration) => {
    const ref = firstRefOf({ kind: 'object', declaration })?.name.text;
    return ref === undefined ? [] : world.objects(declaration).map(({ name }) => ({ name, counter: `${name}.${ref}` }));
  });
  const rest = new Map<string, number>();
  const seen = new Set<string>();
  const waiting: MachineState[] = machine.initial().flatMap(({ next }) => (next === null ? [] : [next]));
  let counted = 0;
  for (let state = waiting.pop(); state !== undefined && seen.size < statesMax; state = waiting.pop()) {
    const key = machine.key(state);
    if (seen.has(key) || !machine.holdsInState(lost, state)) continue;
    seen.add(key);
    const now = state;
    const rows = new Map(machine.describe(now).map(({ name, value }) => [name, value]));
    const pointedTo = owned(held, rows, actors);
    for (const { name, counter } of objects) {
      const count = Number(rows.get(counter));
      if (count === 0) continue;
      const inHands = now.actors.reduce((sum, actor) => sum + (actor.held.get(counter) ?? 0), 0);
      const others = count - inHands - pointedTo.filter((value) => value === name).length;
      if (!rest.has(counter)) rest.set(counter, others);
      expect(others, `${counter}\n${[...rows].map((row) => row.join(' = ')).join('\n')}`).toBe(rest.get(counter));
      counted += 1;
    }
    for (const { next } of machine.successors(now)) if (next !== null) waiting.push(next);
  }
  return counted;
}

describe('every reference is accounted for', () => {
  const specs = readdirSync(`${root}specs`).filter((name) => name.endsWith('.mmspec') && /\bowns\b/u.test(readFileSync(`${root}specs/${name}`, 'utf8')));
  test.each(specs)('specs/%s', (name) => {
    const model = modelOf(readFileSync(`${root}specs/${name}`, 'utf8'));
    const [first] = withStandIns(model, plan(model).checks);
    expect(account(model, first?.settings ?? {}, 800)).toBeGreaterThan(20);
  });
  test.each(ownerSpecs)('$name', ({ text, settings }) => expect(account(modelOf(text), settings ?? {}, 1000)).toBeGreaterThan(0));
  test('in random specs', () => {
    let counted = 0;
    for (let number = 0; number < 120; number++) {
      const model = accepted(specOf(number));
      if (model !== null) counted += account(model, withStandIns(model, plan(model).checks)[0]?.settings ?? {}, 100);
    }
    expect(counted).toBeGreaterThan(1000);
  });
});
