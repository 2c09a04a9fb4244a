import { jsonVersion, type CertificateJson } from '@mmspec/api';
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
  if (value['version'] !== jsonVersion) wrong(`its version is ${JSON.stringify(value['version'])}, and not ${jsonVersion}`);
  const specs = value['specs'];
  if (!Array.isArray(specs) || specs.length === 0) return wrong('it names no specs');
  for (const spec of specs as readonly unknown[]) {
    if (!isObject(spec) || !isText(spec['path']) || !record(isText)(spec['texts'])) return wrong('a spec has no path, or no texts');
    const proofs = spec['proofs'];
    if (!Array.isArray(proofs) || proofs.length === 0) return wrong('a spec has no proofs');
    for (const proof of proofs as readonly unknown[]) {
      const field = isObject(proof) ? wrongField(proof) : '';
      if (field !== null) wrong(field === '' ? 'a proof is no object' : `${field} of a proof is missing, or not what it has to be`);
    }
  }
  return value as unknown as CertificateJson;
}

/** The first field of a proof that is not of its shape; null: all are. */
function wrongField(proof: Fields): string | null {
  const cells = proof['cells'];
  const groups = ['shared', 'own', 'counters', 'flags', 'names', 'sets'];
  if (!isObject(cells) || !groups.every((group) => list(isText)(cells[group]))) return 'cells';
  const count = (group: string): number => (cells[group] as readonly string[]).length;
  const instance: Readonly<Record<string, Test>> = {
    own: list(isValue, count('own')),
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
    return instances.every((each) => isObject(each) && Object.entries(instance).every(([field, test]) => test(each[field]))) && pairs.every(isPair);
  };
  const fields: Readonly<Record<string, Test>> = {
    check: isText,
    settings: record(isSetting),
    constant: isText,
    family: isText,
    from: isCount,
    size: (size) => size === 1 || size === 2,
    properties: list(isText),
    states: list(isState),
  };
  return Object.entries(fields).find(([field, test]) => !test(proof[field]))?.[0] ?? null;
}
