import { explore } from '@mmspec/checker';
import type { SearchResult } from '@mmspec/checker';
import { agree } from './agreement.ts';
import { wrongReads } from './dependencies.ts';
import type { Engines } from './pipeline.ts';
import { packedDifference } from './packed_law.ts';
import { replay } from './replay.ts';

/*
 * Everything that must be true of one setting of one spec, and what kind of spec it is.
 */

export interface LawOptions {
  /** States that are compared one by one. */
  readonly comparedMax: number;
  /** States that the checker may find. */
  readonly statesMax: number;
  /** States that the interpreter may count alone, where they are more than `comparedMax`. */
  readonly countedMax: number;
  /** States over which read sets are judged; 0: none. */
  readonly readsMax: number;
}

export interface Finding {
  /** Empty: every law holds. */
  readonly differences: readonly string[];
  readonly states: number;
  /** The checker found all states. */
  readonly finished: boolean;
  readonly compared: number;
  /** Names of the properties that are violated. */
  readonly violated: readonly string[];
}

/** Checks every law on one spec. */
export async function checkLaws({ system, machine }: Engines, options: LawOptions): Promise<Finding> {
  const agreement = agree(system, machine, options.comparedMax);
  const differences = [...agreement.differences];
  const found = await explore(system, { statesMax: options.statesMax, reduction: false, countSteps: true });
  const names = new Map(found.results.map((result) => [system.properties[result.property]?.name ?? '?', result]));
  const violated = [...names].filter(([, result]) => result.verdict === 'violated');
  const finding = {
    states: found.states,
    finished: found.finished,
    compared: agreement.states,
    violated: violated.map(([name]) => name),
  };
  if (differences.length > 0) return { ...finding, differences };
  if (agreement.finished) {
    const expected = `${agreement.states} states, ${agreement.transitions} transitions`;
    const got = `${found.states} states, ${found.transitions} transitions`;
    if (!found.finished) differences.push(`the search did not finish: ${found.reason}; expected ${expected}`);
    else if (expected !== got) differences.push(`expected ${expected}, the checker found ${got}`);
    for (const [index, property] of system.properties.entries()) {
      const result = found.results.find((candidate) => candidate.property === index);
      const depth = agreement.violations.get(property.name);
      if (property.kind === 'possible' || property.kind === 'temporal') continue;
      const wanted = property.kind === 'reachable' ? (depth === undefined ? 'violated' : 'holds') : depth === undefined ? 'holds' : `violated at ${depth}`;
      const answer =
        result === undefined ? 'not judged' : result.verdict === 'violated' && property.kind !== 'reachable' ? `violated at ${result.depth}` : result.verdict;
      if (wanted !== answer) differences.push(`${property.name} (${property.kind}): expected ${wanted}, the checker says ${answer}`);
    }
  } else if (found.finished && found.states <= options.countedMax) {
    const whole = agree(system, machine, options.countedMax);
    differences.push(...whole.differences);
    if (whole.states !== found.states || whole.transitions !== found.transitions)
      differences.push(`expected ${whole.states} states, ${whole.transitions} transitions, the checker found ${found.states}, ${found.transitions}`);
  }
  for (const [name, result] of names) {
    if (result.path === null) continue;
    const wrong = replay(system, machine, result.property, result.path);
    if (wrong !== null) differences.push(`the trace of ${name} does not replay: ${wrong}`);
    if (result.depth !== result.path.actions.length)
      differences.push(`the trace of ${name} has ${result.path.actions.length} steps, its depth is ${result.depth}`);
  }
  if (options.readsMax > 0) {
    const wrong = wrongReads(system, options.readsMax);
    if (wrong !== null) differences.push(wrong);
  }
  const scattered = packedDifference(system, Math.min(options.comparedMax, 60), found.states);
  if (scattered !== null) differences.push(scattered);
  const packed = await explore(system, { statesMax: options.statesMax, reduction: false, packedFrom: 0, countSteps: true });
  const inShort = ({ states, transitions, depth, finished, results, taken, steps }: SearchResult): string =>
    `${states} states, ${transitions} transitions, taken ${taken.join('')}, ${steps?.join()} times, depth ${depth}${finished ? '' : ', unfinished'}: ${results.map((result) => `${result.verdict} ${result.depth} ${result.path?.actions.join(',') ?? ''}`).join('; ')}`;
  // Where a limit ends the search, successors that were gathered are dropped together.
  if (found.finished && inShort(packed) !== inShort(found)) differences.push(`packed: expected ${inShort(found)}, the checker found ${inShort(packed)}`);
  const stepCount = found.steps!.reduce((sum, count) => sum + count, 0);
  if (found.finished && agreement.finished && stepCount !== agreement.transitions + agreement.faults)
    differences.push(`the actions are taken ${stepCount} times, and there are ${agreement.transitions} steps and ${agreement.faults} faults`);
  const unjudged = await explore(system, { statesMax: options.statesMax, reduction: false, properties: [] });
  if (found.finished && (unjudged.states !== found.states || unjudged.transitions !== found.transitions || unjudged.depth !== found.depth)) {
    differences.push(
      `where every property is ignored there are ${unjudged.states} states and ${unjudged.transitions} transitions, else ${found.states} and ${found.transitions}`,
    );
  }
  const ordered = await explore(system, { statesMax: options.statesMax, order: true, symmetry: true, deadValues: true });
  if (ordered.finished && found.finished) {
    for (const { property, verdict } of ordered.results) {
      const name = system.properties[property]?.name ?? '?';
      if (names.get(name)?.verdict !== verdict) differences.push(`with every reduction ${name} is ${verdict}, without ${names.get(name)?.verdict}`);
    }
    if (ordered.taken.join() !== found.taken.join())
      differences.push(`with every reduction the actions ${ordered.taken.join('')} are taken, without ${found.taken.join('')}`);
  }
  const reduced = await explore(system, { statesMax: options.statesMax, reduction: true, symmetry: true });
  if (reduced.finished && found.finished) {
    for (const result of reduced.results) {
      const name = system.properties[result.property]?.name ?? '?';
      const other = names.get(name);
      if (other?.verdict !== result.verdict || other.depth !== result.depth)
        differences.push(`with reductions ${name} is ${result.verdict} at ${result.depth}, without ${other?.verdict} at ${other?.depth}`);
    }
  }
  return { ...finding, differences };
}
