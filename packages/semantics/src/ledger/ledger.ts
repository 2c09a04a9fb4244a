import type { Diagnostic } from '@mmspec/source';
import type { TypeNode, VariableDeclaration } from '@mmspec/syntax';
import type { ActionFlow, ActorFlow, Effect, Flow, FlowItem, FlowLocal, Location, Scoped, Step, Tree } from '../flow/types.ts';
import { treesAfter } from '../flow/trees_after.ts';
import type { World } from '../world/world.ts';
import { addNotes, noLockNotes, reportLocksAtEnd } from './locks.ts';
import type { LockNotes } from './locks.ts';
import { circularOrders } from './lock_order.ts';
import { inconsistentUses } from './lock_use.ts';
import { countsOf } from './counts.ts';
import type { ActorCounts } from './counts.ts';
import { join, refOfConflicts, sameState } from './join.ts';
import { declarationOf, targetLocal } from './names.ts';
import type { Naming } from './names.ts';
import { emptiedBy, ownerOfCounter } from './owners.ts';
import { pathsConflict, placeName, spanOf } from './problems.ts';
import type { Route, Where } from './problems.ts';
import { bestName, emptyState } from './state.ts';
import type { State } from './state.ts';
import type { ActorLedger, Holding, Ledger } from './types.ts';
import { walkTree } from './walk.ts';
import { settleAt, reportHeldAtEnd } from './walker.ts';
import type { Report, Walker } from './walker.ts';

/**
 * The references that each actor kind holds at each location, over all paths: the state at every location is a fixed point.
 * What is wrong is what the last walk from each place has found, which began with all that can be known there.
 */
export function ledger(flow: Flow): Ledger {
  const naming: Naming = { world: flow.world, ...writtenBy(flow) };
  const locks = noLockNotes();
  const said: Said[] = [];
  const reporter =
    (actor: ActorFlow | null): Report =>
    (diagnostic, follows, unless) =>
      said.push({ diagnostic: diagnostic(), actor, follows, unless });
  const actors = flow.actors.map((actor) => actorLedger(naming, actor, reporter(actor), locks));
  for (const action of flow.actions) checkAction(naming, action, reporter(null), locks);
  const { found, counts } = contextsIn(flow);
  const ofLocks = [...circularOrders(flow.world, locks.orders), ...locks.recursive, ...inconsistentUses(flow.world, locks.uses, counts)];
  return { flow, actors, diagnostics: [...withoutEchoes(said), ...once([...ofLocks, ...found])] };
}

/** The ledger of a flow in which nothing can be held: there are no counters, and no objects that could be locks. Null where there are. */
export function emptyLedger(flow: Flow): Ledger | null {
  const { model } = flow.world;
  if (model.objects.length > 0 || model.variables.some(({ type, owns }) => owns || hasCounter(type))) return null;
  const actors = flow.actors.map((actor): ActorLedger => ({
    flow: actor,
    holdings: actor.locations.map(() => []),
    atDone: [],
    reached: actor.locations.map(() => true),
    endReached: true,
  }));
  return { flow, actors, diagnostics: once(contextsIn(flow).found) };
}

/** What is off at each place of each actor, and what is wrong with it. */
function contextsIn(flow: Flow): { readonly found: readonly Diagnostic[]; readonly counts: readonly ActorCounts[] } {
  const found: Diagnostic[] = [];
  const counts = flow.actors.map((actor) => countsOf(actor, flow.world, (diagnostic) => found.push(diagnostic)));
  return { found, counts };
}

/** Each diagnostic once: several paths come to a place, and an operation is called from several. */
function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOfDiagnostic = ({ code, span, message }: Diagnostic): string => `${code} ${span.file}:${span.start} ${message}`;
  return [...new Map(diagnostics.map((each) => [keyOfDiagnostic(each), each])).values()];
}

function hasCounter(type: TypeNode): boolean {
  if (type.kind === 'array_type' || type.kind === 'option_type') return hasCounter(type.element);
  return type.kind === 'ref_type';
}

/** A diagnostic, and what it may be an echo of. */
interface Said {
  readonly diagnostic: Diagnostic;
  readonly actor: ActorFlow | null;
  readonly follows: VariableDeclaration | null;
  /** Takes it back after all. */
  readonly unless: () => boolean;
}

/** Each diagnostic once; after paths of an actor disagree about a counter, whatever else there is to say about the two follows from it. */
function withoutEchoes(said: readonly Said[]): readonly Diagnostic[] {
  const isConflict = ({ diagnostic }: Said): boolean => diagnostic.code === 'MM0421';
  const kept = new Map<string, Diagnostic>();
  for (const one of said) {
    const { diagnostic, actor, follows } = one;
    if (one.unless()) continue;
    const conflict = follows === null ? undefined : said.find((other) => isConflict(other) && other.actor === actor && other.follows === follows);
    if (conflict !== undefined && conflict !== one) continue;
    const key = `${diagnostic.code} ${diagnostic.span.file}:${diagnostic.span.start} ${diagnostic.message}`;
    if (!kept.has(key)) kept.set(key, diagnostic);
  }
  return [...kept.values()];
}

interface Visit {
  state: State;
  /** The first arrival, for showing a path. */
  readonly from: Location | null;
  readonly step: Step | null;
}

/** Key of a location in the maps of visits; -1 is `done`. */
function keyOf(location: Location | null): number {
  return location === null ? -1 : location.id;
}

function actorLedger(naming: Naming, flow: ActorFlow, report: Report, locks: LockNotes): ActorLedger {
  const { visits, initial, ofSteps } = fixedPoint(naming, flow, locks);
  const reported = new Set<number>();
  const arrive = ({ from, step }: Walked, { target, state: arrived, where }: Arrival): void => {
    const visit = visits.get(keyOf(target));
    if (visit === undefined || reported.has(keyOf(target))) return;
    const { conflicts } = join(visit.state, arrived);
    if (conflicts.length === 0) return;
    reported.add(keyOf(target));
    const { world } = naming;
    const at = target === null ? where : locationWhere(target);
    const place = target === null ? 'its end' : `\`${placeName(world, at)}\``;
    const first = routeTo(world, visits, visit);
    const second = routeTo(world, visits, { state: arrived, from, step });
    const diagnostic = (): Diagnostic => pathsConflict(world, at, place, flow.actor.name.text, conflicts, first, second);
    report(diagnostic, refOfConflicts(conflicts), () => false);
  };
  const steps = flow.locations.flatMap(({ candidates }) => candidates.flatMap((step) => ofSteps.get(step) ?? []));
  for (const walked of [initial, ...steps]) {
    addNotes(locks, walked.noted);
    for (const event of walked.events) {
      if (event.kind === 'said') report(event.diagnostic, event.follows, event.unless);
      else arrive(walked, event);
    }
  }
  return {
    flow,
    holdings: flow.locations.map((location) => holdingsOf(visits.get(location.id)?.state ?? emptyState)),
    atDone: holdingsOf(visits.get(-1)?.state ?? emptyState),
    reached: flow.locations.map((location) => visits.has(location.id)),
    endReached: visits.has(-1),
  };
}

/** What one walk of a step, or of the beginning, found; the last walk of each has begun with all that is known. */
interface Walked {
  readonly from: Location | null;
  readonly step: Step | null;
  readonly events: (Arrival | ({ readonly kind: 'said' } & SaidOnWalk))[];
  readonly noted: LockNotes;
}

interface SaidOnWalk {
  readonly diagnostic: () => Diagnostic;
  readonly follows: VariableDeclaration | null;
  readonly unless: () => boolean;
}

interface Arrival {
  readonly kind: 'arrival';
  readonly target: Location | null;
  readonly state: State;
  readonly where: Where;
}

interface FixedPoint {
  readonly visits: ReadonlyMap<number, Visit>;
  readonly initial: Walked;
  readonly ofSteps: ReadonlyMap<Step, Walked>;
}

/** The state at every location that a path reaches, and what the last walks from there found. */
function fixedPoint(naming: Naming, flow: ActorFlow, locks: LockNotes): FixedPoint {
  const visits = new Map<number, Visit>();
  const waiting: Location[] = [];
  const walk = (tree: Tree, before: State, begins: Where, from: Location | null, step: Step | null): Walked => {
    const walked: Walked = { from, step, events: [], noted: noLockNotes() };
    const { events } = walked;
    const report: Report = (diagnostic, follows, unless) => void events.push({ kind: 'said', diagnostic, follows, unless });
    const walker: Walker = { naming, name: flow.actor.name.text, report, initial: step === null, locks, noted: walked.noted };
    walkTree(walker, tree, before, begins, (target, state, where) => {
      const arrived = settleAt(walker, state, target, where);
      if (target === null) {
        reportHeldAtEnd(walker, arrived, where, 'actor');
        for (const value of arrived) reportLocksAtEnd(walker, value, where);
      }
      events.push({ kind: 'arrival', target, state: arrived, where });
      const visit = visits.get(keyOf(target));
      if (visit === undefined) visits.set(keyOf(target), { state: arrived, from, step });
      else {
        const joined = join(visit.state, arrived).state;
        if (sameState(joined, visit.state)) return;
        visit.state = joined;
      }
      if (target !== null && !waiting.includes(target)) waiting.push(target);
    });
    return walked;
  };
  const initial = walk(flow.initial, emptyState, rootWhere(flow), null, null);
  const ofSteps = new Map<Step, Walked>();
  for (let location = waiting.shift(); location !== undefined; location = waiting.shift()) {
    const { state } = visits.get(location.id) ?? { state: emptyState };
    for (const step of location.candidates) ofSteps.set(step, walk(step.tree, state, step, location, step));
  }
  return { visits, initial, ofSteps };
}

function rootWhere(flow: { readonly root: ActorFlow['root'] }): Where {
  return { statement: null, frame: flow.root, path: [] };
}

function locationWhere(location: Location): Where {
  return { statement: location.statement, frame: location.frame, path: location.path };
}

const routeStepsMax = 8;

/** The steps of the shortest path that the search found first, the last ones of it. */
function routeTo(world: World, visits: ReadonlyMap<number, Visit>, last: Visit): Route {
  const names: string[] = [];
  const passed = new Set<Visit>();
  for (let at: Visit | undefined = last; at !== undefined && at.step !== null && !passed.has(at);) {
    passed.add(at);
    names.unshift(placeName(world, at.step));
    at = at.from === null ? undefined : visits.get(at.from.id);
  }
  const shown = names.length > routeStepsMax ? ['…', ...names.slice(-routeStepsMax)] : names;
  const where = last.step ?? { statement: null, frame: last.from?.frame };
  const span = where.frame === undefined ? { file: 0, start: 0, end: 0 } : spanOf(world, { statement: where.statement, frame: where.frame, path: [] });
  return { text: shown.length === 0 ? 'from the beginning' : shown.join(' -> '), span };
}

function holdingsOf(state: State): readonly Holding[] {
  const found: Holding[] = [];
  for (const value of state) {
    const name = bestName(value);
    if (name === null || value.fact === 'none') continue;
    for (const held of value.held.values()) {
      if (held.lock) continue;
      found.push({ root: name.root, ref: held.ref, index: held.index, count: held.count, text: name.text, taken: held.taken });
    }
  }
  return found.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.ref.span.start - b.ref.span.start));
}

/** An action belongs to no actor, so it may hold nothing when it is over. */
function checkAction(naming: Naming, flow: ActionFlow, report: Report, locks: LockNotes): void {
  const walker: Walker = { naming, name: flow.action.name.text, report, initial: false, locks, noted: locks };
  walkTree(walker, flow.tree, emptyState, rootWhere(flow), (_, state, where) => {
    const arrived = settleAt(walker, state, null, where);
    reportHeldAtEnd(walker, arrived, where, 'action');
  });
}

// ---------------------------------------------------------------- what is written

/** Variables and fields that some step of the flow writes, and locals that are not only declared. */
function writtenBy(flow: Flow): Pick<Naming, 'written' | 'assigned'> {
  const { world } = flow;
  const written = new Set<VariableDeclaration>();
  const assigned = new Set<FlowLocal>();
  const write = (target: Scoped | null): void => {
    const local = target === null ? null : targetLocal(world, target.expression, target.frame);
    if (local !== null) assigned.add(local);
    const declaration = target === null ? null : declarationOf(world, target.expression, target.frame);
    if (declaration !== null) written.add(declaration);
  };
  const ofItem = (item: FlowItem): void => {
    if (item.kind === 'assign') {
      write(item.target);
      if (item.operator === '-=') write(ownerOfCounter(world, item.target));
    }
    if (item.kind === 'effect') ofEffect(item.effect);
    if (item.kind === 'if') [...item.then, ...item.else].forEach(ofItem);
    if (item.kind === 'for') item.body.forEach(ofItem);
  };
  const ofEffect = (effect: Effect): void => {
    const [first] = effect.arguments;
    if (first !== undefined && effect.builtin !== 'touch') write({ expression: first, frame: effect.frame });
    write(emptiedBy(world, effect));
  };
  const ofTree = (tree: Tree): void => {
    tree.items.forEach(ofItem);
    if (tree.end.kind === 'choose') write(tree.end.target);
    if (tree.end.kind === 'attempt') ofEffect(tree.end.effect);
    treesAfter(tree.end).forEach(ofTree);
  };
  for (const actor of flow.actors) [actor.initial, ...actor.steps.map((step) => step.tree)].forEach(ofTree);
  for (const action of flow.actions) ofTree(action.tree);
  return { written, assigned };
}
