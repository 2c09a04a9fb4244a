import { exploreWindows } from '@mmspec/interpreter';
import { analyse } from '@mmspec/semantics';
import type { MemoryMode } from '@mmspec/system';
import { finalStates, type FinalState } from './final_states.ts';
import { aliveGraph } from './gathered.ts';
import { programOf, type Program } from './programs.ts';

/** What a program comes to on the window machine: verdict and number of final states, and how many states a verdict tells of. */
interface Outcome {
  readonly verdict: string;
  readonly count: number;
  readonly states: number;
}

function outcomeOf(text: string, memory: MemoryMode, window: number): Outcome {
  const program = programOf(text);
  const { model, diagnostics } = analyse({ path: 'program.mmspec', text: program.spec }, () => null);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${program.spec}\n${errors.map(({ message }) => message).join('\n')}`);
  const graph = exploreWindows(model, {}, { memory, window }, { statesMax: 1_000_000 });
  const final = new Map<string, boolean>();
  for (const state of finalStates(graph)) {
    const values = valuesOf(program, state);
    final.set([...values].map(([where, value]) => `${where}=${value}`).join(' '), program.verdict(values));
  }
  const holding = [...final.values()].filter((holds) => holds).length;
  return { verdict: holding === 0 ? 'Never' : holding === final.size ? 'Always' : 'Sometimes', count: final.size, states: aliveGraph(graph).members.length };
}

function valuesOf({ variables, registers }: Program, { shared, local }: FinalState): Map<string, number> {
  const memory = shared.get('m');
  const elements = typeof memory === 'object' && memory?.kind === 'array' ? memory.elements : [];
  const values = new Map<string, number>(variables.map((variable, index) => [variable, Number(elements[index])]));
  for (const { actor, register } of registers) {
    const thread = Number(actor.slice(1));
    values.set(`${thread}:${register}`, Number(local(thread, register)));
  }
  return values;
}

type Mode = 'sc' | 'tso' | 'weak';

/** What a row of `hw.tsv` says, and what its program comes to as a spec, with a window of 4, in how many states of each mode. */
export function hardwareRow(
  row: Readonly<Record<string, string>>,
  modes: readonly Mode[],
): { readonly wanted: readonly string[]; readonly found: readonly string[]; readonly states: readonly number[] } {
  const said: Readonly<Record<Mode, string>> = {
    sc: `${row.sc} ${row.n_sc}`,
    tso: `${row.tso} ${row.n_tso}`,
    weak: `${row.window_rcpc} ${row.n_window_rcpc}`,
  };
  const outcomes = modes.map((mode) => outcomeOf(row.program!, mode, 4));
  return {
    wanted: modes.map((mode) => `${mode} ${said[mode]}`),
    found: outcomes.map(({ verdict, count }, at) => `${modes[at]!} ${verdict} ${count}`),
    states: outcomes.map(({ states }) => states),
  };
}
