import { CheckpointRefused, explore } from '@mmspec/checker';
import type { ExploreOptions, SearchResult, Workers } from '@mmspec/checker';
import type { TransitionSystem } from '@mmspec/system';
import type { Choices } from '../random/choices.ts';
import type { Engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { DiskInMemory, powerFailure } from './disk.ts';

/*
 * However a search is done, it finds the same states, transitions, verdicts and actions, and breadth-first the same paths.
 */

/** One way to do a search. */
export interface Configuration {
  readonly name: string;
  readonly search: (system: TransitionSystem, options: ExploreOptions, choices: Choices) => Promise<SearchResult>;
  /** Paths and depths are those of the plain search. */
  readonly samePaths: boolean;
  /** Threads that take part, where there is more than one level. */
  readonly threads: number;
}

/** Less memory than most searches need, in bytes. */
const littleMemory = (choices: Choices): number => 1 << choices.below(16);

/** A search that loses its power again and again, and goes on from its last checkpoint each time. */
async function interrupted(system: TransitionSystem, options: ExploreOptions, choices: Choices, spills: boolean): Promise<SearchResult> {
  const memoryMax = littleMemory(choices);
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  for (let round = 0; ; round++) {
    // Sooner or later the power stays.
    const disk = new DiskInMemory(files, round > 12 ? Infinity : 1 + choices.below(60));
    const reason = (error: unknown): string => (error instanceof CheckpointRefused ? error.message : String(error));
    const result = await explore(system, {
      ...options,
      ...(spills ? { spill: disk, memoryMax } : {}),
      checkpoint: { disk, interval: 0, resume: round > 0 },
    }).catch(reason);
    if (typeof result !== 'string' && result.reason !== powerFailure) return result;
    if (typeof result === 'string' && result !== powerFailure) throw new Error(result);
    files = disk.afterFailure(choices.below(5) / 4);
  }
}

/** A search that is stopped by a limit again and again, and goes on with a larger one each time. */
async function limited(system: TransitionSystem, options: ExploreOptions, choices: Choices, spills: boolean): Promise<SearchResult> {
  const memoryMax = littleMemory(choices);
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  let statesMax = 0;
  for (let round = 0; ; round++) {
    statesMax += 1 + choices.below(1 << choices.below(10));
    const disk = new DiskInMemory(files);
    const limits = round > 12 ? {} : { statesMax, memoryMax: 2 ** (8 + 2 * round) };
    // Either what is written at the end has to do, or there is something from before it.
    const checkpoint = { disk, interval: choices.below(2) * 1000, resume: round > 0 };
    const result = await explore(system, { ...options, ...limits, ...(spills ? { spill: disk, memoryMax } : {}), checkpoint });
    if (result.finished || round > 12) return result;
    if (result.states > statesMax) throw new Error(`${result.states} states, with a limit of ${statesMax}`);
    // Among the initial states there is nothing to go on from.
    if (!result.isKept && result.transitions > 0) throw new Error(`nothing is kept: ${result.reason}`);
    files = disk.afterFailure(choices.below(5) / 4);
  }
}

export function configurations(workers: (count: number) => Workers): readonly Configuration[] {
  return [
    { name: 'two threads', samePaths: true, threads: 2, search: (system, options) => explore(system, { ...options, workers: workers(2) }) },
    { name: 'three threads', samePaths: true, threads: 3, search: (system, options) => explore(system, { ...options, workers: workers(3), packedFrom: 0 }) },
    { name: 'depth-first', samePaths: false, threads: 1, search: (system, options) => explore(system, { ...options, search: 'depth' }) },
    {
      name: 'depth-first over packed states',
      samePaths: false,
      threads: 1,
      search: (system, options) => explore(system, { ...options, search: 'depth', packedFrom: 0 }),
    },
    {
      name: 'spilling',
      samePaths: true,
      threads: 1,
      search: (system, options, choices) => explore(system, { ...options, spill: new DiskInMemory(), memoryMax: littleMemory(choices) }),
    },
    { name: 'interrupted', samePaths: true, threads: 1, search: (system, options, choices) => interrupted(system, options, choices, false) },
    {
      name: 'interrupted over packed states',
      samePaths: true,
      threads: 1,
      search: (system, options, choices) => interrupted(system, { ...options, packedFrom: 0 }, choices, false),
    },
    { name: 'limited', samePaths: true, threads: 1, search: (system, options, choices) => limited(system, options, choices, false) },
    {
      name: 'limited over packed states',
      samePaths: true,
      threads: 1,
      search: (system, options, choices) => limited(system, { ...options, packedFrom: 0 }, choices, false),
    },
    { name: 'spilling and limited', samePaths: true, threads: 1, search: (system, options, choices) => limited(system, options, choices, true) },
    { name: 'spilling and interrupted', samePaths: true, threads: 1, search: (system, options, choices) => interrupted(system, options, choices, true) },
  ];
}

/** What differs between a search and the plain one, which finished. */
export async function configurationDifferences(
  { system, machine }: Engines,
  { name, search, samePaths, threads }: Configuration,
  choices: Choices,
  options: ExploreOptions,
  plain: SearchResult,
): Promise<readonly string[]> {
  const found = await search(system, options, choices);
  const differences: string[] = [];
  const told = (what: string, expected: unknown, got: unknown): void => {
    if (String(expected) !== String(got)) differences.push(`${name}: expected ${what} ${String(expected)}, found ${String(got)}`);
  };
  told('finished', plain.finished, `${found.finished}${found.reason}`);
  told('states', plain.states, found.states);
  told('transitions', plain.transitions, found.transitions);
  told('taken', plain.taken, found.taken);
  told('steps', plain.steps, found.steps);
  told('threads', plain.depth > 0 ? threads : 1, found.workers);
  if (samePaths) told('depth', plain.depth, found.depth);
  for (const [index, expected] of plain.results.entries()) {
    const result = found.results[index]!;
    const property = system.properties[expected.property]!.name;
    told(property, expected.verdict, result.verdict);
    if (samePaths) {
      told(`depth of ${property}`, expected.depth, result.depth);
      told(`path of ${property}`, expected.path?.actions, result.path?.actions);
    }
    if (result.path === null) continue;
    const wrong = replay(system, machine, result.property, result.path);
    if (wrong !== null) differences.push(`${name}: the trace of ${property} does not replay: ${wrong}`);
    if (result.path.actions.length !== result.depth)
      differences.push(`${name}: the trace of ${property} has ${result.path.actions.length} steps, its depth is ${result.depth}`);
  }
  return differences;
}
