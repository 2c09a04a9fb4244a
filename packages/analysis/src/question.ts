import type { Expectation } from '@mmspec/checker';
import { originOf } from '@mmspec/system';
import type { FairnessItem, PlannedCheck, Property, PropertyKind } from '@mmspec/system';

/** What a check asks of one system, whose properties it knows by their indices and no longer by the words of the spec. */
export interface Question {
  readonly planned: PlannedCheck;
  /** Properties that it judges. */
  readonly judged: ReadonlySet<number>;
  /** Null: it expects nothing. */
  readonly expectation: Expectation | null;
  /** The fairness that it judges a temporal property under, in place of the declared one. */
  readonly fairness: ReadonlyMap<number, readonly FairnessItem[]>;
}

type Named = Pick<Property, 'name' | 'kind'>;

/** Finds the properties that the words of a check stand for. */
export function questionOf(planned: PlannedCheck, properties: readonly Named[]): Question {
  const { of, ignored, expectation, fairness = {} } = planned;
  const indices = [...properties.keys()];
  const called = calledIn(properties);
  const ignoredOnes = new Set(ignored.flatMap(called));
  const asked = new Set(of === null ? indices : of.flatMap(called));
  return {
    planned,
    judged: new Set(indices.filter((index) => asked.has(index) && !ignoredOnes.has(index))),
    expectation:
      expectation === null
        ? null
        : {
            violations: expectation.items.map(({ property, within }) => ({ written: property, properties: called(property), within })),
            // What cannot be decided of every number holds for each that is searched.
            holds: [...expectation.holds, ...(expectation.undecided ?? [])].flatMap(called),
          },
    fairness: new Map(
      indices.flatMap((index) => {
        const { name } = properties[index]!;
        return Object.hasOwn(fairness, name) ? [[index, fairness[name]!] as const] : [];
      }),
    ),
  };
}

/** By a name as a check writes it: the properties that it stands for. A check may name all of many, so those that are called by their own name are looked up. */
function calledIn(properties: readonly Named[]): (written: string) => number[] {
  let looked: Called | null = null;
  return (written) => {
    const { named, others } = (looked ??= lookedUp(properties));
    const byOther = others.filter((index) => properties[index]!.name !== written && isCalled(written, properties[index]!.name, properties[index]!.kind));
    return [...(named.get(written) ?? []), ...byOther].toSorted((a, b) => a - b);
  };
}

interface Called {
  readonly named: ReadonlyMap<string, readonly number[]>;
  /** Those that a check may call by another name than their own. */
  readonly others: readonly number[];
}

function lookedUp(properties: readonly Named[]): Called {
  const named = new Map<string, number[]>();
  const others: number[] = [];
  for (const [index, { name, kind }] of properties.entries()) {
    named.set(name, [...(named.get(name) ?? []), index]);
    const origin = originOf(kind);
    if (origin !== 'declared' && origin !== 'every spec') others.push(index);
  }
  return { named, others };
}

/**
 * Whether a name as a check writes it stands for a property that has another one.
 * `range` is every range; `walker.touch` is every assertion of that actor whose labels contain the parts in this order.
 */
function isCalled(written: string, property: string, kind: PropertyKind): boolean {
  switch (originOf(kind)) {
    case 'declared':
    case 'every spec':
      return false;
    case 'each variable':
      return written === kind;
    case 'each assertion':
      return isOfAssertion(written, property);
  }
}

function isOfAssertion(written: string, property: string): boolean {
  const [actor, ...labels] = property.split('.');
  const [wantedActor, ...wanted] = written.split('.');
  if (actor !== wantedActor || wanted.length === 0) return false;
  let matched = 0;
  for (const label of labels) if (label === wanted[matched]) matched++;
  return matched === wanted.length;
}
