import type { Settings, ViewCertificate, ViewInstance, ViewState, ViewValue } from '@mmspec/system';
import type { ForAny, Proof } from './any_number.ts';
import { another, itself, someInstance } from './parts.ts';
import type { Local } from './parts.ts';
import { pairOf } from './views.ts';

/** The views of a proof as data, for a check with these settings; `fixed`: numbers in them that are not those of the check. */
export function certificateOf(
  { constants, families }: ForAny,
  proof: Proof,
  check: string,
  settings: Settings,
  fixed: ViewCertificate['fixed'] = {},
): ViewCertificate {
  const { program, shape, closure, size, froms, properties } = proof;
  const names = (cells: readonly number[]): readonly string[] => cells.map((cell) => program.cells[cell]!.name);
  const shared = shape.shared.filter((cell) => shape.names.has(cell));
  const sets = shape.shared.filter((cell) => shape.sets.has(cell));
  return {
    check,
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !constants.includes(name))),
    fixed,
    families: constants.map((constant, at) => ({ constant, family: families[at]!, from: froms[at]! })),
    size,
    properties,
    cells: {
      shared: names(shape.shared),
      own: shape.families.map(({ first }) => names(shape.own[first] ?? [])),
      counters: names([...shape.counters.keys()]),
      flags: names(shape.flags),
      names: names(shared),
      sets: names(sets),
    },
    states: closure.views.corners.map((corner): ViewState => {
      const pairs: ViewState['pairs'][number][] = [];
      for (const [key, said] of corner.pairs) {
        const [one, other] = pairOf(key);
        if (one <= other)
          for (const { said: first, answered } of said) pairs.push([one, other, closure.views.relation(first), closure.views.relation(answered)]);
      }
      return {
        shared: corner.shared.slice(0, shape.shared.length).map((value) => (value === someInstance ? 'some' : value)),
        raised: corner.shared.slice(shape.shared.length),
        instances: corner.locals.map((local) => instanceOf(local, proof)),
        pairs,
      };
    }),
  };
}

function instanceOf(local: Local, { shape, closure: { parts } }: Proof): ViewInstance {
  const of = local[parts.familyAt]!;
  const own = shape.own[shape.families[of]!.first] ?? [];
  return {
    of,
    own: local.slice(0, own.length).map((value, at): ViewValue => {
      if (!shape.names.has(own[at]!)) return value;
      if (value === another) return 'other';
      if (value > itself || value <= another) return value;
      return value === itself ? 'self' : `self.${itself - value}`;
    }),
    adds: local.slice(parts.shareAt, parts.flagAt),
    raised: local.slice(parts.flagAt, parts.nameAt),
    named: local.slice(parts.nameAt, parts.setAt),
    in: local.slice(parts.setAt, parts.familyAt),
  };
}
