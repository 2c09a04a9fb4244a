import {
  contextOf,
  countMax,
  isAbout,
  isHandler,
  isOfCpu,
  type ActorIdentity,
  type ContextQuestion,
  type CountName,
  type HandlerQuestion,
} from '@mmspec/semantics';
import { Fault } from './choices.ts';
import type { Context } from './context.ts';
import type { Run } from './run.ts';
import type { Scene } from './scene.ts';
import type { Value } from './value.ts';

/*
 * The counts of a CPU and of an actor: what raises them, and who may ask.
 */

/** The place among `cpus` of the CPU that an actor shares; -1 where it has one of its own. */
export function sharedCpu(scene: Scene, actor: ActorIdentity): number {
  return scene.world.cpus.findIndex(({ actors }) => actors.some(({ id }) => id === actor.id));
}

/** Raises or lowers a count. Where the CPU decides by it, nesting must stay in its range; elsewhere nobody but `might_sleep` asks, and it stops at the ends. */
export function changeCount(run: Run, count: CountName, by: 1 | -1): void {
  if (run.actor === null) return;
  const at = sharedCpu(run.scene, run.actor);
  const cpu = run.cpus[at];
  if (cpu !== undefined && isOfCpu(count)) {
    run.cpus[at] = { ...cpu, [count]: inRange(cpu[count] + by, count) };
    return;
  }
  const old = run.counts.get(count);
  if (old === undefined) return;
  run.counts.set(count, cpu === undefined ? Math.min(countMax, Math.max(0, old + by)) : inRange(old + by, count));
}

function inRange(value: number, count: CountName): number {
  if (value < 0 || value > countMax) throw new Fault(`range of ${count}`);
  return value;
}

/** In a handler, with anything off, or in an RCU reader nothing may sleep. */
export function mightSleep(run: Run): void {
  if (run.actor === null) return;
  const cpu = run.cpus[sharedCpu(run.scene, run.actor)];
  const off = cpu !== undefined && cpu.irq_off + cpu.bh_off > 0;
  if (isHandler(run.actor.declaration) || off || [...run.counts.values()].some((count) => count > 0)) run.flags.add('sleeps_in_atomic');
}

/** What an actor asks about the CPU that it runs on. */
export function answer(question: ContextQuestion, { scene, self, run }: Context): boolean {
  if (self === null || run === null) throw new Error('nobody runs here');
  const context = contextOf(self.declaration);
  const cpu = run.cpus[sharedCpu(scene, self)];
  const count = (name: CountName): number => run.counts.get(name) ?? 0;
  switch (question) {
    case 'in_task':
      return context === 'task';
    case 'irqs_disabled':
      // Off by somebody's wish, or since a handler of interrupts runs.
      return context === 'hardirq' || context === 'nmi' || (cpu === undefined ? count('irq_off') : cpu.irq_off) > 0;
    case 'shares_cpu':
      return cpu !== undefined;
    case 'preemptible':
      return context === 'task' && cpu !== undefined && cpu.irq_off + cpu.bh_off + count('preempt_count') === 0;
  }
}

/** What may be asked about any actor: whether it is a handler, and whether it was running before the step. */
export function answerAbout(question: HandlerQuestion, asked: Value, { run }: Context): boolean {
  if (typeof asked !== 'object' || asked?.kind !== 'actor' || !isAbout(question, asked.actor.declaration)) return false;
  return question === 'is_handler' || (run?.wasRunning(asked.actor) ?? false);
}
