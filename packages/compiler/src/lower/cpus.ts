import { contextOf, countEffectOf, countMax, countNames, isAbove, isHandler, ownCounts } from '@mmspec/semantics';
import type { ActorIdentity, ContextEffectName, Cpu, Location } from '@mmspec/semantics';
import { isAtAny, quietLocations } from './locations.ts';
import { byInstance, cellOfInstance, cellsPerCpu, changeCount, cpuCell, cpuCells, cpuOf, homeCell, homeOf, instancesOf, load, tasksOf } from './counts.ts';
import type { Context, Lowering } from './context.ts';
import { and, compare, conditional, lookup, no, number, or, yes, zero } from '../ir/fold.ts';
import type { Expr, Row, Stmt } from '../ir/ir.ts';
import { me } from '../ir/terms.ts';
import type { KindLayout } from './layout.ts';
import { flagStmt } from './live.ts';
import { pushIf } from './push_if.ts';

/*
 * Several actors on one CPU: the guard of each step, who keeps the CPU after it, and what people see of it.
 */

/** The flag of what may sleep, where nothing may. */
function mightSleep(context: Context): void {
  const { kind, lowering } = context;
  if (kind === null) return;
  const flag: Stmt = flagStmt(context, 'sleeps_in_atomic');
  if (isHandler(kind.flow.actor)) {
    context.out.push(flag);
    return;
  }
  for (const count of countNames) {
    byInstance(
      context,
      kind,
      (actor) => homeOf(lowering, actor, count),
      (inner, home) => {
        const cell = homeCell(inner, kind, count, home);
        if (cell !== null) pushIf(inner, compare('>', load(inner, cell, countMax), zero), [flag], []);
      },
    );
  }
}

/** A built-in about counts. */
export function lowerContextEffect(context: Context, builtin: ContextEffectName): void {
  const change = countEffectOf(builtin);
  if (change === null) mightSleep(context);
  else changeCount(context, change.count, change.by);
}

/** Whether the moving instance has its CPU where it stands. */
export function hasCpu(context: Context, kind: KindLayout, location: Location): Expr {
  const { lowering } = context;
  const begins = isHandler(kind.flow.actor) && quietLocations(kind).includes(location.id);
  return instancesOf(lowering, kind).reduce<Expr>((all, actor, at) => {
    const cpu = lowering.world.cpus[cpuOf(lowering, actor)];
    if (cpu === undefined) return all;
    return and(all, or(compare('!==', me(kind.count), number(at)), mayRun(context, cpu, actor, begins)));
  }, yes);
}

/** Whether an actor that shares a CPU may take a step; `begins`: it is not running yet. */
function mayRun(context: Context, cpu: Cpu, actor: ActorIdentity, begins: boolean): Expr {
  const { lowering } = context;
  const own = contextOf(actor.declaration);
  const base = lowering.layout.cpuBase + lowering.world.cpus.indexOf(cpu) * cellsPerCpu;
  const cell = (name: (typeof cpuCells)[number], max: number): Expr => load(context, { base: base + cpuCells.indexOf(name), terms: [] }, max);
  let may: Expr = yes;
  for (const other of cpu.actors) {
    const above = contextOf(other.declaration);
    if (other === actor || !(isAbove(above, own) || (begins && above === own))) continue;
    const kind = lowering.layout.kinds.get(other.declaration);
    if (kind !== undefined) may = and(may, isAtAny(context, kind, number(other.index), quietLocations(kind)));
  }
  if (own === 'task') {
    const tasks = tasksOf(cpu);
    if (tasks.length < 2) return may;
    const holder = cell('holder', tasks.length);
    return and(may, or(compare('===', holder, zero), compare('===', holder, number(1 + tasks.indexOf(actor)))));
  }
  if (!begins || own === 'nmi') return may;
  const on = compare('===', cell('irq_off', countMax), zero);
  return and(may, own === 'hardirq' ? on : and(on, compare('===', cell('bh_off', countMax), zero)));
}

/** At the end of a step: a task that cannot be preempted keeps its CPU, unless it waits or sleeps there. */
export function noteHolder(context: Context, kind: KindLayout, target: Location | null): void {
  const { lowering } = context;
  if (lowering.world.cpus.length === 0 || isHandler(kind.flow.actor)) return;
  const leaves = target === null || target.idle || target.sleeps;
  byInstance(
    context,
    kind,
    (actor) => {
      const cpu = lowering.world.cpus[cpuOf(lowering, actor)];
      return cpu !== undefined && tasksOf(cpu).length > 1 ? 'one of several' : 'alone';
    },
    (inner, group) => {
      if (group === 'alone') return;
      const cell = cpuCell(lowering, kind, 'holder');
      const codes = instancesOf(lowering, kind).map((actor) => {
        const cpu = lowering.world.cpus[cpuOf(lowering, actor)];
        return cpu === undefined ? 0 : 1 + tasksOf(cpu).indexOf(actor);
      });
      const preempt = cellOfInstance(kind, 'preempt_count');
      const pinned = or(
        compare('>', load(inner, cpuCell(lowering, kind, 'irq_off'), countMax), zero),
        preempt === null ? no : compare('>', load(inner, preempt, countMax), zero),
      );
      inner.out.push({ kind: 'store', cell, value: leaves ? zero : conditional(pinned, lookup(codes, me(kind.count)), zero) });
    },
  );
}

/** Stores of what CPUs remember in the beginning. */
export function initialCpus({ layout, world }: Lowering): readonly Stmt[] {
  return Array.from({ length: world.cpus.length * cellsPerCpu }, (_, at): Stmt => ({
    kind: 'store',
    cell: { base: layout.cpuBase + at, terms: [] },
    value: zero,
  }));
}

/** What people see of CPUs and counts: those that are raised, and who keeps a CPU. */
export function cpuRows({ layout, world }: Lowering): readonly Row[] {
  const raised = (name: string, cell: number, format: Row['format'], max: number): Row => {
    const when = [{ cell, values: Array.from({ length: max }, (_, at) => at + 1) }];
    return { name, cell, constant: 0, format, when, unset: null };
  };
  const count: Row['format'] = { kind: 'int', forever: null };
  const shared = world.cpus.flatMap((cpu, at): Row[] => {
    const base = layout.cpuBase + at * cellsPerCpu;
    const texts = ['none', ...tasksOf(cpu).map((task) => task.name)];
    return cpuCells.map((name, offset) => {
      const isHolder = name === 'holder';
      return raised(`cpu#${cpu.number}.${name}`, base + offset, isHolder ? { kind: 'texts', min: 0, texts } : count, isHolder ? texts.length - 1 : countMax);
    });
  });
  const own = world.actors.flatMap((actor) => {
    const kind = layout.kinds.get(actor.declaration);
    return ownCounts(world, actor).map((name) => {
      const offset = kind?.counts.get(name) ?? 0;
      return raised(`${actor.name}#${name}`, (kind?.base ?? 0) + actor.index * (kind?.size ?? 0) + offset, count, countMax);
    });
  });
  return [...shared, ...own];
}

/** Actors on a CPU that is shared are told apart by what runs there beside them. */
export function tellOfCpus({ world, symmetryBreaking }: Lowering): void {
  const declarations = new Set(world.cpus.flatMap(({ actors }) => actors.map(({ declaration }) => declaration)));
  for (const declaration of declarations) symmetryBreaking.list.push({ of: { kind: 'actor', declaration }, property: null, span: declaration.span });
}
