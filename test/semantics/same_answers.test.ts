import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { actionFlow, actorFlow, actorsIn, buildWorld, type Model, plan, withStandIns, type World } from '@mmspec/semantics';
import type { Expression } from '@mmspec/syntax';
import type { Diagnostic } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { accepted, modelOf } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';

/*
 * Law: control looks at a setting only through the values of expressions. Where those that it has asked for under one setting
 * are the same under another, it goes the same ways; the search for unreachable labels follows it only once then.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Followed {
  readonly answers: ReadonlyMap<Expression, unknown>;
  readonly control: string;
}

/** Follows control in a world that notes what it is asked for. */
function follow(world: World, walk: (noted: World, mistakes: Diagnostic[]) => unknown): Followed {
  const answers = new Map<Expression, unknown>();
  const mistakes: Diagnostic[] = [];
  const constant = (expression: Expression): ReturnType<World['constant']> => {
    const answer = world.constant(expression);
    answers.set(expression, answer);
    return answer;
  };
  return { control: controlText([walk({ ...world, constant }, mistakes), mistakes]), answers };
}

/** Which statements are where, without types: numbers in them follow the setting and decide nothing. */
function controlText(flow: unknown): string {
  const numbers = new Map<object, number>();
  return JSON.stringify(flow, (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    if (key === 'type' || key === 'locals') return null;
    const seen = numbers.get(value);
    if (seen !== undefined) return `#${seen}`;
    numbers.set(value, numbers.size);
    return 'kind' in value && 'span' in value ? { kind: value.kind, span: value.span } : value;
  });
}

/** How many pairs of settings gave the same answers. */
function compared(model: Model): number {
  const before = new Map<unknown, Followed[]>();
  let pairs = 0;
  for (const { settings } of withStandIns(model, plan(model).checks)) {
    const world = buildWorld(model, settings);
    const texts = [
      ...actorsIn(world).map((actor) => [actor, follow(world, (noted, mistakes) => actorFlow(noted, actor, mistakes))] as const),
      ...model.actions.map((action) => [action, follow(world, (noted, mistakes) => actionFlow(noted, action, mistakes))] as const),
    ];
    for (const [text, followed] of texts) {
      const known = before.get(text) ?? [];
      for (const { answers, control } of known) {
        if (![...answers].every(([expression, answer]) => world.constant(expression) === answer)) continue;
        pairs += 1;
        expect(followed.control).toBe(control);
      }
      before.set(text, [...known, followed]);
    }
  }
  return pairs;
}

const specs = readdirSync(`${root}specs`).filter((name) => name.endsWith('.mmspec'));

describe('the same answers, the same ways', () => {
  test.each(specs)('%s', (name) => {
    // Every setting of this one gives other answers.
    const none = name === 'shared_insertion.mmspec';
    expect(compared(modelOf(readFileSync(`${root}specs/${name}`, 'utf8'))) > 0).toBe(!none);
  });

  test('random specs', () => {
    let pairs = 0;
    for (let number = 0; number < 200; number++) {
      const model = accepted(specOf(number));
      if (model !== null) pairs += compared(model);
    }
    expect(pairs).toBeGreaterThan(100);
  });
});
