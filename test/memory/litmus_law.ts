import { exploreWindows } from '@mmspec/interpreter';
import { answerLkmm, answerWindow, type LitmusTest } from '@mmspec/litmus';
import type { MemoryMode } from '@mmspec/system';
import { read } from '../litmus/corpus.ts';
import { textOf } from '../litmus/generator.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { finalStates } from './final_states.ts';
import { specOfLitmus } from './litmus_specs.ts';

/*
 * Litmus tests as specs on the window machine, compared with the axioms of LKMM and with the window machine for litmus tests.
 */

/** Final states of a test as a spec that LKMM forbids; null: the test has no such spec. */
interface AgainstLkmm {
  readonly beyond: readonly string[];
  readonly isEqual: boolean;
}

export function againstLkmm(text: string, statesMax: number): AgainstLkmm | null {
  const litmus = read(text);
  const allowed = answerLkmm(litmus).finalStates;
  const found = allowed[0] === undefined ? null : finalsOf(litmus, askedOf(allowed[0]), 'weak', 4, statesMax);
  if (found === null) return null;
  return { beyond: [...found].filter((state) => !allowed.includes(state)), isEqual: found.size === allowed.length };
}

/** How the final states of a test as a spec differ from those of the machine for litmus tests; null: the test has no such spec. */
function againstLitmus(text: string, memory: MemoryMode, statesMax: number): readonly string[] | null {
  const litmus = read(text);
  const { finalStates } = answerWindow(litmus, memory, { window: null });
  const found = finalStates[0] === undefined ? null : finalsOf(litmus, askedOf(finalStates[0]), memory, 12, statesMax);
  if (found === null) return null;
  return [
    ...[...found].filter((state) => !finalStates.includes(state)).map((state) => `only the spec: ${state}`),
    ...finalStates.filter((state) => !found.has(state)).map((state) => `only the litmus test: ${state}`),
  ];
}

/**
 * Law: random litmus tests have the same final states as specs and on the machine for litmus tests, which shares nothing with this one
 * but the table of orders. Those with numbers from `from` to `to - 1`.
 */
export function againstLitmusOf(from: number, to: number, memory: MemoryMode): { readonly asked: number; readonly wrong: readonly string[] } {
  const wrong: string[] = [];
  let asked = 0;
  for (let seed = from; seed < to && wrong.length < 3; seed++) {
    const text = textOf(seed, { plain: false, sections: seed % 3 === 0 });
    const differences = againstLitmus(text, memory, 1_500);
    if (differences !== null) asked++;
    if (differences !== null && differences.length > 0) wrong.push(`${seed}:\n${differences.join('\n')}\n${text}`);
  }
  return { asked, wrong };
}

/** What is asked of a final state: `1:r0` or `x`. */
interface Asked {
  readonly text: string;
  readonly thread: number | null;
  readonly name: string;
}

/** The names in `1:r0=0; [x]=1;`, in order. */
function askedOf(state: string): Asked[] {
  const parts = state.split(';').map((part) => part.trim().split('=')[0]!.trim());
  return parts
    .filter((part) => part !== '')
    .map((text) => {
      const [, thread, register] = /^(\d+):(\w+)$/u.exec(text) ?? [];
      return thread === undefined ? { text, thread: null, name: text.replace(/[[\]]/gu, '') } : { text, thread: Number(thread), name: register! };
    });
}

/** The final states of a test as a spec; null: it has no such spec, or too many states. */
function finalsOf(litmus: LitmusTest, asked: readonly Asked[], memory: MemoryMode, window: number, statesMax: number): ReadonlySet<string> | null {
  const text = specOfLitmus(litmus);
  if (text === null) return null;
  const { model, diagnostics } = analysed(text);
  const errors = errorsOf(model, diagnostics);
  if (errors.length > 0) throw new Error(`${errors.join('\n')}\n${text}`);
  const graph = exploreWindows(model, {}, { memory, window }, { statesMax });
  if (!graph.isFinished) return null;
  const finals = new Set<string>();
  for (const { shared, local } of finalStates(graph)) {
    const values = asked.map(({ text: shown, thread, name }) => {
      const value = thread === null ? shared.get(`v_${name}`) : local(thread, `r_${name}`);
      return `${shown}=${typeof value === 'object' ? 0 : Number(value ?? 0)};`;
    });
    finals.add(values.join(' '));
  }
  return finals;
}
