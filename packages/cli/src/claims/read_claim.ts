import { jsonVersion, type ClaimJson } from '@mmspec/api';
import { isMemoryMode, memoryModes } from '@mmspec/semantics';
import { isWindow } from '@mmspec/system';
import { UsageError } from '../usage_error.ts';
import { isObject } from './parsed.ts';

type Shape = 'string' | 'number' | 'boolean' | 'object' | 'strings';

const options: Readonly<Record<keyof Required<ClaimJson['options']>, Shape>> = {
  checks: 'strings',
  properties: 'strings',
  set: 'strings',
  reduction: 'boolean',
  symmetry: 'boolean',
  deadValues: 'boolean',
  order: 'boolean',
  search: 'string',
  statesMax: 'number',
  memory: 'string',
  window: 'number',
  series: 'string',
};

/** Options that a claim leaves out where they were not given. */
const optional: ReadonlySet<string> = new Set(['statesMax', 'memory', 'window', 'series']);

const models: readonly unknown[] = [...memoryModes, 'several'] satisfies ClaimJson['memory'][];

/** A claim from what its text says; a `UsageError` says why it is none. What it claims is compared later, and may be anything. */
export function readClaim(path: string, value: unknown): ClaimJson {
  const wrong = (what: string): never => {
    throw new UsageError(`${path} is no claim that this mmspec reads: ${what}. \`mmspec check --claim FILE\` writes one.`);
  };
  if (!isObject(value)) return wrong('it is no object');
  if (value['version'] !== jsonVersion) wrong(`its version is ${JSON.stringify(value['version'])}, and not ${jsonVersion}`);
  if (!models.includes(value['memory'])) wrong('it is about a memory model that this mmspec does not know');
  const given = value['options'];
  if (!isObject(given)) return wrong('it has no options');
  for (const [name, shape] of Object.entries(options))
    if (!(optional.has(name) && given[name] === undefined) && !isOf(given[name], shape)) wrong(`options.${name} is missing, or not what it has to be`);
  const { memory, window } = given;
  if (memory !== undefined && !isMemoryMode(memory)) wrong('options.memory is no memory model that this mmspec knows');
  if (window !== undefined && !isWindow(window as number)) wrong('options.window is no window that this mmspec searches');
  const specs = value['specs'];
  if (!Array.isArray(specs) || specs.length === 0) return wrong('it names no specs');
  for (const spec of specs as readonly unknown[]) {
    const isSpec = isObject(spec) && isOf(spec['path'], 'string') && isOf(spec['texts'], 'object');
    if (!isSpec || ![spec['checks'], spec['scenarios']].every(isNamedList)) wrong('a spec has no path, texts, checks or scenarios');
  }
  return value as unknown as ClaimJson;
}

function isOf(value: unknown, shape: Shape): boolean {
  if (shape === 'strings') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  return shape === 'object' ? isObject(value) : typeof value === shape;
}

function isNamedList(value: unknown): boolean {
  return Array.isArray(value) && (value as readonly unknown[]).every((each) => isObject(each) && typeof each['name'] === 'string');
}
