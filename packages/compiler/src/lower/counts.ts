import { contextOf, countMax, isHandler, isOfCpu, ownCounts } from '@mmspec/semantics';
import type { ActorIdentity, ContextQuestion, CountName, Cpu } from '@mmspec/semantics';
import { apart, faultIf, hold, Unsupported } from './context.ts';
import type { Context, Lowering } from './context.ts';
import { compare, conditional, lookup, no, not, number, numeric, or, same, yes, zero } from '../ir/fold.ts';
import type { Cell, Expr } from '../ir/ir.ts';
import { me } from '../ir/terms.ts';
import { instanceCell } from './layout.ts';
import type { KindLayout } from './layout.ts';
import { pushIf } from './push_if.ts';

/*
 * The counts of CPUs and actors as cells. Where an instance stands decides which it has, so what differs between the
 * instances of a kind is a table over their numbers.
 */

/** Cells of a CPU that is shared, one after the other. */
export const cpuCells = ['irq_off', 'bh_off', 'holder'] as const;
export const cellsPerCpu: number = cpuCells.length;

/** The instances of a kind, in order. */
export function instancesOf({ world }: Lowering, kind: KindLayout): readonly ActorIdentity[] {
  return world.actorsOf(kind.flow.actor);
}

/** The place among the shared CPUs of that of an actor; -1 where it has one of its own. */
export function cpuOf({ world }: Lowering, actor: ActorIdentity): number {
  return world.cpus.findIndex(({ actors }) => actors.includes(actor));
}

export function tasksOf(cpu: Cpu): readonly ActorIdentity[] {
  return cpu.actors.filter(({ declaration }) => !isHandler(declaration));
}

/** A cell of the CPU of the moving instance, which shares it. */
export function cpuCell(lowering: Lowering, kind: KindLayout, name: (typeof cpuCells)[number]): Cell {
  const table = instancesOf(lowering, kind).map((actor) => Math.max(0, cpuOf(lowering, actor)));
  const base = lowering.layout.cpuBase + cpuCells.indexOf(name);
  const index = lookup(table, me(kind.count));
  return index.kind === 'number'
    ? { base: base + index.value * cellsPerCpu, terms: [] }
    : { base, terms: [{ index, stride: cellsPerCpu, count: lowering.world.cpus.length }] };
}

/** The number of an instance in an array of all those of its kind. */
export function cellOfInstance(kind: KindLayout, name: CountName): Cell | null {
  const offset = kind.counts.get(name);
  return offset === undefined ? null : instanceCell(kind, offset);
}

export function load(context: Context, cell: Cell, max: number): Expr {
  return { kind: 'load', from: context.source, cell, min: 0, max };
}

/** Lowers once for each group of instances that are alike. */
export function byInstance<T extends string>(
  context: Context,
  kind: KindLayout,
  groupOf: (actor: ActorIdentity) => T,
  lower: (inner: Context, group: T) => void,
): void {
  const groups = instancesOf(context.lowering, kind).map(groupOf);
  const different = [...new Set(groups)];
  const table = groups.map((group) => different.indexOf(group));
  different.forEach((group, at) => {
    const { out } = apart(context, (inner) => lower(inner, group));
    pushIf(context, compare('===', lookup(table, me(kind.count)), number(at)), out, []);
  });
}

/** Where a count of an instance stands: on the CPU that it shares, in cells of its own, or nowhere, as nobody asks. */
type Home = 'cpu' | 'own, decides' | 'own, asked' | 'nowhere';

export function homeOf({ world }: Lowering, actor: ActorIdentity, count: CountName): Home {
  const shares = world.cpus.some(({ actors }) => actors.includes(actor));
  if (shares && isOfCpu(count)) return 'cpu';
  if (!ownCounts(world, actor).includes(count)) return 'nowhere';
  return shares ? 'own, decides' : 'own, asked';
}

/** The cell of a count of the moving instance, which has its home there. */
export function homeCell(context: Context, kind: KindLayout, count: CountName, home: Home): Cell | null {
  if (home === 'cpu' && isOfCpu(count)) return cpuCell(context.lowering, kind, count);
  return home === 'nowhere' ? null : cellOfInstance(kind, count);
}

/** A count goes up or down: out of its range is a fault where the CPU decides by it; elsewhere it stops at the ends. */
export function changeCount(context: Context, count: CountName, by: number): void {
  const { kind, lowering } = context;
  if (kind === null) return;
  byInstance(
    context,
    kind,
    (actor) => homeOf(lowering, actor, count),
    (inner, home) => {
      const cell = homeCell(inner, kind, count, home);
      if (cell === null) return;
      const old = hold(inner, load(inner, cell, countMax), count);
      const atEnd = compare('===', old, number(by > 0 ? countMax : 0));
      if (home !== 'own, asked') faultIf(inner, atEnd, `range of ${count}`);
      const value = numeric('+', old, number(by));
      inner.out.push({ kind: 'store', cell, value: home === 'own, asked' ? conditional(atEnd, old, value) : value });
    },
  );
}

/** What an actor asks about the CPU that it runs on. */
export function lowerContextQuestion(context: Context, name: ContextQuestion): Expr {
  const { kind, lowering } = context;
  if (kind === null) throw new Unsupported(`${name} asks about the CPU of an actor, and nobody runs here`, null, 'Ask in the text of an actor.');
  const own = contextOf(kind.flow.actor);
  const raised = (count: CountName, home: Home): Expr => {
    const cell = homeCell(context, kind, count, home);
    return cell === null ? no : compare('>', load(context, cell, countMax), zero);
  };
  switch (name) {
    case 'in_task':
      return own === 'task' ? yes : no;
    case 'irqs_disabled':
      if (own === 'hardirq' || own === 'nmi') return yes;
      return eachInstance(context, kind, (actor) => raised('irq_off', homeOf(lowering, actor, 'irq_off')));
    case 'shares_cpu':
      return eachInstance(context, kind, (actor) => (cpuOf(lowering, actor) >= 0 ? yes : no));
    case 'preemptible':
      return eachInstance(context, kind, (actor) => {
        if (own !== 'task' || cpuOf(lowering, actor) < 0) return no;
        const counts = ['irq_off', 'bh_off', 'preempt_count'] as const;
        return not(counts.map((count) => raised(count, homeOf(lowering, actor, count))).reduce(or));
      });
  }
}

/** The value for the moving instance, where it may be another one for each. */
function eachInstance(context: Context, kind: KindLayout, valueOf: (actor: ActorIdentity) => Expr): Expr {
  const values = instancesOf(context.lowering, kind).map(valueOf);
  const [first = no] = values;
  if (values.every((value) => same(value, first))) return first;
  return values.reduceRight((rest, value, at) => conditional(compare('===', me(kind.count), number(at)), value, rest), no);
}
