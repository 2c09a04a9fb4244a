import { runHere, workOf, type CheckWork, type RunResult } from '@mmspec/language-server';
import { analyse } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import type { CheckResult, ScenarioResult } from '@mmspec/system';

/*
 * The texts of random schedules, and what is true of them.
 */

const folder = '/w/a/';
export const mains = [`${folder}main.mmspec`, `${folder}second.mmspec`];
export const other = `${folder}other.mmspec`;
export const far = '/w/deep.mmspec';
/** Where it is there, imports of `deep` mean it. */
export const near = `${folder}deep.mmspec`;

/** The forms of each text; those that come back are the same texts again. */
export const forms: Readonly<Record<string, (number: number) => string>> = {
  [mains[0]!]: (number) => `module main
import other
variant odd: bool = false
shared x: 0..9 = 0
actor a { repeat 3 { up: if x < top { x += 1 } } }
invariant small: x <= limit + ${number % 2}${number === 3 ? '\nshared x: broken' : ''}
check c { } expect holds
check v { } expect violates small within 4
check q { }
check both for odd { } expect holds
scenario s { a.up ; a.up } is possible
`,
  [mains[1]!]: (number) => `module second${number === 2 ? '\n// the same' : ''}
import other
shared y: 0..9 = ${number % 2}
actor b { up: y = top + ${number % 2} }
invariant low: y < 2
check l { } expect holds
`,
  [other]: (number) => (number === 3 ? 'module other\nimport deep\ndefine top =\n' : `module other\nimport deep\ndefine top = ${number} + deeper\n`),
  [far]: (number) => `module deep\ndefine deeper = ${number % 2}\ndefine limit = ${number}\n`,
  [near]: (number) => `module deep\ndefine deeper = 1\ndefine limit = ${number + 1}\n`,
};
export const paths = Object.keys(forms);

/** What a run of texts finds, by the name of a check, cell or scenario; null: they have errors, and are not run. */
export type Truth = ReadonlyMap<string, CheckResult | ScenarioResult> | null;

/** Results by texts: a run of the same texts finds the same. */
const known = new Map<string, Promise<RunResult>>();
const truths = new Map<string, Promise<Truth>>();

export function allOf({ texts, request }: CheckWork): Promise<RunResult> {
  const key = JSON.stringify([texts, request.names]);
  const found =
    known.get(key) ??
    runHere({ texts, request: { ...request, timeMax: null } }, new AbortController().signal, { onResult: () => undefined, onProgress: () => undefined });
  known.set(key, found);
  return found;
}

export const unfinishedCheck = (result: CheckResult, reason: string): CheckResult => ({
  ...result,
  met: result.expectation === null,
  verdict: 'unfinished',
  reason,
  results: result.results.map((each) => ({ ...each, verdict: 'unfinished', depth: null, trace: null })),
  trace: null,
});
export const unfinishedScenario = (result: ScenarioResult, reason: string): ScenarioResult => ({
  ...result,
  met: result.expected === null,
  found: 'unfinished',
  reason,
  trace: null,
});

/** What a fresh run of these texts finds. */
export function truthOf(main: string, texts: ReadonlyMap<string, string | null>): Promise<Truth> {
  const key = JSON.stringify([main, ...[main, other, near, far].map((path) => texts.get(path))]);
  const found = truths.get(key) ?? freshTruth(main, texts);
  truths.set(key, found);
  return found;
}

async function freshTruth(main: string, texts: ReadonlyMap<string, string | null>): Promise<Truth> {
  const file = (path: string): SourceFile | null => {
    const text = texts.get(path) ?? null;
    return text === null ? null : { path, text };
  };
  const own = file(main);
  if (own === null) return null;
  const resolve = ([name = '']: readonly string[]): SourceFile | null => (name === 'deep' ? (file(near) ?? file(far)) : file(`${folder}${name}.mmspec`));
  const analysed = analyse(own, resolve);
  if (hasErrors(analysed.diagnostics)) return null;
  const { results, scenarios } = await allOf(workOf({ analysed, main: own }, resolve, { names: null, timeMax: null, memoryMax: null, workers: 1 }));
  return new Map([...results, ...scenarios].map((each) => [each.name, each]));
}

/** Why a title is not true of the present texts; null where it is, or says that it is about others. */
export function whyFalse(truth: Truth, unsaved: readonly string[], name: string, title: string): string | null {
  if (/cancelled/u.test(title)) return 'a cancelled run is shown';
  if (title.startsWith('outdated: ')) return null;
  if (truth === null) return 'the texts have errors';
  if (/not finished/u.test(title)) return /[✓✗]/u.test(title.replace(/^✗ .* of .* met$/u, '')) ? 'what is not finished has a mark' : null;
  const note = unsaved.length === 0 ? '' : ` · with unsaved ${unsaved.join(', ')}`;
  const own = [...truth.values()].filter((each) => each.name === name || ('matrix' in each && each.matrix === name));
  const met = own.filter((each) => each.met).length;
  const isMatrix = own.some((each) => each.name !== name);
  const expected = isMatrix ? `${met === own.length ? '✓' : '✗'} ${met} of ${own.length} met` : own.map(lineOf).join();
  // Of a matrix of which not all cells are known yet, what is not met is said already.
  const [, said] = /^✗ (\d+) of /u.exec(title) ?? [];
  if (isMatrix && met < own.length && said !== undefined && Number(said) <= met) return null;
  return title === expected + note ? null : `it is: ${expected}${note}`;
}

function lineOf(result: CheckResult | ScenarioResult): string {
  const asks = 'expected' in result ? result.expected === null : result.expectation === null;
  const violated =
    'results' in result ? result.results.filter(({ verdict }) => verdict === 'violated').map(({ property, depth }) => `${property} in ${depth}`) : [];
  const text =
    'found' in result
      ? `${result.found}${result.reason === '' ? '' : `: ${result.reason}`}`
      : violated.length === 0
        ? 'holds'
        : `violates ${violated.join(', ')}`;
  return `${asks ? '' : result.met ? '✓ ' : '✗ '}${text} · ${result.states} ${result.states === 1 ? 'state' : 'states'}`;
}
