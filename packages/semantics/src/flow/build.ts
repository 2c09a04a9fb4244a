import type { Diagnostic } from '@mmspec/source';
import type { ActionDeclaration, ActorDeclaration } from '@mmspec/syntax';
import type { World } from '../world/world.ts';
import { checkBeginning } from './beginning.ts';
import { atomicCall, createBuilder, declareLocal, rootFrame, tree, walked, walkOf } from './builder.ts';
import type { Builder, Walk } from './builder.ts';
import { beginsWithSleep } from './heads.ts';
import { done, inside, next, pathAt, settle, statementAt } from './positions.ts';
import type { StatementPosition } from './positions.ts';
import { elementOf, typeOf } from './typing.ts';
import type { ActionFlow, ActorFlow, Flow, FlowLocal, Frame, Location, Step, Tree } from './types.ts';
import { complete, execute, proceed } from './walk.ts';

/**
 * The control flow of every actor and action of a world.
 * Diagnostics are the mistakes that only control shows, such as a loop without a step.
 */
export function flow(world: World): Flow {
  const diagnostics: Diagnostic[] = [];
  const actors = actorsIn(world).map((actor) => actorFlow(world, actor, diagnostics));
  const actions = world.model.actions.map((action) => actionFlow(world, action, diagnostics));
  return { world, actors, actions, diagnostics };
}

/** The actors of which there are instances. */
export function actorsIn(world: World): readonly ActorDeclaration[] {
  return world.model.actors.filter((actor) => world.actorsOf(actor).length > 0);
}

function startOf(frame: Frame, statements: StatementPosition['statements'], atomic: boolean, prefix: readonly string[]): StatementPosition {
  return { kind: 'statements', statements, index: 0, frame, prefix, label: null, outer: [], labels: [], scope: [], atomic, top: !atomic, after: done };
}

/** The control flow of one actor; the mistakes are added to `diagnostics`. */
export function actorFlow(world: World, actor: ActorDeclaration, diagnostics: Diagnostic[]): ActorFlow {
  const builder = createBuilder(world, actor, actor.name.text);
  const root = rootFrame(builder);
  const walk = walkOf(builder);
  const initial = walked(walk, actor.name.span, (each) => proceed(each, startOf(root, actor.body.statements, false, [])));
  // What is pending grows along the path.
  for (const { location, at } of builder.pending) {
    addSteps(walk, location, at);
    finish(world, actor, location);
  }
  diagnostics.push(...builder.diagnostics);
  const top = builder.locals.filter((local) => local.role === 'top');
  const inScope = new Set<FlowLocal>(builder.locations.flatMap((location) => location.scope));
  const stored = builder.locals.filter((local) => local.role === 'top' || inScope.has(local));
  diagnostics.push(...checkBeginning({ actor, initial }));
  return { actor, root, initial, locations: builder.locations, steps: builder.steps, locals: builder.locals, top, stored };
}

/** Waiting is legal where every candidate begins with an `idle await`. */
function finish(world: World, actor: ActorDeclaration, location: Location): void {
  const idle = location.candidates.every(({ tree: { end } }) => end.kind === 'await' && end.idle);
  (location as { idle: boolean }).idle = idle;
  if (actor.cpu === null) return;
  (location as { sleeps: boolean }).sleeps = location.candidates.every((step) => beginsWithSleep(world, step));
}

/** Walks the candidates of a location: its statement, or the first steps of the branches of an `either`. */
function addSteps(walk: Walk, location: Location, at: StatementPosition): void {
  const { statement } = location;
  if (statement.kind !== 'either') {
    addStep(
      walk.builder,
      location,
      at,
      walked(walk, statement.span, (each) => complete(execute(each, at, statement))),
    );
    return;
  }
  for (const branch of statement.branches) addBranch(walk, location, inside(at, branch.statements, next(at)), []);
}

/** The steps that a branch begins with: one, and one behind each path through the `either`s that come before it. */
function addBranch(walk: Walk, location: Location, at: StatementPosition, taken: readonly number[]): void {
  let first = settle(at);
  let open = 0;
  const seeking = { taken, met: 0, found: (found: StatementPosition) => (first = found), open: (branches: number) => (open = Math.max(open, branches)) };
  const found = walked(walk, location.statement.span, (each) => proceed({ ...each, first: seeking }, at));
  if (!isBlocked(found)) addStep(walk.builder, location, first, found);
  for (let branch = 0; branch < open; branch++) addBranch(walk, location, at, [...taken, branch]);
}

function isBlocked({ end }: Tree): boolean {
  return end.kind === 'blocked' || (end.kind === 'branch' && isBlocked(end.then) && isBlocked(end.else));
}

function addStep(builder: Builder, location: Location, at: StatementPosition, found: Tree): void {
  const statement = statementAt(at) ?? location.statement;
  const called = atomicCall(builder, statement);
  const step: Step = {
    id: builder.steps.length,
    statement,
    frame: at.frame,
    path: pathAt(at),
    operations: called === null ? at.frame.operations : [...at.frame.operations, called.name.text],
    labels: at.labels,
    tree: found,
  };
  builder.steps.push(step);
  (location.candidates as Step[]).push(step);
}

/** The control flow of one action; the mistakes are added to `diagnostics`. */
export function actionFlow(world: World, action: ActionDeclaration, diagnostics: Diagnostic[]): ActionFlow {
  const builder = createBuilder(world, null, action.name.text);
  const root = rootFrame(builder);
  const walk = walkOf(builder);
  const locals = action.parameters.map((binder) =>
    declareLocal(builder, {
      name: binder.name.text,
      node: binder,
      frame: root,
      type: elementOf(typeOf(world, binder.domain, root)),
      role: 'scoped',
    }),
  );
  const origin = { statement: null, frame: root, path: [action.name.text] };
  let found = walked(walk, action.name.span, (each) => proceed(each, startOf(root, action.body.statements, true, [action.name.text])));
  if (action.guard !== null) {
    found = tree([], { kind: 'await', condition: { expression: action.guard, frame: root }, idle: false, next: found, ...origin });
  }
  for (let index = action.parameters.length - 1; index >= 0; index--) {
    const binder = action.parameters[index];
    const local = locals[index];
    if (binder === undefined || local === undefined) continue;
    const domain = { expression: binder.domain, frame: root };
    found = tree([], { kind: 'choose', subset: false, local, target: null, domain, condition: null, next: found, ...origin });
  }
  diagnostics.push(...builder.diagnostics);
  return { action, root, locals: builder.locals, tree: found };
}
