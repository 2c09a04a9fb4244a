import { suggest } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import { cpuContexts } from '@mmspec/system';
import type { CpuContext } from '@mmspec/system';
import { walk } from '@mmspec/syntax';
import type { ActorDeclaration } from '@mmspec/syntax';
import { placementFor } from '../contexts.ts';
import { effectIn } from '../effects.ts';
import { ofEach, type Facts, type Lint } from '../facts.ts';
import { didYouMean, replacement, rule, violation, type Rule } from '../rule.ts';
import { actorGuard } from '../typing/actor_guard.ts';
import { isStatic } from '../world/static_value.ts';
import { mentionsUnknown } from './not_constant.ts';
import { inSetting } from './values.ts';

/** A CPU has four contexts. */
const unknownContext: Rule = rule({
  code: 'MM0237',
  title: 'no such context',
  why: 'A CPU runs tasks, softirqs, hardirqs and NMIs; each interrupts those before it, and needs a CPU to do so.',
  text: '`as` stands after `on cpu[…]` and before one of `task`, `softirq`, `hardirq`, `nmi`. An actor without `as` is a task; an actor without `on` has a CPU of its own, which nobody interrupts.',
  example: 'module m\nshared n: 0..3 = 0\nactor t on cpu[0] { set: n = 1 }\nactor h on cpu[0] as interrupt { set: n = 2 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor t on cpu[0] { set: n = 1 }\nactor h on cpu[0] as hardirq { set: n = 2 }\n',
});

/** Where an actor runs is decided before anything runs. */
const cpuNumber: Rule = rule({
  code: 'MM0238',
  title: 'no number of a CPU',
  why: 'An actor stays on its CPU, so the number after `on cpu` is made of constants, variants and `index(self)`, and lies in 0..31.',
  text: 'The number is computed for each instance and each setting: `actor timer[2] on cpu[index(self)]` puts one on each of two CPUs. Which numbers are used does not matter, only which are equal.',
  example: 'module m\nshared n: 0..3 = 0\nactor t[2] on cpu[index(self) - 1] { set: n = 1 }\n',
  fix: 'module m\nshared n: 0..3 = 0\nactor t[2] on cpu[index(self)] { set: n = 1 }\n',
});

/** What else the contexts are called. */
const otherNames: Readonly<Record<string, CpuContext>> = {
  irq: 'hardirq',
  interrupt: 'hardirq',
  hard_irq: 'hardirq',
  isr: 'hardirq',
  ipi: 'hardirq',
  bh: 'softirq',
  soft_irq: 'softirq',
  tasklet: 'softirq',
  timer: 'softirq',
  thread: 'task',
  process: 'task',
  kthread: 'task',
};

/** More CPUs are no use: there are at most 64 actors. */
const cpuMax = 31;

/** Placement, context and guard of every actor. */
export const lint: Lint = { rules: [unknownContext, cpuNumber], check: checkContexts };

function checkContexts(facts: Facts): Diagnostic[] {
  return ofEach(facts, 'contexts', facts.model.actors, (actor, found) =>
    found.push(...contextOfActor(actor), ...cpuOfActor(facts, actor), ...guardOfActor(facts, actor)),
  );
}

function contextOfActor({ cpu, context }: ActorDeclaration): Diagnostic[] {
  if (context === null || context.text === '') return [];
  if (!cpuContexts.some((name) => name === context.text)) {
    const known = Object.hasOwn(otherNames, context.text) ? otherNames[context.text] : undefined;
    const near = known === undefined ? suggest(context.text, cpuContexts) : [known];
    const fixes = near.map((text) => replacement(context.span, text));
    return [
      violation(unknownContext, context.span, `\`${context.text}\` is no context.`, didYouMean(near) || 'Write `task`, `softirq`, `hardirq` or `nmi`.', {
        fixes,
      }),
    ];
  }
  if (cpu !== null) return [];
  return [
    violation(
      unknownContext,
      context.span,
      `\`as ${context.text}\` stands without \`on\`: there is nothing that it could interrupt.`,
      'Say where it runs, such as `on cpu[0]`, before `as`.',
    ),
  ];
}

function cpuOfActor({ model, settings }: Facts, { cpu, count }: ActorDeclaration): Diagnostic[] {
  // That `self` is no number is told where types are.
  if (cpu === null || cpu.kind === 'error_expression' || cpu.kind === 'self' || mentionsUnknown(cpu, model)) return [];
  const help = 'Use a number, a constant or `index(self)`.';
  const wrong = (message: string): Diagnostic[] => [violation(cpuNumber, cpu.span, message, help)];
  if (!isStatic(placementFor(model, cpu, 0), model)) return wrong('The number of a CPU must be a constant in each instance.');
  for (const setting of settings) {
    const instances = count === null ? 1 : Math.min(64, setting.constants.number(count) ?? 0);
    for (let index = 0; index < instances; index++) {
      const number = setting.constants.number(placementFor(model, cpu, index));
      const of = `${count === null ? '' : ` of instance ${index}`}${inSetting(setting)}`;
      if (number === undefined) return wrong(`The number of the CPU${of} has no value.`);
      if (number < 0 || number > cpuMax) return wrong(`There is no CPU ${number}${of}: they are 0 to ${cpuMax}.`);
    }
  }
  return [];
}

function guardOfActor({ model }: Facts, { guard }: ActorDeclaration): Diagnostic[] {
  if (guard === null) return [];
  const found: Diagnostic[] = [];
  walk(guard, (node) => {
    if (node.kind === 'call' && effectIn(model, node) !== null) found.push(changing(node.callee.text, node.span));
  });
  return found;
}

function changing(name: string, span: Span): Diagnostic {
  return violation(actorGuard, span, `\`${name}\` changes something or takes steps.`, 'A condition only looks.');
}
