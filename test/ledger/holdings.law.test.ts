import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { interpret } from '@mmspec/interpreter';
import type { MachineState } from '@mmspec/interpreter';
import { withStandIns, plan } from '@mmspec/semantics';
import type { ActorIdentity, ActorLedger, FlowLocal, Holding, Location, Model, WorldSettings } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { gupFast } from './gup_fast.ts';
import { ownerSpecs } from './owner_specs.ts';
import { accepted, ledgerOf, modelOf } from './support.ts';

/*
 * Law: at every reachable state each actor holds, by the interpreter's own account, what the ledger says of its location.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Compared {
  readonly states: number;
  /** States in which some actor holds something. */
  readonly holding: number;
}

/** Walks the graph of a spec under a setting up to a number of states and compares the holdings; null where the ledger has errors. */
function check(model: Model, settings: WorldSettings, statesMax: number): Compared | null {
  const ledger = ledgerOf(model, settings);
  if (hasErrors([...ledger.diagnostics, ...ledger.flow.diagnostics])) return null;
  const machine = interpret(model, settings);
  const byPlace = new Map(ledger.actors.map((actor) => [actor.flow.actor, new Map(actor.flow.locations.map((location) => [placeOf(location), location]))]));
  const seen = new Set<string>();
  const waiting: MachineState[] = machine.initial().flatMap((outcome) => (outcome.next === null ? [] : [outcome.next]));
  let holding = 0;
  for (let state = waiting.pop(); state !== undefined && seen.size < statesMax; state = waiting.pop()) {
    const key = machine.key(state);
    if (seen.has(key)) continue;
    seen.add(key);
    const rows = new Map(machine.describe(state).map((row) => [row.name, String(row.value)]));
    for (const identity of ledger.flow.world.actors) {
      const actor = ledger.actors.find((candidate) => candidate.flow.actor === identity.declaration);
      const place = rows.get(identity.name) ?? '?';
      const location = place === 'done' ? null : byPlace.get(identity.declaration)?.get(place);
      if (actor === undefined || location === undefined) throw new Error(`${identity.name} is at ${place}, which the flow does not know`);
      const expected = heldAt(actor, location, identity, rows);
      const held = Object.fromEntries([...(state.actors[identity.id]?.held ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)));
      if (Object.keys(held).length > 0) holding += 1;
      expect(held, `${identity.name} at ${place}\n${[...rows].map((row) => row.join(' = ')).join('\n')}`).toEqual(expected);
    }
    for (const outcome of machine.successors(state)) if (outcome.next !== null) waiting.push(outcome.next);
  }
  return { states: seen.size, holding };
}

function placeOf(location: Location): string {
  return `${location.path.join('.')}@${location.chain.join('/')}`;
}

/** What the ledger says, as names of counters with numbers. */
function heldAt(actor: ActorLedger, location: Location | null, identity: ActorIdentity, rows: ReadonlyMap<string, string>): Record<string, number> {
  const held = new Map<string, number>();
  for (const holding of (location === null ? actor.atDone : actor.holdings[location.id]) ?? []) {
    const object = objectName(holding, identity, rows);
    if (object === 'none') continue;
    const name = object === null ? holding.ref.name.text : `${object}.${holding.ref.name.text}`;
    if (numberHeld(holding, identity, rows) > 0) held.set(name, (held.get(name) ?? 0) + numberHeld(holding, identity, rows));
  }
  return Object.fromEntries([...held].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many are held, by the values of the locals that count them. */
function numberHeld({ count }: Holding, identity: ActorIdentity, rows: ReadonlyMap<string, string>): number {
  const valueOf = (local: FlowLocal): number => Number(rows.get([identity.name, ...local.frame.operations, local.name].join('.')));
  return [...count.locals].reduce((sum, [local, times]) => sum + times * valueOf(local), count.constant);
}

function objectName({ root: named }: Holding, identity: ActorIdentity, rows: ReadonlyMap<string, string>): string | null {
  switch (named.kind) {
    case 'variable':
      return null;
    case 'object':
      return named.object.name;
    case 'local':
      return rows.get([identity.name, ...named.local.frame.operations, named.local.name].join('.')) ?? 'out of scope';
    case 'expression':
      throw new Error('this test evaluates no expressions');
  }
}

/** The settings of every planned check of a model; the defaults where there is none. */
function settingsOf(model: Model): readonly WorldSettings[] {
  const checks = withStandIns(model, plan(model).checks);
  return checks.length === 0 ? [{}] : checks.map((planned) => planned.settings);
}

function files(folder: string): string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mmspec'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .sort();
}

describe.each(['examples', 'specs', 'test/kernel', 'test/bench'])('%s', (folder) => {
  test.each(files(folder))('%s', (path) => {
    const model = modelOf(readFileSync(`${root}${path}`, 'utf8'));
    for (const settings of settingsOf(model)) check(model, settings, 400);
  });
});

test.each(ownerSpecs)('$name', ({ text, settings }) => {
  const compared = check(modelOf(text), settings ?? {}, 3000);
  expect(compared).not.toBeNull();
  expect(compared?.holding).toBeGreaterThan(0);
});

test('gup_fast', () => {
  const model = modelOf(gupFast);
  for (const settings of settingsOf(model)) {
    const compared = check(model, settings, 1500);
    expect(compared?.holding).toBeGreaterThan(0);
  }
});

test('random specs', () => {
  const compared = { specs: 0, holding: 0, states: 0 };
  for (let number = 0; number < 260; number++) {
    const model = accepted(specOf(number, { later: false, counted: number >= 200 }));
    const found = model === null ? null : check(model, settingsOf(model)[0] ?? {}, 150);
    if (found === null) continue;
    compared.specs += 1;
    compared.holding += found.holding;
    compared.states += found.states;
  }
  expect(compared.specs).toBeGreaterThan(100);
  expect(compared.holding).toBeGreaterThan(200);
});
