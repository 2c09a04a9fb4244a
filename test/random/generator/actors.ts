import type { Code } from './code.ts';
import { braced } from './code.ts';
import { placement } from './contexts.ts';
import { expression } from './expressions.ts';
import type { Scope } from './scope.ts';
import { binder, paths, withLocals } from './scope.ts';
import { anchorOf, block, label, statement, unlabelled } from './statements.ts';
import { declare, localType } from './locals.ts';
import { targets } from './writes.ts';
import { truth } from './truths.ts';
import type { ActorType, Operation, Type, Variable, World } from './world.ts';
import { fresh, range, typeText } from './world.ts';
import { domainOf, elementTypes } from './expressions.ts';

/*
 * Random operations, actors and actions.
 */

function codeScope(world: World, self: Scope['self'], locals: readonly Variable[]): Scope {
  return { world, locals, self, shared: true, ghosts: false, safe: false, property: 'no', own: null };
}

function code(scope: Scope, more: Partial<Code>): Code {
  return {
    scope,
    actor: null,
    labels: new Set(),
    labelStem: '',
    inAtomic: false,
    plainToo: false,
    inStatic: false,
    loop: null,
    result: undefined,
    targets: [],
    declares: true,
    once: false,
    budget: { steps: 3 },
    depth: 0,
    isAction: false,
    held: [],
    ...more,
  };
}

/** Names, counts and sizes of the actors, before any text is written. */
export function planActors(world: World): void {
  const { choices } = world;
  const shape = choices.weighted([
    [3, [1]],
    [22, [1, 1]],
    [22, [2]],
    [22, [2, 1]],
    [20, [1, 1, 1]],
    [9, [3]],
    [4, [2, 2]],
  ] as const);
  const stems = ['vcpu', 'gup', 'zap'];
  shape.forEach((count, number) => {
    const name = fresh(world, stems[number] ?? 'p');
    const constant = world.constants.find((candidate) => candidate.sized && candidate.value === count);
    const isArray = count > 1 || choices.chance(15);
    world.actors.push({
      name,
      count: isArray ? count : null,
      countText: constant !== undefined && choices.chance(50) ? constant.name : String(count),
      variables: [],
      labels: [],
    });
  });
}

/** A family of zero instances. */
export function planNobody(world: World): void {
  const name = fresh(world, 'nobody');
  const constant = world.choices.chance(50);
  const size = constant ? fresh(world, 'NONE') : '0';
  if (constant) world.emptySizes.push(size);
  world.nobodies.push({ name, count: 0, countText: size, variables: [], labels: [] });
}

function parameterTypes(world: World): readonly (Type | 'any_object')[] {
  const types: (Type | 'any_object')[] = [range(0, 1), { kind: 'bool' }, range(0, 2), ...world.enums];
  for (const object of world.objects) {
    if (object.instances.length === 0) continue;
    types.push('any_object', 'any_object', { kind: 'object', object }, { kind: 'option', element: { kind: 'object', object } });
  }
  for (const actor of world.actors) types.push({ kind: 'actor', actor });
  return types;
}

/** An operation of the module, or of an actor. */
export function operation(world: World, actor: ActorType | null, locals: readonly Variable[]): readonly string[] {
  const { choices } = world;
  const atomic = choices.chance(85);
  const name = fresh(world, actor === null ? 'work' : 'own');
  const parameters = Array.from({ length: choices.below(3) }, () => ({ name: fresh(world, 'p'), type: choices.pick(parameterTypes(world)) }));
  const result: Type | null = choices.chance(50) ? choices.pick<Type>([{ kind: 'bool' }, { kind: 'bool' }, range(0, 1), ...world.enums]) : null;
  const taken = parameters.flatMap(({ name: parameter, type }) => (type === 'any_object' ? [] : [binder(parameter, type)]));
  const scope = codeScope(world, actor ?? 'any', [...locals, ...taken]);
  const budget = { steps: atomic ? 3 : 2 };
  const inner = code(scope, { labelStem: fresh(world, 'in'), inAtomic: atomic, result, budget });
  const lines: string[] = [];
  const blocking = atomic && choices.chance(25);
  if (blocking) lines.push(`${choices.chance(25) ? 'idle ' : ''}await ${truth(scope, 1).text}`);
  for (const parameter of parameters) {
    if (parameter.type === 'any_object')
      lines.push(choices.chance(70) ? `${parameter.name}.n = (${parameter.name}.n + 1) % 2` : `${parameter.name}.n = 1 - ${parameter.name}.n`);
  }
  if (!atomic && lines.length === 0) {
    const first = statement({ ...inner, declares: false }, true);
    lines.push(...first.lines);
  }
  const body = block(inner, 1 + choices.below(2), false);
  lines.push(...body.lines);
  if (result !== null && !body.ends) lines.push(`return ${expression(withLocals(scope, ...body.locals), result, 1).text}`);
  const known: Operation = {
    name,
    atomic,
    parameters,
    result,
    blocking,
    actor,
    steps: atomic ? 1 : 3,
    usesSelf:
      lines.some((text) => /\bself\b|\bowns\b|\bget\b|\bput\b|in_task|irqs_disabled|shares_cpu|preemptible/.test(text)) ||
      (world.contexts && world.operations.some((other) => other.usesSelf && lines.some((text) => text.includes(`${other.name}(`)))),
  };
  world.operations.push(known);
  const shown = parameters.map((parameter) => `${parameter.name}: ${parameter.type === 'any_object' ? 'object' : typeText(parameter.type)}`).join(', ');
  return braced(`${atomic ? 'atomic ' : ''}op ${name}(${shown})${result === null ? '' : `: ${typeText(result)}`}${anchorOf(name)}`, lines);
}

/** The text of an actor. */
export function actorText(world: World, actor: ActorType, steps: number): readonly string[] {
  const { choices } = world;
  const lines: string[] = [];
  const scope = codeScope(world, actor, []);
  const topLevel: Variable[] = [];
  const count = choices.weighted([
    [45, 0],
    [42, 1],
    [13, 2],
  ] as const);
  for (let number = 0; number < count; number++) {
    const type = localType({ scope });
    const name = fresh(world, 'm');
    const ghost = choices.chance(15) && ['int', 'bool', 'enum'].includes(type.kind);
    const written = declare(ghost ? 'ghost' : 'var', name, type, expression({ ...scope, shared: false }, type, 0).text, false);
    lines.push(...written.lines);
    topLevel.push(...written.locals);
  }
  actor.variables.push(...topLevel.filter((variable) => variable.type.kind !== 'seq'));
  if (choices.chance(12)) lines.push(...operation(world, actor, topLevel));
  const shape = choices.weighted([
    [28, 'straight'],
    [54, 'loop'],
    [17, 'repeat'],
    [16, 'goto'],
  ] as const);
  const budget = { steps };
  const inner = code(withLocals(scope, ...topLevel), { actor, labels: new Set(), labelStem: '', result: null, budget });
  switch (shape) {
    case 'straight': {
      // A `return` before a reference that is kept for good would leave holdings that depend on the path.
      const keeps = choices.chance(85);
      lines.push(...block({ ...inner, once: keeps, result: keeps ? undefined : null }, steps, false).lines);
      break;
    }
    case 'goto': {
      const back = label(inner);
      const out = label(inner);
      const body = block({ ...inner, targets: [out, back], declares: false }, Math.max(2, steps - 1), true);
      const jump = body.ends
        ? []
        : choices.chance(60)
          ? [`if ${truth(inner.scope, 1).text} { goto ${back} }`]
          : [`if ${truth(inner.scope, 0).text} { goto ${out} }`, 'skip'];
      lines.push(`${back}: skip`, ...body.lines, ...jump, `${out}: ${unlabelled({ ...inner, declares: false }, true).lines.join('\n')}`);
      break;
    }
    case 'loop':
    case 'repeat': {
      if (choices.chance(20)) lines.push(...statement(inner, true).lines);
      const loop = { broken: false };
      const body = block({ ...inner, depth: 1, loop }, steps, true);
      const head = shape === 'loop' ? 'loop' : `repeat ${world.rounds.length > 0 ? choices.pick(world.rounds) : choices.pick(['2', '1', 'forever'])}`;
      lines.push(...braced(head, body.lines));
      if (loop.broken && choices.chance(40)) lines.push(...statement({ ...inner, declares: false }, true).lines);
    }
  }
  const head = `actor ${actor.name}${actor.count === null ? '' : `[${actor.countText}]`}`;
  if (!world.contexts) return braced(head, lines);
  // A handler begins at one place.
  const place = placement(scope, actor);
  const begins = /as (?:softirq|hardirq|nmi)/u.test(place) && choices.chance(75) ? ['skip'] : [];
  return braced(`${head}${place}`, [...begins, ...lines]);
}

interface ActionParameter {
  readonly variable: Variable;
  readonly domain: string;
}

/** Up to two parameters; a set may be one of the state, or depend on the first parameter. */
function actionParameters(scope: Scope): readonly ActionParameter[] {
  const { choices } = scope.world;
  const found: ActionParameter[] = [];
  const count = choices.weighted([
    [30, 0],
    [35, 1],
    [35, 2],
  ] as const);
  for (let number = 0; number < count; number++) {
    const name = fresh(scope.world, 'b');
    const sets = paths({ ...scope, safe: true }).flatMap(({ type, text }) =>
      type.kind === 'set' && type.element.kind !== 'option' ? [{ element: type.element, text }] : [],
    );
    const chosen = sets.length > 0 && choices.chance(30) ? choices.pick(sets) : null;
    const [first] = found;
    const follows = chosen === null && first?.variable.type.kind === 'int' && choices.chance(85);
    const type = chosen?.element ?? (follows ? range(0, 2) : choices.pick(elementTypes(scope)));
    const domain = chosen !== null ? chosen.text() : follows ? `${first.variable.name}..2` : domainOf(scope, type);
    found.push({ variable: binder(name, type), domain });
  }
  return found;
}

/** An action of the environment. */
export function action(world: World): readonly string[] {
  const { choices } = world;
  const scope = codeScope(world, 'none', []);
  const name = fresh(world, 'act');
  const parameters = actionParameters(scope);
  const bound = parameters.map((parameter) => parameter.variable);
  const inner = code(withLocals(scope, ...bound), { isAction: true, labels: world.actionLabels, inAtomic: true, budget: { steps: 2 } });
  if (targets(inner).length === 0) return [];
  const body = block(inner, 1, false);
  const guard = choices.chance(75) ? ` when ${truth(inner.scope, 1).text}` : '';
  const head = `action ${name}${parameters.length === 0 ? '()' : `(${parameters.map(({ variable, domain }) => `${variable.name} in ${domain}`).join(', ')})`}${guard}`;
  return braced(head, body.lines);
}
