import { explore } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import { interpret } from '@mmspec/interpreter';
import { expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { engines } from './pipeline.ts';
import type { Engines } from './pipeline.ts';
import { specOf } from './specs.ts';

/*
 * The laws over random specs within the bound of a check: an invariant of the spec stands for it.
 */

const specCount = 150;

/** The spec within its first invariant, in both engines; null where it has none over states. */
function bounded(text: string): { readonly free: Engines; readonly within: Engines; readonly bound: number } | null {
  const free = engines(text);
  const { model, settings } = free;
  const bound = model.properties.findIndex(({ declaration, object, overSteps }) => declaration.kind === 'invariant' && object === null && !overSteps);
  const body = model.properties[bound]?.declaration.body;
  if (body === undefined) return null;
  const { system } = compile(model, settings, undefined, body);
  if (system === null) throw new Error('a bound keeps a spec from being compiled');
  return { free, within: { model, settings, system, machine: interpret(model, settings, body) }, bound };
}

test(`the emitted system and the interpreter agree within bounds, and a bound only leaves out what lies behind it`, async () => {
  const failures: string[] = [];
  let [specs, limited, states, reduced] = [0, 0, 0, 0];
  for (let number = 0; number < specCount && failures.length < 3; number++) {
    const text = specOf(number);
    const found = bounded(text);
    if (found === null) continue;
    specs++;
    const { free, within, bound } = found;
    const finding = await checkLaws(within, { comparedMax: 200, statesMax: 3_000, countedMax: 0, readsMax: 0 });
    // A bound that asks whether a step can be taken leaves only steps over arrays.
    const differences = finding.differences.filter((each) => within.system.packedSteps !== undefined || each !== 'the system has no packed steps');
    if (differences.length > 0) failures.push(`spec ${number}:\n${differences.join('\n')}\n${text}`);
    const options = { statesMax: 3_000 };
    const whole = await explore(free.system, { ...options, reduction: false });
    const part = await explore(within.system, { ...options, reduction: false });
    const small = await explore(within.system, { ...options, symmetry: true, deadValues: true, order: true });
    if (!whole.finished || !part.finished || !small.finished) continue;
    const verdictsOf = ({ results }: typeof part): string => results.map(({ property, verdict }) => `${property} ${verdict}`).join(', ');
    if (verdictsOf(part) !== verdictsOf(small)) failures.push(`spec ${number}: reduced ${verdictsOf(small)}, else ${verdictsOf(part)}\n${text}`);
    const everWithin = whole.results.find(({ property }) => property === bound)?.verdict === 'holds';
    if (everWithin !== (part.states === whole.states && part.transitions === whole.transitions) && everWithin)
      failures.push(`spec ${number}: the bound holds everywhere, and ${part.states} of ${whole.states} states were found\n${text}`);
    if (part.states > whole.states) failures.push(`spec ${number}: more states within a bound than without\n${text}`);
    if (part.states < whole.states) limited++;
    if (small.states < part.states) reduced++;
    states += part.states;
  }
  expect(failures.join('\n\n')).toBe('');
  console.log(`${specs} specs, ${limited} of them limited, ${reduced} reduced; ${states} states`);
  expect(limited).toBeGreaterThan(20);
  expect(reduced).toBeGreaterThan(4);
});
