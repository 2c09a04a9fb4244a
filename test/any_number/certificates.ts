import { certificateOf, decideForAny } from '@mmspec/parametric';
import type { ForAnyOptions } from '@mmspec/parametric';
import type { Model } from '@mmspec/semantics';
import type { CertifiedFamily, Settings, ViewCertificate } from '@mmspec/system';
import { Unverified, verifyViews } from '@mmspec/verifier';

/** The certificates of all proofs about a check, as another program reads them. */
export function certificatesOf(model: Model, settings: Settings, constants: readonly string[], options: ForAnyOptions = {}): readonly ViewCertificate[] {
  const forAny = decideForAny(model, settings, constants, options);
  return forAny.proofs.map((proof) => JSON.parse(JSON.stringify(certificateOf(forAny, proof, 'check', settings))) as ViewCertificate);
}

/** Why a certificate is not verified; null: it is. */
export function refusalOf(model: Model, certificate: ViewCertificate): string | null {
  try {
    const { froms } = verifyViews(model, certificate);
    return froms.some((from, at) => from > certificate.families[at]!.from) ? `from ${froms.join(', ')}` : null;
  } catch (error) {
    if (!(error instanceof Unverified)) throw error;
    return error.message;
  }
}

type Change = (certificate: ViewCertificate, pick: (count: number) => number) => ViewCertificate | null;

const withState = (
  certificate: ViewCertificate,
  at: number,
  change: (state: ViewCertificate['states'][number]) => ViewCertificate['states'][number],
): ViewCertificate => ({
  ...certificate,
  states: certificate.states.map((state, each) => (each === at ? change(state) : state)),
});

const withFamily = (certificate: ViewCertificate, at: number, change: Partial<CertifiedFamily>): ViewCertificate => ({
  ...certificate,
  families: certificate.families.map((family, each) => (each === at ? { ...family, ...change } : family)),
});

/** What is left of pairs without an instance. */
const pairsWithout = ({ pairs }: ViewCertificate['states'][number], gone: number): ViewCertificate['states'][number]['pairs'] =>
  pairs.flatMap(([one, other, said, answered]) =>
    one === gone || other === gone ? [] : [[one - (one > gone ? 1 : 0), other - (other > gone ? 1 : 0), said, answered] as const],
  );

/** Every kind of damage; null: there is nothing of that kind to damage. */
export const damages: Readonly<Record<string, Change>> = {
  'a view of one is left out': (certificate, pick) => {
    const at = pick(certificate.states.length);
    const gone = pick(certificate.states[at]!.instances.length);
    return withState(certificate, at, (state) => ({
      ...state,
      instances: state.instances.filter((_, each) => each !== gone),
      pairs: pairsWithout(state, gone),
    }));
  },
  'a view of two is left out': (certificate, pick) => {
    const at = pick(certificate.states.length);
    const { pairs } = certificate.states[at]!;
    const gone = pick(pairs.length);
    return pairs.length === 0 ? null : withState(certificate, at, (state) => ({ ...state, pairs: state.pairs.filter((_, each) => each !== gone) }));
  },
  'a shared state is left out': (certificate, pick) => {
    const gone = pick(certificate.states.length);
    return { ...certificate, states: certificate.states.filter((_, at) => at !== gone) };
  },
  'a number of a shared cell is another one': (certificate, pick) => {
    const { shared } = certificate.cells;
    const [at, cell] = [pick(certificate.states.length), pick(shared.length)];
    if (shared.length === 0) return null;
    const changed = withState(certificate, at, (state) => ({
      ...state,
      shared: state.shared.map((value, each) => (each === cell ? (value === 'some' ? 0 : 77) : value)),
    }));
    return changed;
  },
  'a number of an instance is another one': (certificate, pick) => {
    const at = pick(certificate.states.length);
    const instance = pick(certificate.states[at]!.instances.length);
    const of = certificate.states[at]!.instances[instance]?.of ?? 0;
    const cell = pick(certificate.cells.own[of]!.length);
    return withState(certificate, at, (state) => ({
      ...state,
      instances: state.instances.map((each, index) =>
        index === instance ? { ...each, own: each.own.map((value, place) => (place === cell ? 77 : value)) } : each,
      ),
    }));
  },
  'a share of an instance is another one': (certificate, pick) => {
    if (certificate.cells.counters.length === 0) return null;
    const at = pick(certificate.states.length);
    const instance = pick(certificate.states[at]!.instances.length);
    const counter = pick(certificate.cells.counters.length);
    return withState(certificate, at, (state) => ({
      ...state,
      instances: state.instances.map((each, index) =>
        index === instance ? { ...each, adds: each.adds.map((value, place) => (place === counter ? value + 77 : value)) } : each,
      ),
    }));
  },
  'a cell is left out': (certificate) => {
    const [first] = certificate.cells.shared;
    return first === undefined ? null : { ...certificate, cells: { ...certificate.cells, shared: certificate.cells.shared.slice(1) } };
  },
  'a property is added that is not there': (certificate) => ({ ...certificate, properties: [...certificate.properties, 'nowhere'] }),
  'a property is added that asks for what has to happen': (certificate) => ({ ...certificate, properties: [...certificate.properties, 'deadlock'] }),
  'an instance is said to be of another family': (certificate, pick) => {
    if (certificate.families.length === 1) return null;
    const at = pick(certificate.states.length);
    const instance = pick(certificate.states[at]!.instances.length);
    return withState(certificate, at, (state) => ({
      ...state,
      instances: state.instances.map((each, index) => (index === instance ? { ...each, of: 1 - each.of } : each)),
    }));
  },
  'of several families the last one is left out': (certificate) =>
    certificate.families.length === 1
      ? null
      : { ...certificate, families: certificate.families.slice(0, -1), cells: { ...certificate.cells, own: certificate.cells.own.slice(0, -1) } },
  'of several families the first one is said to be two': (certificate) =>
    certificate.families.length === 1 ? null : { ...certificate, families: certificate.families.map(() => certificate.families[0]!) },
  'it is said to begin below': (certificate, pick) => withFamily(certificate, pick(certificate.families.length), { from: 1 }),
  'it is about another family': (certificate, pick) => withFamily(certificate, pick(certificate.families.length), { family: 'nobody' }),
};
