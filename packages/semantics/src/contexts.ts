import { walk } from '@mmspec/syntax';
import { cpuContexts } from '@mmspec/system';
import type { CpuContext } from '@mmspec/system';
import type { ActorDeclaration, Expression, Node } from '@mmspec/syntax';
import type { CountEffectName } from './flow/types.ts';
import type { Model } from './model.ts';
import type { ActorIdentity, World } from './world/world.ts';

/*
 * The contexts of a CPU, and the counts that say what it may do now.
 */

/** The context in which an actor runs; a task where the word means none. */
export function contextOf(actor: ActorDeclaration): CpuContext {
  return cpuContexts.find((name) => name === actor.context?.text) ?? 'task';
}

/** A handler runs when something happens, and is not running before and after. */
export function isHandler(actor: ActorDeclaration): boolean {
  return contextOf(actor) !== 'task';
}

/** True where the first context is above the second. */
export function isAbove(one: CpuContext, other: CpuContext): boolean {
  return cpuContexts.indexOf(one) > cpuContexts.indexOf(other);
}

/** What is counted: interrupts and bottom halves off on a CPU; preemption off and RCU read sections of an actor. */
export const countNames = ['irq_off', 'bh_off', 'preempt_count', 'rcu_depth'] as const;
export type CountName = (typeof countNames)[number];

/** Counts of a CPU, where one is shared; the others are of an actor. */
export function isOfCpu(count: CountName): count is 'irq_off' | 'bh_off' {
  return count === 'irq_off' || count === 'bh_off';
}

/** Counts by which a CPU decides who runs: `range of irq_off` is the violation of one that leaves its range. */
export function isDecidingCount(name: string): boolean {
  return name === 'irq_off' || name === 'bh_off' || name === 'preempt_count';
}

/** Nesting is at most so deep. */
export const countMax = 7;

/** The built-ins that change a count, and by how much. */
export const countEffects: Readonly<Record<CountEffectName, { readonly count: CountName; readonly by: 1 | -1 }>> = {
  irq_count_inc: { count: 'irq_off', by: 1 },
  irq_count_dec: { count: 'irq_off', by: -1 },
  bh_count_inc: { count: 'bh_off', by: 1 },
  bh_count_dec: { count: 'bh_off', by: -1 },
  preempt_count_inc: { count: 'preempt_count', by: 1 },
  preempt_count_dec: { count: 'preempt_count', by: -1 },
  rcu_depth_inc: { count: 'rcu_depth', by: 1 },
  rcu_depth_dec: { count: 'rcu_depth', by: -1 },
};

/** Built-ins that change nothing but a count, or only ask whether sleeping is allowed. */
export type ContextEffectName = CountEffectName | 'might_sleep';

export function isContextEffect(name: string): name is ContextEffectName {
  return name === 'might_sleep' || countEffectOf(name) !== null;
}

/** Built-ins by which an actor asks where it runs, and what is off there. */
export type ContextQuestion = 'in_task' | 'irqs_disabled' | 'shares_cpu' | 'preemptible';

/** Built-ins that ask about any actor: whether it is a handler, a handler that runs, or one that runs with interrupts off. */
export type HandlerQuestion = 'is_handler' | 'in_interrupt' | 'in_hardirq';

const handlerQuestions: readonly string[] = ['is_handler', 'in_interrupt', 'in_hardirq'] satisfies HandlerQuestion[];

export function isHandlerQuestion(name: string): name is HandlerQuestion {
  return handlerQuestions.includes(name);
}

/** The actors for which a question may be answered with yes. */
export function isAbout(question: HandlerQuestion, actor: ActorDeclaration): boolean {
  const context = contextOf(actor);
  return question === 'in_hardirq' ? context === 'hardirq' || context === 'nmi' : context !== 'task';
}

const contextQuestions: readonly string[] = ['in_task', 'irqs_disabled', 'shares_cpu', 'preemptible'] satisfies ContextQuestion[];

export function isContextQuestion(name: string): name is ContextQuestion {
  return contextQuestions.includes(name);
}

/** What a built-in changes; null where it changes no count. */
export function countEffectOf(name: string): { readonly count: CountName; readonly by: 1 | -1 } | null {
  return Object.hasOwn(countEffects, name) ? countEffects[name as CountEffectName] : null;
}

/** An expression of a placement, for one instance: `index(self)` is its number. */
export function placementFor(model: Pick<Model, 'meanings'>, expression: Expression, index: number): Expression {
  const inside = (part: Expression): Expression => placementFor(model, part, index);
  switch (expression.kind) {
    case 'call': {
      const meaning = model.meanings.get(expression.callee);
      const [only] = expression.arguments;
      if (meaning?.kind === 'builtin' && meaning.name === 'index' && only?.value.kind === 'self')
        return { kind: 'number', value: index, span: expression.span };
      return { ...expression, arguments: expression.arguments.map((argument) => ({ ...argument, value: inside(argument.value) })) };
    }
    case 'unary':
      return { ...expression, operand: inside(expression.operand) };
    case 'binary':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case 'conditional':
      return { ...expression, condition: inside(expression.condition), consequent: inside(expression.consequent), alternative: inside(expression.alternative) };
    case 'at':
    case 'boolean':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'index':
    case 'mover':
    case 'name_expression':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
      return expression;
  }
}

/** The counts that an actor has of its own, beside those of a CPU that it shares: none that nobody could ask for. */
export function ownCounts({ model, cpus }: Pick<World, 'model' | 'cpus'>, actor: ActorIdentity): readonly CountName[] {
  const { asksForCounts: asks } = textFacts(model, actor.declaration);
  const shares = cpus.some(({ actors }) => actors.includes(actor));
  if (!shares) return asks ? countNames : [];
  if (isHandler(actor.declaration)) return [];
  return asks ? ['preempt_count', 'rcu_depth'] : ['preempt_count'];
}

/** What the texts say that an actor may come to, its operations included. */
interface TextFacts {
  /** Whether it may sleep, or whether interrupts are off. */
  readonly asksForCounts: boolean;
  /** A count goes up or down, or something may sleep. */
  readonly hasContextEffects: boolean;
}

const factsOfTexts = new WeakMap<Model['meanings'], Map<ActorDeclaration, TextFacts>>();

/** What was found of the texts of actors is not true any more: some name means something else. */
export function forgetTexts(meanings: Model['meanings']): void {
  factsOfTexts.delete(meanings);
}

/** The same in all settings. */
function textFacts(model: Model, actor: ActorDeclaration): TextFacts {
  const known = factsOfTexts.get(model.meanings) ?? new Map<ActorDeclaration, TextFacts>();
  factsOfTexts.set(model.meanings, known);
  const facts = known.get(actor) ?? readFacts(model, actor);
  known.set(actor, facts);
  return facts;
}

function readFacts(model: Model, actor: ActorDeclaration): TextFacts {
  const seen = new Set<Node>();
  let [asksForCounts, hasContextEffects] = [false, false];
  const enter = (root: Node | undefined | null): void => {
    if (root === undefined || root === null || seen.has(root)) return;
    seen.add(root);
    walk(root, (each) => {
      const meaning = each.kind === 'call' ? model.meanings.get(each.callee) : each.kind === 'name_expression' ? model.meanings.get(each.name) : undefined;
      if (meaning?.kind === 'builtin') {
        asksForCounts ||= meaning.name === 'might_sleep' || meaning.name === 'irqs_disabled';
        hasContextEffects ||= isContextEffect(meaning.name);
      } else if (meaning?.kind === 'define') enter(meaning.declaration.body);
      else if (meaning?.kind === 'operation') for (const form of [meaning.declaration, model.placedForms.get(meaning.declaration)]) enter(form?.body);
    });
  };
  enter(actor.body);
  enter(actor.guard);
  return { asksForCounts, hasContextEffects };
}

/** Whether an actor may come to something that changes a count, or that may sleep. */
export function comesToContextEffects(model: Model, actor: ActorDeclaration): boolean {
  return textFacts(model, actor).hasContextEffects;
}
