import { interpret, type Machine, type Outcome } from '@mmspec/interpreter';
import { analyse, ask, plan, withStandIns, type Analysis, type AskedFrom } from '@mmspec/semantics';
import { judgedOn } from '@mmspec/system';
import { expect, test } from 'vitest';
import { choicesFrom, type Choices } from '../random/choices.ts';
import { resolveLibrary } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { body, debugged, type Ask } from './debugged.ts';

/*
 * What is asked is what a property says: its text, asked about a state, is true where the property holds, on random specs.
 * What is shown in the tree can be asked by its expression, and set to what it is, which changes nothing.
 */

type State = NonNullable<Outcome['next']>;

const specs = 100;
const nowhere: AskedFrom = { self: null, locals: [] };

function analysisOf(number: number): Analysis {
  return analyse({ path: '/m.mmspec', text: specOf(number) }, resolveLibrary);
}

/** Some states on a walk from an initial one. */
function walk(machine: Machine, choices: Choices): State[] {
  const states: State[] = [];
  let outcomes = machine.initial();
  while (states.length < 12) {
    const next = outcomes.flatMap(({ next: each }) => (each === null ? [] : [each]));
    const state = next[choices.below(Math.max(1, next.length))];
    if (state === undefined) break;
    states.push(state);
    outcomes = machine.successors(state);
  }
  return states;
}

test('the text of a property, asked about a state, is as true as the property', () => {
  let judged = 0;
  for (let number = 0; number < specs; number++) {
    const analysis = analysisOf(number);
    const { model } = analysis;
    const [check] = withStandIns(model, plan(model).checks);
    if (check === undefined) continue;
    const machine = interpret(model, check.settings);
    const states = walk(machine, choicesFrom(tapeOf(number)));
    for (const [index, { name, declaration, object }] of model.properties.entries()) {
      if (object !== null || judgedOn(machine.properties[index]!.kind) !== 'state' || (declaration.kind === 'reachable' && declaration.when !== undefined))
        continue;
      const { file, start, end } = declaration.body.span;
      const found = ask(analysis, model.files[file]!.text.slice(start, end), nowhere, { kind: 'bool' });
      if (found.kind === 'wrong') throw new Error(`spec ${number}, ${name}: ${found.message}`);
      for (const state of states) {
        const answer = machine.ask(found.asked, state, null);
        // What is undefined is false of a property, and has no value here.
        expect(answer.kind === 'value' && answer.value === true, `spec ${number}, ${name}`).toBe(machine.holdsInState(index, state));
        judged += 1;
      }
    }
  }
  expect(judged).toBeGreaterThan(500);
});

interface Row {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
  readonly evaluateName?: string;
  readonly presentationHint?: unknown;
}

async function rowsBelow(asking: Ask, reference: number, depth: number): Promise<Row[]> {
  const { variables } = body<{ readonly variables: readonly Row[] }>(await asking('variables', { variablesReference: reference }));
  const below: Row[] = [];
  for (const row of variables) if (depth > 0 && row.variablesReference > 0) below.push(...(await rowsBelow(asking, row.variablesReference, depth - 1)));
  return [...variables, ...below];
}

test('a row of the tree can be asked by its expression, and set to what it is', async () => {
  let asked = 0;
  let set = 0;
  for (let number = 0; number < specs; number += 4) {
    const { ask: asking } = debugged({ '/m.mmspec': specOf(number) }, { resolverOf: () => resolveLibrary });
    await asking('launch', { program: '/m.mmspec' });
    for (let step = 0; step < 6; step++) await asking('next', { threadId: (step % 2) + 1 });
    for (const [reference, frameId] of [
      [1, 1],
      [1000, undefined],
    ] as const) {
      for (const row of await rowsBelow(asking, reference, 2)) {
        if (row.evaluateName === undefined) continue;
        const answer = await asking('evaluate', { expression: row.evaluateName, frameId });
        expect(body<{ readonly result: string }>(answer)?.result, `spec ${number}, ${row.evaluateName}: ${JSON.stringify(answer)}`).toBe(row.value);
        asked += 1;
        if (row.presentationHint !== undefined) continue;
        const setting = await asking('setExpression', { expression: row.evaluateName, value: row.evaluateName, frameId });
        if (setting[0]?.type !== 'response' || !setting[0].success) continue;
        set += 1;
        expect(body<{ readonly result: string }>(await asking('evaluate', { expression: row.evaluateName, frameId })).result).toBe(row.value);
        await asking('stepBack', { threadId: 1 });
      }
    }
  }
  expect(asked).toBeGreaterThan(200);
  expect(set).toBeGreaterThan(100);
});
