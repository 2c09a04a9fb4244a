import type { Path, ProductPath } from '@mmspec/checker';
import type { Deed, Trace } from '@mmspec/system';
import { changedCells } from '../drawing/changed_cells.ts';
import { triedText } from '../drawing/step_record.ts';
import { tracedPath } from '../trace.ts';
import type { Obstacle } from '@mmspec/system';
import type { DrawingAutomaton } from './automaton.ts';
import type { Mover } from './movers.ts';
import type { Question } from './question.ts';
import type { PlannedLine } from './reading_plan.ts';

/** Where all readings end. */
export interface End {
  readonly path: ProductPath;
  /** That of the path. */
  readonly automaton: DrawingAutomaton;
  readonly line: PlannedLine;
  readonly obstacle: Obstacle;
}

/** Why a line cannot follow, for the run in which it is plainest: where its actor stands at the step, or at least waits. */
export function obstacleOf(question: Question, automaton: DrawingAutomaton, mover: Mover, line: PlannedLine, ends: readonly ProductPath[]): End | null {
  let best: { readonly path: ProductPath; readonly score: number } | null = null;
  for (const path of ends) {
    const score = scoreOf(question, mover, line, path);
    if (best === null || score > best.score || (score === best.score && path.actions.length < best.path.actions.length)) best = { path, score };
  }
  if (best === null) return null;
  const { line: number, text } = question.drawing.events[line.event]!;
  return { path: best.path, automaton, line, obstacle: { line: number, text, why: whyNot(question, mover, line, best.path) } };
}

function scoreOf({ system }: Question, mover: Mover, line: PlannedLine, path: Path): number {
  const state = path.states.at(-1);
  if (state === undefined || path.states.length === path.actions.length) return 0;
  if (mover.actor < 0) return 1;
  if (movesOf(system, mover, state) > 0) return 1;
  const slot = system.slots.findIndex(({ name }) => name === mover.name);
  const process = system.dependencies?.().processes.find((each) => each.actor === mover.actor);
  const here = slot < 0 ? undefined : process?.locations[state[slot]!];
  return here === undefined ? 1 : here.actions.some((action) => line.actions[action] === 1) ? 3 : 2;
}

function movesOf(system: Question['system'], mover: Mover, state: Int32Array): number {
  let count = 0;
  const own = (action: number): boolean => mover.actions.includes(action);
  system.successors(
    state,
    new Int32Array(system.slots.length),
    (action) => own(action) && count++,
    (action) => own(action) && count++,
  );
  return count;
}

function whyNot(question: Question, mover: Mover, line: PlannedLine, path: ProductPath): string {
  const { system, tracing, recorder } = question;
  if (line.isLeftOut) return `${mover.name} does that with other settings only`;
  if (path.states.length === path.actions.length) return 'the run ends before it, for the last step fails';
  if (mover.actor < 0) return `the condition of ${mover.name} is false there`;
  const longer = goOn(question, mover, path);
  const { trace } = tracedPath(system, longer, tracing, null);
  const others = otherValues(question, line, trace, longer, path.actions.length);
  if (others !== null) return `${mover.name} takes it there with other values: ${others}`;
  const [wait] =
    longer.states.length === longer.actions.length
      ? []
      : tracing.machine.waitsOf(
          recorder.machineState(() => longer),
          mover.name,
        );
  const statements = wait?.done.filter(({ statement, kind }) => statement !== null && kind === 'statement') ?? [];
  const tried = statements[0];
  if (wait !== undefined && tried !== undefined) {
    const names = [...new Set([...wait.path, ...tried.stack.flatMap((entry) => (entry.kind === 'call' ? [entry.operation.name.text] : []))])];
    const call = names.length > 0 && !triedText(tried, tracing.wording).includes('(') ? ` in ${names.join('.')}` : '';
    const isThere = scoreOf(question, mover, line, longer) === 3;
    return `${mover.name} waits ${isThere ? 'there' : 'before it'}, at \`${triedText(tried, tracing.wording)}\`${call}${heldBy(trace, mover, lastLoads(tried))}`;
  }
  const condition = lastCondition(trace, mover, path.actions.length);
  const where = trace.steps.at(-1)?.state[mover.name] ?? trace.initial[mover.name];
  // It came too early.
  if (path.actions.some((action) => line.actions[action] === 1)) return `${mover.name} has to take it before, and does not come to it again`;
  const ends = where === 'done' ? `${mover.name} is done` : `${mover.name} does not come to it`;
  return condition === null ? `${ends}${where === 'done' ? ' without it' : ''}` : `${ends}, for \`${condition.text}\` was ${condition.outcome}`;
}

/** Where the step comes next, and does not have the values that the line says: what it loads and stores; null elsewhere. */
function otherValues({ senses }: Question, line: PlannedLine, { steps }: Trace, { actions }: Path, from: number): string | null {
  if (senses[line.event]!.values.length === 0) return null;
  const at = actions.findIndex((action, index) => index >= from && line.actions[action] === 1);
  const deed = steps[at]?.did.deeds[0];
  if (deed === undefined) return null;
  const said = [...deed.stores.map(({ cell, local, to }) => [local ?? cell, to] as const), ...deed.loads];
  return said.length === 0 ? null : said.map(([name, value]) => `${name} = ${String(value)}`).join(', ');
}

interface Tried {
  readonly loads: readonly { readonly name: string; readonly value: unknown; readonly local: unknown }[];
  readonly inside: readonly Tried[];
}

/** What the false condition has read. */
function lastLoads(tried: Tried): readonly string[] {
  let last = tried;
  for (let inner = last.inside.at(-1); inner !== undefined; inner = inner.inside.at(-1)) last = inner;
  return [...new Set(last.loads.filter(({ local }) => local === null).map(({ name }) => name))];
}

/** Who made what is waited for as it is. */
function heldBy({ initial, steps }: Trace, mover: Mover, cells: readonly string[]): string {
  const changes = cells.flatMap((cell) => {
    const value = (steps.at(-1)?.state ?? initial)[cell];
    const at = steps.findLastIndex(({ did }) => changedCells(did).has(cell));
    const by = steps[at];
    if (value === undefined && by === undefined) return [];
    const since = by === undefined ? ' from the beginning' : ` since ${by.actor ?? by.action ?? 'somebody'}: ${by.text}`;
    return [`${cell}${value === undefined ? '' : ` = ${String(value)}`}${(by?.actor ?? null) === mover.name ? '' : since}`];
  });
  return changes.length === 0 ? '' : `; ${changes.slice(0, 3).join(', ')}`;
}

/** The path, continued by the actor alone as long as it is enabled: that shows where it turned off. */
function goOn({ system }: Question, mover: Mover, path: ProductPath): Path {
  const states = [...path.states];
  const actions = [...path.actions];
  const seen = new Set<string>();
  const next = new Int32Array(system.slots.length);
  for (let count = 0; count < 50; count++) {
    const state = states.at(-1)!;
    if (seen.has(state.join())) break;
    seen.add(state.join());
    let found: { readonly action: number; readonly state: Int32Array } | null = null;
    system.successors(
      state,
      next,
      (action) => {
        if (found === null && mover.actions.includes(action)) found = { action, state: next.slice() };
      },
      () => undefined,
    );
    if (found === null) break;
    const { action, state: after } = found as { readonly action: number; readonly state: Int32Array };
    states.push(after);
    actions.push(action);
  }
  return { states, actions };
}

/** The condition that turned it away: the last one before the line should have come, or the first after that. */
function lastCondition({ steps }: Trace, mover: Mover, known: number): { readonly text: string; readonly outcome: boolean } | null {
  const found = steps.flatMap((step, at) =>
    step.actor === mover.name && !step.did.frames.some(({ library }) => library)
      ? [...step.did.deeds, ...step.did.after].flatMap(conditionsIn).map((each) => ({ ...each, at }))
      : [],
  );
  const after = found.find(({ at }) => at >= known);
  return after ?? found.at(-1) ?? null;
}

function conditionsIn({ kind, text, outcome }: Deed): { readonly text: string; readonly outcome: boolean }[] {
  return kind === 'condition' && outcome !== undefined ? [{ text, outcome }] : [];
}
