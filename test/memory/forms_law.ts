import { analyse, check } from '@mmspec/api';
import { exploreWindows, type Value, type WindowGraph } from '@mmspec/interpreter';
import { answerWindow } from '@mmspec/litmus';
import type { MemoryMode } from '@mmspec/system';
import { read } from '../litmus/corpus.ts';
import { tapeOf } from '../litmus/generator.ts';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { finalStates } from './final_states.ts';
import { programOf, written, type Program, type Written } from './forms.ts';

/*
 * Law: however an access is written, whatever it is of and wherever it stands, a spec shows under sc, tso and weak what the litmus test of the
 * same accesses shows on the window machine for litmus tests, which shares nothing with that of the interpreter but the table of orders.
 */

const modes: readonly MemoryMode[] = ['sc', 'tso', 'weak'];

/** Room for all that a program has, so that nothing is left out. */
const window = 16;

/** The program with a number; null: a type does not fit a place or form, and the spec says so. */
export function formsOf(number: number): { readonly program: Program; readonly texts: Written; readonly differences: () => readonly string[] } | null {
  const program = programOf(number, choicesFrom(tapeOf(number)));
  const texts = written(program);
  const { model, diagnostics } = analysed(texts.spec);
  if (errorsOf(model, diagnostics).length > 0) return null;
  const litmus = read(texts.litmus);
  const differences = (): string[] =>
    modes.flatMap((memory) => {
      const wanted = readOff(answerWindow(litmus, memory, { window: null }).finalStates, texts);
      const graph = exploreWindows(model, {}, { memory, window: memory === 'sc' ? 1 : window }, { statesMax: 20_000 });
      const found = seenBy(graph, texts);
      return [
        ...(graph.isFinished ? [] : [`${memory}: too many states`]),
        ...graph.leftOut.map(({ why }) => `${memory}: left out, ${why}`),
        ...wanted.filter((each) => !found.includes(each)).map((each) => `${memory}: only the litmus test: ${each}`),
        ...found.filter((each) => !wanted.includes(each)).map((each) => `${memory}: only the spec: ${each}`),
      ];
    });
  return { program, texts, differences };
}

/**
 * Law: what a program shows under tso or weak, and not in order where there is such a thing, is a violation that is drawn, step by step as the
 * interpreter takes them; a scenario of its labels is possible; what is not shown holds. Null: a check may not ask for it.
 */
export async function drawnWrong(number: number, memory: MemoryMode): Promise<readonly string[] | null> {
  const forms = formsOf(number);
  if (forms === null) return null;
  const { spec: text, registers } = forms.texts;
  const { model } = analysed(text);
  const shown = (mode: MemoryMode, size: number): readonly string[] =>
    seenBy(exploreWindows(model, {}, { memory: mode, window: size }, { statesMax: 20_000 }), forms.texts);
  const [inOrder, found] = [shown('sc', 1), shown(memory, window)];
  const target = found.find((each) => !inOrder.includes(each)) ?? found[0];
  if (target === undefined) return null;
  const other = Array.from({ length: 2 ** registers.length }, (_, at) => at.toString(2).padStart(registers.length, '0')).find((each) => !found.includes(each));
  const isSo = (digits: string): string =>
    registers.map(({ actor, name, first }, at) => `t${actor}.${name} ${digits[at] === '0' ? '==' : '!='} ${first}`).join(' and ');
  const never = (name: string, digits: string | undefined): string =>
    `invariant ${name}: ${digits === undefined ? 'true' : `not (t0 at done and t1 at done and ${isSo(digits)})`}\n`;
  const asking = `${text}${never('never', target)}${never('not_shown', other)}`;
  const asked = analyse(`${asking}check d of never, not_shown { memory ${memory}, window ${window} }\ncheck e of never { memory ${memory}, window 1 }\n`);
  if (asked.diagnostics.some(({ severity }) => severity === 'error')) return null;
  const [drawn, inOne] = (await check(asked, { checks: ['d', 'e'] })).checks;
  const [race, holding] = drawn!.results;
  const labels = (race?.trace?.steps ?? []).map(({ actor, label }) => `${actor}.${label}`);
  const scenario = analyse(`${text}scenario s { memory ${memory}, window ${window}  ${labels.join(' ; ')} }\n`);
  const said = (await check(scenario, { checks: ['s'] })).scenarios[0]?.found;
  return [
    ...(race?.verdict === 'violated' ? [] : [`${target} is not found: ${race?.verdict}`]),
    ...(holding?.verdict === 'holds' ? [] : [`${other} is found: ${holding?.verdict}`]),
    ...((inOne?.results[0]?.verdict === 'violated') === inOrder.includes(target) ? [] : [`with a window of one: ${inOne?.verdict}`]),
    ...(said === 'possible' ? [] : [`the scenario ${labels.join(' ; ')} is ${said}`]),
  ];
}

/** What the loads have given in each final state of a litmus test: a digit for each. */
function readOff(finals: readonly string[], { registers }: Written): readonly string[] {
  const digits = (state: string): string => registers.map(({ actor, name }) => new RegExp(`\\b${actor}:${name}=(\\d)`, 'u').exec(state)?.[1] ?? '?').join('');
  return [...new Set(finals.map(digits))];
}

/** The same of a spec: 0 for the value that the variable begins with. */
function seenBy(graph: WindowGraph, { registers, others }: Written): readonly string[] {
  const [begin] = graph.states;
  if (begin === undefined) return [];
  const first = ({ actor, name }: Written['registers'][number]): Value | undefined =>
    [...begin.actors[others + actor]!.top].find(([node]) => node.kind === 'local' && node.name.text === name)?.[1];
  const digits = finalStates(graph).map(({ local }) =>
    registers.map((register) => (JSON.stringify(local(others + register.actor, register.name)) === JSON.stringify(first(register)) ? '0' : '1')).join(''),
  );
  return [...new Set(digits)];
}
