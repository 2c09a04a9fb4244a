import { dirname, relative, resolve, sep } from 'node:path';
import type { ClaimedCheck, ClaimedScenario, ClaimedSpec, ClaimJson } from '@mmspec/api';
import { jsonVersion } from '@mmspec/api';
import type { SourceFile } from '@mmspec/source';
import type { CheckResult, ScenarioResult } from '@mmspec/system';
import type { CheckCall } from '../check_specs.ts';
import { digest } from '../files/digest.ts';
import { libraryScheme } from '../files/resolver.ts';
import { version } from '../version.ts';

/*
 * A claim: what was checked and what came of it, without anything that another run would find otherwise.
 */

/** What was found in one spec. */
export interface Claimable {
  readonly path: string;
  /** The spec, and everything that it imports. */
  readonly files: readonly SourceFile[];
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
}

/** What a claim says of the call that made it. */
export interface ClaimingCall extends Pick<CheckCall, 'checks' | 'properties' | 'set' | 'memory' | 'window' | 'limits'> {
  /** The mail, mailbox or folder whose blocks are together the specs; left out where each file and block is a spec of its own. */
  readonly series?: string | undefined;
}

/** The claim of a call, for a file in this folder. */
export function claimOf(call: ClaimingCall, found: readonly Claimable[], folder: string): ClaimJson {
  const { reduction, symmetry, deadValues, order, search, statesMax } = call.limits;
  return {
    version: jsonVersion,
    mmspec: version,
    options: {
      checks: call.checks,
      properties: call.properties,
      set: call.set.map(({ name, value }) => `${name}=${value}`),
      reduction: reduction !== false,
      symmetry: symmetry === true,
      deadValues: deadValues === true,
      order: order === true,
      search: search ?? 'breadth',
      ...(statesMax === undefined ? {} : { statesMax }),
      ...(call.memory === undefined ? {} : { memory: call.memory }),
      ...(call.window === undefined ? {} : { window: call.window }),
      ...(call.series === undefined ? {} : { series: from(folder, call.series) }),
    },
    memory: memoryOf(found),
    specs: found.map((each) => specOf(each, folder)),
  };
}

/** The memory model of everything that was run. */
function memoryOf(found: readonly Claimable[]): ClaimJson['memory'] {
  const models = new Set(found.flatMap(({ results, scenarios }) => [...results, ...scenarios].map(({ memory = 'sc' }) => memory)));
  const [only = 'sc', ...others] = models;
  return others.length === 0 ? only : 'several';
}

function specOf({ path, files, results, scenarios }: Claimable, folder: string): ClaimedSpec {
  return {
    path: from(folder, path),
    texts: textsOf(files, folder),
    checks: results.map(checkOf),
    scenarios: scenarios.map((result) => picked(result, ofScenario)),
  };
}

/** The SHA-256 of texts, by their paths from a folder. */
export function textsOf(files: readonly SourceFile[], folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => [file.path.startsWith(libraryScheme) ? file.path : from(folder, file.path), digest(file.text)]));
}

/** What another run finds again of a check, of one of its properties, and of a scenario. */
const ofCheck = [
  'name',
  'settings',
  'expectation',
  'met',
  'verdict',
  'property',
  'reason',
  'states',
  'transitions',
  'depth',
  'reduction',
  'memory',
  'window',
  'bounded',
] as const satisfies readonly (keyof ClaimedCheck)[];
const ofProperty = ['property', 'verdict', 'depth', 'fairness', 'anyNumber', 'numbers'] as const;
const ofScenario = ['name', 'settings', 'steps', 'expected', 'found', 'met', 'reason', 'states'] as const satisfies readonly (keyof ClaimedScenario)[];

function checkOf(result: CheckResult): ClaimedCheck {
  return { ...picked(result, ofCheck), results: result.results.map((each) => picked(each, ofProperty)) };
}

/** These fields, as far as they are there. */
function picked<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(from, name) ? [[name, from[name]]] : []))) as Pick<T, K>;
}

/** The path as a claim in this folder names it, with slashes. */
export function from(folder: string, path: string): string {
  return relative(resolve(folder), resolve(path)).split(sep).join('/');
}

/** The folder that the paths of a claim start from. */
export const folderOf = (claimPath: string): string => dirname(resolve(claimPath));
