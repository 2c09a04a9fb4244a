import { certificateVersion, type CertificateJson, type CertifiedSpec } from '@mmspec/api';
import { isObject, type Fields } from '../claims/parsed.ts';
import { UsageError } from '../usage_error.ts';

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isWhole: Test = (value) => Number.isSafeInteger(value);
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isBit: Test = (value) => value === 0 || value === 1;
const isValue: Test = (value) => isWhole(value) || value === 'some' || value === 'other' || (typeof value === 'string' && /^self(?:\.\d+)?$/u.test(value));
const isSetting: Test = (value) => isText(value) || typeof value === 'number' || typeof value === 'boolean';
const list =
  (test: Test, length: number | null = null): Test =>
  (value) =>
    Array.isArray(value) && (length === null || value.length === length) && value.every(test);
const record =
  (test: Test): Test =>
  (value) =>
    isObject(value) && Object.values(value).every(test);

/** Whether what a text says is meant as a certificate. */
export function isCertificate(value: unknown): value is Fields {
  return isObject(value) && value['kind'] === 'views';
}

/** A certificate from what its text says; a `UsageError` says why it is none. What it says is verified later. */
export function readCertificate(path: string, value: Fields): CertificateJson {
  const wrong = (what: string): never => {
    throw new UsageError(`${path} is no certificate that this mmspec reads: ${what}. \`mmspec check --any CONSTANT --certificate FILE\` writes one.`);
  };
  const isOld = value['version'] === 1;
  if (!isOld && value['version'] !== certificateVersion) wrong(`its version is ${JSON.stringify(value['version'])}, and not ${certificateVersion}`);
  const read: CertifiedSpec[] = [];
  const specs = value['specs'];
  if (!Array.isArray(specs) || specs.length === 0) return wrong('it names no specs');
  for (const spec of specs as readonly unknown[]) {
    if (!isObject(spec) || !isText(spec['path']) || !record(isText)(spec['texts'])) return wrong('a spec has no path, or no texts');
    const proofs = spec['proofs'];
    if (!Array.isArray(proofs) || proofs.length === 0) return wrong('a spec has no proofs');
    const inNew = (proofs as readonly unknown[]).map((proof) => (isOld && isObject(proof) ? ofOneFamily(proof) : proof));
    for (const proof of inNew) {
      const field = isObject(proof) ? wrongField(proof) : '';
      if (field !== null) wrong(field === '' ? 'a proof is no object' : `${field} of a proof is missing, or not what it has to be`);
    }
    read.push({ ...spec, proofs: inNew } as unknown as CertifiedSpec);
  }
  return { ...value, version: certificateVersion, specs: read } as unknown as CertificateJson;
}

/** A proof of version 1, as it is written now; what is not of its shape stays so. */
function ofOneFamily({ constant, family, from, cells, states, ...proof }: Fields): Fields {
  const state = (each: unknown): unknown =>
    isObject(each) && Array.isArray(each['instances'])
      ? { ...each, instances: each['instances'].map((instance: unknown) => (isObject(instance) ? { of: 0, ...instance } : instance)) }
      : each;
  return {
    ...proof,
    fixed: {},
    families: [{ constant, family, from }],
    cells: isObject(cells) ? { ...cells, own: [cells['own']] } : cells,
    states: Array.isArray(states) ? states.map(state) : states,
  };
}

/** The first field of a proof that is not of its shape; null: all are. */
function wrongField(proof: Fields): string | null {
  const { cells, families } = proof;
  const isFamily: Test = (family) => isObject(family) && isText(family['constant']) && isText(family['family']) && isCount(family['from']);
  if (!list(isFamily)(families) || (families as readonly unknown[]).length === 0) return 'families';
  const groups = ['shared', 'counters', 'flags', 'names', 'sets'];
  if (!isObject(cells) || !groups.every((group) => list(isText)(cells[group]))) return 'cells';
  if (!list(list(isText), (families as readonly unknown[]).length)(cells['own'])) return 'cells';
  const count = (group: string): number => (cells[group] as readonly string[]).length;
  const owns = (cells['own'] as readonly (readonly string[])[]).map(({ length }) => list(isValue, length));
  const instance: Readonly<Record<string, Test>> = {
    adds: list(isWhole, count('counters')),
    raised: list(isBit, count('flags')),
    named: list(isCount, count('names')),
    in: list(isWhole, count('sets')),
  };
  const isState: Test = (state) => {
    if (!isObject(state) || !list(isValue, count('shared'))(state['shared']) || !list(isBit, count('flags'))(state['raised'])) return false;
    const { instances, pairs } = state;
    if (!Array.isArray(instances) || !Array.isArray(pairs)) return false;
    const isPlace: Test = (at) => isCount(at) && (at as number) < instances.length;
    const isPair: Test = (pair) =>
      Array.isArray(pair) && pair.length === 4 && isPlace(pair[0]) && isPlace(pair[1]) && list(isCount)(pair[2]) && list(isCount)(pair[3]);
    const isInstance: Test = (each) =>
      isObject(each) &&
      isCount(each['of']) &&
      owns[each['of'] as number]?.(each['own']) === true &&
      Object.entries(instance).every(([field, test]) => test(each[field]));
    return instances.every(isInstance) && pairs.every(isPair);
  };
  const fields: Readonly<Record<string, Test>> = {
    check: isText,
    settings: record(isSetting),
    fixed: record(isCount),
    size: (size) => size === 1 || size === 2,
    properties: list(isText),
    states: list(isState),
  };
  return Object.entries(fields).find(([field, test]) => !test(proof[field]))?.[0] ?? null;
}
