import type { CpuContext, TraceStep } from '@mmspec/system';
import type { RaceEvent } from './event.ts';

/*
 * Actors that are placed on one CPU share a column. A handler stands there between marks, deeper than what it came into, as in the
 * kernel's own drawings; where tasks take turns on the CPU, a line says whose turn it is.
 */

type Handler = Exclude<CpuContext, 'task'>;

const tags: Readonly<Record<Handler, string>> = { softirq: 'SOFTIRQ', hardirq: 'IRQ', nmi: 'NMI' };

/** One activation of a handler: it and how often it was entered before. */
interface Activation {
  readonly id: string;
  /** It was left within the trace. */
  readonly isOver: boolean;
}

/** The events with the marks of handlers and tasks between them. */
export function withContexts(events: readonly RaceEvent[], steps: readonly TraceStep[]): RaceEvent[] {
  if (events.every(({ on }) => on === undefined)) return [...events];
  const activations = activationsIn(steps);
  const ofEvents = events.map((_, at) => activationOf(events, at, activations));
  const shared = cpusOfTasks(events);
  const open = new Map<number, string[]>();
  const turns = new Map<number, string>();
  return events.flatMap((event, at): RaceEvent[] => {
    if (event.on === undefined) return [event];
    const { cpu, context } = event.on;
    if (context === 'task') {
      const isTurn = shared.has(cpu) && turns.get(cpu) !== event.actor;
      turns.set(cpu, event.actor);
      return isTurn ? [mark(event, `<${event.actor}>`, 0), event] : [event];
    }
    const stack = open.get(cpu) ?? [];
    open.set(cpu, stack);
    const { id, isOver } = ofEvents[at] as Activation;
    const begins = !stack.includes(id);
    if (begins) stack.push(id);
    const level = stack.indexOf(id);
    const ends = isOver && !ofEvents.slice(at + 1).some((other) => other?.id === id);
    if (ends) stack.length = level;
    return [
      ...(begins ? [mark(event, `<${tags[context]}>`, level, event.actor)] : []),
      { ...event, depth: event.depth + level + 1 },
      ...(ends ? [mark(event, `</${tags[context]}>`, level)] : []),
    ];
  });
}

/** By step: the activation of the handler that takes it; null for tasks. */
function activationsIn(steps: readonly TraceStep[]): readonly (Activation | null)[] {
  const counts = new Map<string, number>();
  const over = new Set<string>();
  const ids = steps.map(({ actor, context, enters, leaves }) => {
    if (actor === null || context === undefined || context === 'task') return null;
    const count = (counts.get(actor) ?? 0) + (enters === true ? 1 : 0);
    counts.set(actor, count);
    const id = `${actor} ${count}`;
    if (leaves === true) over.add(id);
    return id;
  });
  return ids.map((id) => (id === null ? null : { id, isOver: over.has(id) }));
}

/** A call that opens belongs to the next event of its actor; who waits at the end is in the activation that it was in last. */
function activationOf(events: readonly RaceEvent[], at: number, activations: readonly (Activation | null)[]): Activation | null {
  const { actor, on, steps, isStep } = events[at] as RaceEvent;
  if (on === undefined || on.context === 'task') return null;
  const own = (event: RaceEvent): boolean => event.actor === actor && event.steps.length > 0;
  const [step] = steps.length > 0 || isStep ? steps : (events.slice(at).find(own)?.steps ?? []);
  const last = events.slice(0, at).findLast(own)?.steps.at(-1);
  return (step === undefined ? undefined : activations[step]) ?? (last === undefined ? undefined : activations[last]) ?? { id: actor, isOver: false };
}

/** CPUs on which more than one task has an event. */
function cpusOfTasks(events: readonly RaceEvent[]): ReadonlySet<number> {
  const tasks = new Map<number, Set<string>>();
  for (const { actor, on } of events) if (on?.context === 'task') tasks.set(on.cpu, new Set([...(tasks.get(on.cpu) ?? []), actor]));
  return new Set([...tasks].filter(([, names]) => names.size > 1).map(([cpu]) => cpu));
}

function mark({ actor, on }: RaceEvent, text: string, depth: number, remark?: string): RaceEvent {
  const parts = [{ text, remarks: remark === undefined ? [] : [remark] }];
  return { actor, depth, head: '', isNamed: false, parts, bug: null, isStep: false, steps: [], ...(on === undefined ? {} : { on }) };
}
