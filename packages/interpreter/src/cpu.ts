import { contextOf, isAbove, isHandler, type ActorIdentity } from '@mmspec/semantics';
import type { CpuContext, Described } from '@mmspec/system';
import { standsAt } from './control.ts';
import { sharedCpu } from './counts.ts';
import type { Scene } from './scene.ts';
import type { CpuState, MachineState } from './state.ts';

/*
 * Several actors on one CPU: who of them may take a step now.
 */

/** What is asked about the place where an actor stands. */
export interface Standing {
  /** Waiting there for ever is legal, or it is done. */
  readonly idle: (state: MachineState, actor: ActorIdentity) => boolean;
  /** What comes next may sleep. */
  readonly sleeps: (state: MachineState, actor: ActorIdentity) => boolean;
}

/** A handler before its first step, or back where it stood then. */
export function isAtBeginning(state: MachineState, actor: ActorIdentity): boolean {
  const own = state.actors[actor.id];
  return own !== undefined && isHandler(actor.declaration) && standsAt(own.stack) === own.beginning;
}

/** A handler runs from its first step until it is done, where it may wait for ever, or back at its beginning. */
export function isActive(state: MachineState, actor: ActorIdentity, standing: Standing): boolean {
  return isHandler(actor.declaration) && !isAtBeginning(state, actor) && !standing.idle(state, actor);
}

/** Whether an actor has its CPU: nobody above it runs there, it may begin to, and no other task keeps the CPU. */
export function hasCpu(scene: Scene, state: MachineState, actor: ActorIdentity, standing: Standing): boolean {
  const cpu = state.cpus[sharedCpu(scene, actor)];
  if (cpu === undefined) return true;
  if (keeperOf(scene, state, actor, standing) !== null) return false;
  const context = contextOf(actor.declaration);
  if (context === 'task' || isActive(state, actor, standing)) return true;
  // It begins to run.
  if (runningBeside(scene, state, actor, standing).some(({ declaration }) => contextOf(declaration) === context)) return false;
  switch (context) {
    case 'softirq':
      return cpu.irq_off === 0 && cpu.bh_off === 0;
    case 'hardirq':
      return cpu.irq_off === 0;
    case 'nmi':
      return true;
  }
}

/** Where an actor runs that is placed on a CPU, and whether it is a handler that is running. */
export interface Running {
  readonly cpu: number;
  readonly context: CpuContext;
  readonly isActive: boolean;
  /** Who keeps the CPU from it: a handler that came into it, or a task that cannot be preempted. */
  readonly keptBy: string | null;
}

/** Null for an actor with a CPU of its own. */
export function runningOn(scene: Scene, state: MachineState, actor: ActorIdentity, standing: Standing): Running | null {
  const cpu = scene.world.cpuOf(actor);
  if (cpu === null) return null;
  const context = contextOf(actor.declaration);
  return { cpu, context, isActive: isActive(state, actor, standing), keptBy: keeperOf(scene, state, actor, standing)?.name ?? null };
}

/** Who keeps the CPU from an actor: of the handlers above it that run the highest, or else another task. */
function keeperOf(scene: Scene, state: MachineState, actor: ActorIdentity, standing: Standing): ActorIdentity | null {
  const context = contextOf(actor.declaration);
  const above = runningBeside(scene, state, actor, standing).filter(({ declaration }) => isAbove(contextOf(declaration), context));
  const [highest] = above.toSorted((one, other) => (isAbove(contextOf(one.declaration), contextOf(other.declaration)) ? -1 : 1));
  if (highest !== undefined || context !== 'task') return highest ?? null;
  const holder = state.cpus[sharedCpu(scene, actor)]?.holder ?? null;
  return holder === actor.id ? null : (scene.world.actors.find(({ id }) => id === holder) ?? null);
}

/** The handlers that run on the CPU of an actor, but for itself. */
function runningBeside(scene: Scene, state: MachineState, actor: ActorIdentity, standing: Standing): readonly ActorIdentity[] {
  const all = scene.world.cpus[sharedCpu(scene, actor)]?.actors ?? [];
  return all.filter((other) => other.id !== actor.id && isActive(state, other, standing));
}

/** The state after a step of an actor: a task that cannot be preempted keeps its CPU, unless it waits or sleeps there. */
export function afterStep(scene: Scene, state: MachineState, actor: ActorIdentity, standing: Standing): MachineState {
  const at = sharedCpu(scene, actor);
  const cpu = state.cpus[at];
  if (cpu === undefined || isHandler(actor.declaration) || !hasSeveralTasks(scene, at)) return state;
  const pinned = cpu.irq_off > 0 || (state.actors[actor.id]?.counts.get('preempt_count') ?? 0) > 0;
  const holder = pinned && !standing.idle(state, actor) && !standing.sleeps(state, actor) ? actor.id : null;
  return { ...state, cpus: state.cpus.map((each, index): CpuState => (index === at ? { ...each, holder } : each)) };
}

function hasSeveralTasks(scene: Scene, at: number): boolean {
  return (scene.world.cpus[at]?.actors.filter(({ declaration }) => !isHandler(declaration)).length ?? 0) > 1;
}

/** What people see of CPUs and counts: those that are raised, and who keeps a CPU. */
export function rowsOfCpus(scene: Scene, state: MachineState): Described[] {
  const raised = (name: string, value: number): Described[] => (value > 0 ? [{ name, value }] : []);
  const shared = scene.world.cpus.flatMap(({ number }, at): Described[] => {
    const cpu = state.cpus[at];
    if (cpu === undefined) return [];
    const name = `cpu#${number}`;
    const holder = scene.world.actors.find(({ id }) => id === cpu.holder);
    return [
      ...raised(`${name}.irq_off`, cpu.irq_off),
      ...raised(`${name}.bh_off`, cpu.bh_off),
      ...(holder === undefined ? [] : [{ name: `${name}.holder`, value: holder.name }]),
    ];
  });
  const own = scene.world.actors.flatMap((actor) =>
    [...(state.actors[actor.id]?.counts ?? [])].flatMap(([count, value]) => raised(`${actor.name}#${count}`, value)),
  );
  return [...shared, ...own];
}
