import { analyse } from '@mmspec/semantics';
import type { Model, Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { isMemoryKind, type AuditFinding } from '@mmspec/system';
import type { HeldCheck } from './held.ts';
import { MutantMaker } from './mutants.ts';
import { PartJudge, type JudgeOptions } from './part_judge.ts';
import { sitesOf, type Change, type Site } from './sites.ts';

/*
 * An audit whose parts are judged in several threads: each reads the spec for itself, and gets what holds in it from the one that has found it out.
 */

/** What is tried at a time: a part, or two of them. */
export type Tried = readonly Site[];

/** What those who help are told. It can be sent to a thread. */
export interface AuditTask {
  readonly main: SourceFile;
  readonly held: readonly HeldCheck[];
  /** What is tried: indices of parts among all of the spec. */
  readonly tried: readonly (readonly number[])[];
  readonly limits: Pick<JudgeOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'races'>;
}

/** What a thread has found. */
export interface HelpersFinding {
  readonly finding: AuditFinding;
  /** Those of its searches. */
  readonly states: number;
}

/** Those who help: they take what is tried from the last on. */
export interface AuditHelpers {
  /** Whether the caller is to judge one itself: nobody else has taken it. */
  readonly claim: (index: number) => boolean;
  /** What was found of one that somebody has taken; null: the caller is to judge it after all. */
  readonly found: (index: number) => Promise<HelpersFinding | null>;
  readonly end: () => void;
}

/** In a thread: judges what is tried, by index. */
export function helper(
  { main, held, tried, limits }: AuditTask,
  resolve: Resolver,
  signal: JudgeOptions['signal'],
): (index: number) => Promise<HelpersFinding> {
  const { model } = analyse(main, resolve);
  const sites = sitesOf(model);
  const { judge, maker } = judgeOf(main, model, resolve, held, { ...limits, signal });
  const all = tried.map((indices) => indices.map((index) => sites[index]!));
  const made = maker.ofChanges(all.map(changeOf));
  return async (index) => {
    const before = judge.states;
    const finding = await judge.judge(made(index), isOfMemory(all[index]!));
    return { finding, states: judge.states - before };
  };
}

/** A judge with the mutants that it judges. */
export interface Judging {
  readonly judge: PartJudge;
  readonly maker: MutantMaker;
}

/** A judge of the mutants of a spec by what holds in it. */
export function judgeOf(main: SourceFile, model: Model, resolve: Resolver, held: readonly HeldCheck[], options: JudgeOptions): Judging {
  const maker = new MutantMaker(main, model, resolve);
  return { judge: new PartJudge(held, maker, options), maker };
}

/** A barrier, or an order of neighbours. */
export function isOfMemory(tried: Tried): boolean {
  return tried.length === 1 && isMemoryKind(tried[0]!.kind);
}

/** All changes at once. */
export function changeOf(tried: Tried): Change {
  const [first] = tried;
  if (first !== undefined && tried.length === 1) return first.change;
  return {
    without: [...new Set(tried.flatMap(({ change }) => change.without))],
    parts: [...new Set(tried.flatMap(({ change }) => change.parts))],
    swapped: null,
    weaker: null,
    isOfActor: tried.every(({ change }) => change.isOfActor),
  };
}
