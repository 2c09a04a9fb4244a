import { codeActions, parseCache, snapshotOf, type CodeAction, type Snapshot } from '@mmspec/ide';
import { explore } from '@mmspec/checker';
import { compile } from '@mmspec/compiler';
import { plan, withStandIns } from '@mmspec/semantics';
import type { Settings } from '@mmspec/system';
import { walk } from '@mmspec/syntax';
import { expect } from 'vitest';
import { resolve } from '../lsp/edits.ts';

/*
 * Law: a refactoring that keeps the meaning says nothing new, and the graph of states stays: as many states, steps and verdicts under every setting
 * of the checks. What was extracted can be inlined, and then the names in the text are those of before.
 */

const statesMax = 1500;

export const read = (text: string): Snapshot => snapshotOf({ path: 'main.mmspec', text }, resolve, parseCache().read);

/** A text after an action. */
export function applied(text: string, { edits }: CodeAction): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, text: written }) => now.slice(0, span.start) + written + now.slice(span.end), text);
}

/** Loosely, one search that did not finish says nothing of another one. */
function same(after: readonly string[] | null, before: readonly string[] | null, text: string): void {
  if (after !== null && before !== null) expect([text, after]).toEqual([text, before]);
}

/** What the searches of a spec find, for each setting of its checks: numbers of states and steps, and verdicts. Assertions and ranges are named by where they stand, so of those the kind alone. */
async function meaningOf({ analysed: { model } }: Snapshot, isLoose: boolean = false, settingsMax: number = 2): Promise<readonly string[] | null> {
  const settings = new Map(withStandIns(model, plan(model).checks).map((check): [string, Settings] => [JSON.stringify(check.settings), check.settings]));
  const found: string[] = [];
  for (const [name, each] of [...settings].slice(0, settingsMax)) {
    const { system } = compile(model, each);
    if (system === null) return ['it does not compile'];
    const { results, states, transitions, finished } = await explore(system, { statesMax });
    const verdicts = results.flatMap(({ property, verdict, depth }) => {
      const { name: own = '', kind = '' } = system.properties[property] ?? {};
      if (kind === 'assertion' || kind === 'range') return verdict === 'violated' ? [`${kind} ${verdict} ${depth}`] : [];
      return [`${own} ${verdict} ${depth}`];
    });
    if (isLoose && !finished) return null;
    found.push(`${name}: ${isLoose ? '' : `${states} states, ${transitions} steps`}`, ...verdicts.toSorted());
  }
  return found;
}

/** Ranges of neighbouring statements of the actors, at most so many of them, spread over the spec. */
function selections({ module }: Snapshot, countMax: number): { readonly from: number; readonly to: number }[] {
  const found: { readonly from: number; readonly to: number }[] = [];
  for (const item of module.items) {
    if (item.kind !== 'actor') continue;
    walk(item.body, (node) => {
      if (node.kind !== 'block') return;
      node.statements.forEach((first, index) => {
        for (const last of node.statements.slice(index, index + 3)) found.push({ from: first.span.start, to: last.span.end });
      });
    });
  }
  const every = Math.max(1, Math.ceil(found.length / countMax));
  return found.filter((_, index) => index % every === 0);
}

/** Extracts ranges of a spec, one at a time, and inlines what was extracted; how many were extracted. */
export async function checkExtractions(text: string, countMax: number): Promise<number> {
  const before = read(text);
  let count = 0;
  for (const { from, to } of selections(before, countMax)) {
    const action = codeActions(before, from, to).find(({ kind }) => kind === 'refactor.extract');
    if (action === undefined) continue;
    count++;
    // A local of an operation ends with it, and may have lived on before.
    const isLoose = /\b(?:let|var|ghost|choose)\b/u.test(text.slice(from, to));
    const meaning = await meaningOf(before, isLoose);
    const extracted = applied(text, action);
    const after = read(extracted);
    expect([extracted, newCodes(before, after)]).toEqual([extracted, []]);
    same(await meaningOf(after, isLoose), meaning, extracted);
    const call = new RegExp(`\\b${action.renames}\\(`, 'gu');
    const [, use] = [...extracted.matchAll(call)]
      .map(({ index }) => index)
      .toSorted((a, b) => Number(isDeclared(extracted, b)) - Number(isDeclared(extracted, a)));
    const back = codeActions(after, use ?? 0, use ?? 0).find(({ kind }) => kind === 'refactor.inline');
    if (back === undefined) continue;
    const inlined = applied(extracted, back);
    expect([inlined, newCodes(before, read(inlined))]).toEqual([inlined, []]);
    same(await meaningOf(read(inlined), isLoose), meaning, inlined);
    expect(wordsOf(inlined)).toBe(wordsOf(text));
  }
  return count;
}

/** Inlines calls of a spec, one at a time; how many were inlined. */
export async function checkInlinings(text: string, countMax: number): Promise<number> {
  const before = read(text);
  const calls: number[] = [];
  for (const item of before.module.items) {
    walk(item, (node) => {
      if (node.kind === 'call' && before.analysed.model.meanings.get(node.callee)?.kind === 'operation') calls.push(node.callee.span.start);
    });
  }
  const every = Math.max(1, Math.ceil(calls.length / countMax));
  let count = 0;
  let meaning: readonly string[] | null = null;
  for (const call of calls.filter((_, index) => index % every === 0)) {
    const action = codeActions(before, call, call).find(({ kind }) => kind === 'refactor.inline');
    if (action === undefined) continue;
    count++;
    meaning ??= await meaningOf(before);
    const inlined = applied(text, action);
    const after = read(inlined);
    expect([inlined, newCodes(before, after)]).toEqual([inlined, []]);
    same(await meaningOf(after), meaning, inlined);
  }
  return count;
}

const isDeclared = (text: string, at: number): boolean => /\bop $/u.test(text.slice(0, at));
const codesOf = ({ analysed }: Snapshot): readonly string[] => analysed.diagnostics.map(({ code }) => code).toSorted();
const wordsOf = (text: string): string => text.split(/\s+/u).join(' ').trim();

/** What is said of the later spec and not of the earlier one. */
export function newCodes(before: Snapshot, after: Snapshot): string[] {
  const left = [...codesOf(before)];
  return codesOf(after).filter((code) => {
    const at = left.indexOf(code);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
