import type { Deed, StepRecord } from './step_record.ts';

/** A step in words: what stands in front of its statements, and these. */
export interface StepWords {
  /** Of an action with parameters its name with what they were: `set(i = 0)`; else empty. */
  readonly head: string;
  /** In order; never empty. */
  readonly deeds: readonly Deed[];
}

const nothing: Deed = { kind: 'skip', text: 'skip', loads: [], stores: [], inside: [] };

/** The statements of a step as drawings tell them. `action`: the name of the environment's action, or null. */
export function stepWords({ parameters, deeds }: StepRecord, action: string | null): StepWords {
  const given = Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  return { head: action === null || given === '' ? '' : `${action}(${given})`, deeds: deeds.length === 0 ? [nothing] : deeds };
}

/** All of a step on one line. */
export function stepText(record: StepRecord, action: string | null): string {
  const { head, deeds } = stepWords(record, action);
  const text = deeds.map((deed) => deed.text).join('; ');
  return head === '' ? text : `${head} { ${text} }`;
}
