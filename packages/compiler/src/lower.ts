import { textContext } from './lower/text_context.ts';
import { withDifferences } from './differences.ts';
import { buildWorld, emptyLedger, flow, holdingsAt, ledger } from '@mmspec/semantics';
import type { ActionFlow, Flow, Ledger, Model, OpenConstant, Step, World } from '@mmspec/semantics';
import type { ChoiceBeginning, Expression } from '@mmspec/syntax';
import { hasErrors, lineAround, positionAt } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import type { DeadSlots, Family, Settings } from '@mmspec/system';
import { bytesPerStep, noBudget, spend, type Budget } from './lower/budget.ts';
import type { ActionInfo } from './lower/atoms.ts';
import { Unsupported, type Context, type Counted, type Lowering } from './lower/context.ts';
import { deadSlotsOf } from './reductions/dead_values/dead_slots.ts';
import type { HoldingsOf } from './lower/holdings.ts';
import { beginningChoices, chosenInOrder } from './lower/beginnings.ts';
import { initialValues } from './lower/initial.ts';
import { runChoices, runInitial } from './run_initial.ts';
import type { Expr, KindProgram, Program, StepProgram, Stmt } from './ir/ir.ts';
import { checkInstances, parameterRows, parametersOf } from './lower/instances.ts';
import { instanceCell, layoutOf, locationCell, type KindLayout } from './lower/layout.ts';
import { actionsOf } from './ir/numbering.ts';
import { declareProperties, lowerBound, lowerProperties } from './lower/properties.ts';
import { createPropertyTable } from './lower/property_table.ts';
import { restOfCounters } from './rest.ts';
import { rowsOf } from './lower/rows.ts';
import { foldBody, simplify } from './ir/simplify.ts';
import { useFacts } from './ir/facts.ts';
import { not, number } from './ir/fold.ts';
import { quietLocations } from './lower/locations.ts';
import { hasCpu, initialCpus, tellOfCpus } from './lower/cpus.ts';
import { lowerTruth } from './lower/expressions.ts';
import { pushIf } from './lower/push_if.ts';
import { familiesOf, toldApart } from './reductions/symmetry/families.ts';
import { createSymmetryBreaking } from './lower/symmetry_breaking.ts';
import { createAtomTable, withConstantAtoms } from './lower/temporal.ts';
import { lowerTree } from './lower/trees.ts';
import { faulting } from './lower/step_path.ts';
import type { StepBuilder, StepPath } from './lower/step_path.ts';

/** The program of a spec under a setting, and what there is to say. The model must be free of errors. */
export interface Lowered {
  readonly program: Program | null;
  /** The families of members that no step tells apart. */
  readonly families: () => readonly Family[];
  /** Where the members of a family of actors are told apart by what every check depends on; null: nowhere, or nobody knows where. */
  readonly toldApart: (actor: string) => Span | null;
  /** Numbers that nothing depends on, where these properties are judged. */
  readonly deadValues: (judged: readonly number[]) => readonly DeadSlots[];
  /** Where members of a type are counted. */
  readonly counted: readonly Counted[];
  /** So many binders are inside of each other, at most. */
  readonly deepest: number;
  /** By cell of a counter: the references that nobody had at the beginning. */
  readonly rest: ReadonlyMap<number, number>;
  /** The names of families of actors of which some run on a CPU with others; null: no CPU is shared. */
  readonly sharing: readonly string[] | null;
  /** Why nothing is said about which steps depend on each other; null: it is. */
  readonly withoutDependencies: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: Omit<Lowered, 'diagnostics'> = {
  program: null,
  families: () => [],
  toldApart: () => null,
  deadValues: () => [],
  counted: [],
  deepest: 0,
  rest: new Map(),
  sharing: null,
  withoutDependencies: null,
};

/** Meaning to IR: steps with guards, updates and exact reads and writes, and everything that a transition system tells. */
export function lower(
  model: Model,
  settings: Settings,
  budget: Budget = noBudget(),
  bound: Expression | null = null,
  open: readonly OpenConstant[] = [],
): Lowered {
  const { found, references } = followed(model, settings, open);
  const { world } = found;
  const diagnostics = [...found.diagnostics, ...references.diagnostics];
  if (hasErrors(diagnostics)) return { ...nothing, diagnostics };
  try {
    const { program, lowering } = lowerWorld(world, found, references, budget, bound);
    return {
      program: open.length === 0 ? program : withDifferences(program, lowering.rest),
      families: () => familiesOf(lowering, program),
      toldApart: (actor) => toldApart(lowering, actor),
      deadValues: (judged) => deadSlotsOf(lowering.layout, program, judged),
      counted: lowering.counted,
      deepest: lowering.deepest,
      rest: lowering.rest,
      sharing: sharingIn(world),
      withoutDependencies: world.cpus.length > 0 ? 'actors share a CPU' : lowering.asksWhoRuns ? 'a step asks where another actor stands' : null,
      diagnostics,
    };
  } catch (error) {
    if (error instanceof NoBeginning) return { ...nothing, diagnostics: [...diagnostics, noBeginning(error, model, settings)] };
    if (!(error instanceof Unsupported)) throw error;
    return { ...nothing, diagnostics: [...diagnostics, unsupported(model, error)] };
  }
}

/** What the texts of a spec do under a setting, and who holds what where: whatever its properties are. */
interface Followed {
  readonly found: Flow;
  readonly references: Ledger;
}

const followedBefore = new WeakMap<Model['meanings'], Map<string, Followed>>();
/** So many of the last settings are kept: properties of other forms are judged under some of those that were checked. */
const followedMax = 8;

function followed(model: Model, settings: Settings, open: readonly OpenConstant[]): Followed {
  const known = followedBefore.get(model.meanings) ?? new Map<string, Followed>();
  followedBefore.set(model.meanings, known);
  const key = JSON.stringify([open, ...Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  const before = known.get(key);
  if (before !== undefined) return { ...before, found: { ...before.found, world: { ...before.found.world, model } } };
  const found = flow(buildWorld(model, settings, open));
  const result = { found, references: emptyLedger(found) ?? ledger(found) };
  known.set(key, result);
  const [oldest] = known.keys();
  if (known.size > followedMax && oldest !== undefined) known.delete(oldest);
  return result;
}

/** Families whose members are distinguished by what runs beside them. */
function sharingIn(world: World): readonly string[] | null {
  if (world.cpus.length === 0) return null;
  const declarations = new Set(world.cpus.flatMap(({ actors }) => actors.map(({ declaration }) => declaration)));
  return [...declarations].filter((declaration) => world.actorsOf(declaration).length > 1).map(({ name }) => name.text);
}

/** A variable that can begin with no value. */
class NoBeginning extends Error {
  readonly choice: ChoiceBeginning;
  constructor(name: string, choice: ChoiceBeginning) {
    super(name);
    this.choice = choice;
  }
}

function noBeginning({ message, choice }: NoBeginning, model: Model, settings: Settings): Diagnostic {
  const given = model.constants.filter(({ name }) => name.span.file === 0).map(({ name }) => `${name.text} = ${String(settings[name.text])}`);
  const where = given.length === 0 ? '' : `, where ${given.join(', ')}`;
  return {
    code: 'MM0502',
    severity: 'error',
    span: choice.span,
    message: `\`${message}\` has no value to begin with${where}`,
    why: 'Without an initial state nothing can happen, and every property would hold.',
    help:
      choice.condition === null
        ? 'Write a set that has a member.'
        : 'Write a set and a condition that some value meets, after every choice before it or after one of them.',
    related: [],
    fixes: [],
  };
}

function unsupported(model: Model, error: Unsupported): Diagnostic {
  const span = error.expression?.span ?? { file: 0, start: 0, end: Math.min(1, model.files[0]?.text.length ?? 0) };
  return {
    code: 'MM0501',
    severity: 'error',
    span,
    message: `this cannot be compiled: ${error.message}`,
    why: 'The compiler turns every value into a few small numbers, and has no numbers for this one.',
    help: error.help,
    related: [],
    fixes: [],
  };
}

function lowerWorld(
  world: World,
  found: Flow,
  references: Ledger,
  budget: Budget,
  bound: Expression | null,
): { readonly program: Program; readonly lowering: Lowering } {
  const layout = layoutOf(world, found);
  const properties = createPropertyTable();
  const lowering: Lowering = {
    world,
    flow: found,
    layout,
    properties,
    holdings: holdingsOf(references),
    actions: [],
    rest: new Map(),
    counter: 0,
    asksWhoRuns: false,
    budget,
    symmetryBreaking: createSymmetryBreaking(),
    counted: [],
    deepest: 0,
  };
  declareProperties(lowering);
  const kinds = [...layout.kinds.values()];
  tellOfCpus(lowering);
  const initial = [...initialValues(lowering), ...initialCpus(lowering)];
  const choices = beginningChoices(lowering);
  const begins = kinds.map((kind) => ({ count: kind.count, body: lowerBegin(lowering, kind) }));
  const steps = [...kinds.flatMap((kind) => actorSteps(lowering, kind)), ...found.actions.map((action, at) => actionStep(lowering, action, at))];
  lowering.symmetryBreaking.span = null;
  const numbered = steps.map((step, id) => ({ ...step, id }));
  lowering.actions = actionInfo(numbered, kinds);
  refuseNoBeginning(lowering, initial, choices);
  lowering.rest = restOfCounters(lowering, initial, begins);
  const { code, constants } = simplify(
    { initial, choices, begins, steps: numbered.map((step) => ({ count: kinds[step.kind]?.count ?? 1, body: step.body })) },
    layout.cells,
  );
  code.steps.forEach(({ body }, at) => checkInstances(body, found.actions[at - (numbered.length - found.actions.length)]?.action ?? null));
  const slotOf = new Map<number, number>();
  layout.cells.forEach((_, cell) => {
    if (!constants.has(cell)) slotOf.set(cell, slotOf.size);
  });
  const table = createAtomTable();
  const judged = lowerProperties(lowering, table).map((property) => ({
    ...property,
    body: property.body === null ? null : useFacts(foldBody(property.body, constants)),
  }));
  lowering.symmetryBreaking.property = null;
  const limit = bound === null ? null : useFacts(foldBody(lowerBound(lowering, bound), constants));
  const atoms = table.list.map((atom) => ({ ...atom, body: useFacts(foldBody(atom.body, constants)) }));
  const program: Program = {
    name: world.model.name,
    cells: layout.cells,
    kinds: kinds.map((kind, at) => kindProgram(kind, code.begins[at]?.body ?? [])),
    actors: world.actors.map((actor) => ({ name: actor.name, kind: actor.declaration.name.text })),
    steps: numbered.map((step, at) => ({ ...step, body: useFacts(code.steps[at]?.body ?? []) })),
    initial,
    choices: foldBody(choices, constants),
    properties: withConstantAtoms(judged, atoms),
    atoms,
    rows: rowsOf(lowering),
    bound: limit,
    constants,
    slotOf,
  };
  return { program, lowering };
}

/** Where nothing can be chosen there is no state, and nothing that a check could say. */
function refuseNoBeginning(lowering: Lowering, initial: readonly Stmt[], choices: readonly Stmt[]): void {
  if (choices.length === 0) return;
  const begins = (some: readonly Stmt[]): boolean => {
    const cells = lowering.layout.cells.map(() => 0);
    runInitial(initial, cells, 0);
    return some.length === 0 || runChoices(some, cells);
  };
  if (begins(choices)) return;
  const all = chosenInOrder(lowering);
  const at = all.findIndex((_, index) => !begins(beginningChoices(lowering, index + 1)));
  const declaration = all[Math.max(0, at)]?.declaration;
  if (declaration?.beginning?.kind === 'choice_beginning') throw new NoBeginning(declaration.name.text, declaration.beginning);
}

function holdingsOf(references: Ledger): HoldingsOf {
  return (actor, location) => {
    const known = references.actors.find((each) => each.flow === actor);
    return known === undefined ? [] : holdingsAt(known, location);
  };
}

function kindProgram(kind: KindLayout, begin: readonly Stmt[]): KindProgram {
  const { locations, actor } = kind.flow;
  return {
    name: actor.name.text,
    count: kind.count,
    first: kind.first,
    locationCell: locationCell(kind),
    locationCount: locations.length,
    idle: quietLocations(kind).filter((id) => id < locations.length),
    begin,
  };
}

/** Local work before the first step: all cells of the instance get a value, then the text begins. */
function lowerBegin(lowering: Lowering, kind: KindLayout): readonly Stmt[] {
  const out: Stmt[] = [];
  for (const { offset, parts, unset } of kind.locals.values()) {
    parts.forEach((part, at) =>
      out.push({ kind: 'store', cell: instanceCell(kind, offset + at), value: number(at === 0 && unset !== null ? unset : part.rest) }),
    );
  }
  for (const offset of kind.counts.values()) out.push({ kind: 'store', cell: instanceCell(kind, offset), value: number(0) });
  const declaredFirst = topCells(kind);
  const builder: StepBuilder = { leaves: [], marks: [], span: kind.flow.actor.name.span };
  const stepPath: StepPath = { builder, executed: [], conditional: false, alive: [], element: null, from: null };
  // Variables of the top level that get their value at once need no value before, so that those that never change are constants.
  const kept = out.filter((stmt) => stmt.kind !== 'store' || !declaredFirst.has(stmt.cell.base - kind.base));
  const context = textContext(lowering, kind, kind.flow.root, [...kept]);
  lowerTree({ ...context, watch: false }, stepPath, kind.flow.initial);
  return context.out;
}

/** The offsets of variables of the top level that are declared at once. */
function topCells(kind: KindLayout): ReadonlySet<number> {
  const offsets = new Set<number>();
  for (const [local, cells] of kind.locals) if (local.role === 'top' && cells.unset === null) cells.parts.forEach((_, at) => offsets.add(cells.offset + at));
  return offsets;
}

function actorSteps(lowering: Lowering, kind: KindLayout): Omit<StepProgram, 'id'>[] {
  const steps: { readonly order: number; readonly program: Omit<StepProgram, 'id'> }[] = [];
  for (const location of kind.flow.locations) {
    for (const step of location.candidates) {
      spend(lowering.budget, bytesPerStep);
      lowering.symmetryBreaking.span = step.statement.span;
      const builder: StepBuilder = { leaves: [], marks: [], span: step.statement.span };
      const stepPath: StepPath = { builder, executed: [], conditional: false, alive: location.scope, element: null, from: location };
      const context = textContext(lowering, kind, step.frame, []);
      lowerGuards(context, stepPath, kind);
      lowerTree(context, stepPath, step.tree);
      steps.push({
        order: step.id,
        program: {
          kind: kind.index,
          environment: null,
          location: location.id,
          label: step.labels.at(-1)?.name.text ?? null,
          operations: step.operations,
          path: step.path,
          span: step.statement.span,
          comment: commentOf(lowering, step),
          leaves: builder.leaves,
          body: context.out,
          parameters: [],
        },
      });
    }
  }
  return steps.sort((a, b) => a.order - b.order).map(({ program }) => program);
}

/** What a step needs before anything in it is asked: its CPU, and what the actor says `when`. */
function lowerGuards(context: Context, stepPath: StepPath, kind: KindLayout): void {
  const { guard } = kind.flow.actor;
  const blockUnless = (condition: Expr): void => {
    if (condition.kind !== 'truth' || !condition.value) pushIf(context, not(condition), [{ kind: 'blocked' }], []);
  };
  if (stepPath.from !== null) blockUnless(hasCpu(context, kind, stepPath.from));
  if (guard === null) return;
  blockUnless(lowerTruth(faulting({ ...context, frame: kind.flow.root, watch: false }, stepPath), guard));
}

function actionStep(lowering: Lowering, action: ActionFlow, at: number): Omit<StepProgram, 'id'> {
  lowering.symmetryBreaking.span = action.action.span;
  const name = action.action.name.text;
  const builder: StepBuilder = { leaves: [], marks: [], span: action.action.name.span };
  const stepPath: StepPath = { builder, executed: [[name]], conditional: false, alive: [], element: null, from: null };
  const parameters = parametersOf(action);
  const context: Context = { ...textContext(lowering, null, action.root, []), environment: name, parameters };
  lowerTree(context, stepPath, action.tree);
  return {
    kind: -1,
    environment: name,
    location: -1 - at,
    label: null,
    operations: [],
    path: [name],
    span: action.action.span,
    comment: lineOf(lowering, action.action.span),
    leaves: builder.leaves,
    body: context.out,
    parameters: parameterRows(lowering.world, parameters),
  };
}

function commentOf(lowering: Lowering, step: Step): string {
  return lineOf(lowering, step.statement.span);
}

/** Of longer lines a comment has the beginning of the statement, so much of it. */
const [lineMax, statementMax] = [400, 80];

/** `name:12: the line`, with the line as it stands in the spec. */
function lineOf(lowering: Lowering, span: { readonly file: number; readonly start: number }): string {
  const file = lowering.world.model.files[span.file];
  if (file === undefined) return '';
  const { line } = positionAt(file, span.start);
  const { start, end } = lineAround(file, span.start);
  // A line that a program wrote may be as long as the file; as much of it as people write stands here.
  const text = file.text.slice(start, end);
  return `${file.path}:${line}: ${(end - start > lineMax ? file.text.slice(span.start, Math.min(end, span.start + statementMax)) : text).trim()}`;
}

function actionInfo(steps: readonly StepProgram[], kinds: readonly KindLayout[]): readonly ActionInfo[] {
  const counts = kinds.map((kind) => kind.count);
  return actionsOf(steps, counts).map(({ step, instance, executed }) => {
    const kind = kinds[step.kind] ?? null;
    return { actor: kind === null ? -1 : kind.first + instance, kind, index: instance, executed, step: step.id };
  });
}
