import type { ViewCertificate, ViewInstance } from '@mmspec/system';
import { certificateOf, decideForAny } from '@mmspec/parametric';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { certificatesOf, refusalOf } from './certificates.ts';

/*
 * Certificates that somebody wrote who wants more to be proved than is so: each is closed under what it says of cells, and that is not
 * what they are.
 */

const instance = (own: number, adds: readonly number[], named: readonly number[]): ViewInstance => ({ of: 0, own: [own], adds, raised: [], named, in: [] });

const about = { check: 'c', settings: {}, families: [{ constant: 'N', family: 'p', from: 2 }], fixed: {}, size: 1, properties: ['fine'] } as const;

/** Why a certificate for a spec without errors is refused. */
function refusal(text: string, certificate: ViewCertificate): string | null {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  return refusalOf(model, certificate);
}

test('where an actor stands is no counter: nobody would ever stand there', () => {
  const text = 'module m\nconst N: 1..9 = 1\nshared bad: bool = false\nactor p[N] { s: skip }\nactor q { t: bad = true }\ninvariant fine: not bad\ncheck c { }';
  const certificate = (counters: readonly string[]): ViewCertificate => ({
    ...about,
    cells: { shared: ['bad', 'q'], own: [['p[0]']], counters, flags: [], names: [], sets: [] },
    states: [{ shared: [0, 0], raised: [], pairs: [], instances: [0, 1].map((at) => instance(at, counters.length === 0 ? [] : [0], [])) }],
  });
  expect(refusal(text, certificate(['q']))).toBe('`q` is no such cell');
  expect(refusal(text, certificate([]))).toBe('q.t leads to a view that is not there');
});

test('what says whether a name means something is no counter: the name would mean nobody', () => {
  const text = `module m
const N: 1..9 = 1
record Visit { who: p  again: bool }
shared last: Visit? = none
shared fine_so_far: bool = true
actor p[N] { s: last = Visit(who: self, again: false)  t: if last != none { if last.who == self { fine_so_far = false } } }
invariant fine: fine_so_far
check c { }`;
  const certificate: ViewCertificate = {
    ...about,
    cells: { shared: ['last', 'last.who', 'fine_so_far'], own: [['p[0]']], counters: ['last'], flags: [], names: ['last.who'], sets: [] },
    states: [],
  };
  expect(refusal(text, certificate)).toBe('`last` is no such cell');
});

test('a shared name cannot be left out by naming another one twice: nobody would be named', () => {
  const text = `module m
const N: 1..9 = 1
shared a: p? = none
shared b: p? = none
shared bad: bool = false
actor p[N] { s: atomic { b = self  a = self }  t: if b == self { bad = true } }
invariant fine: not bad
check c { }`;
  const somebody = [0, 1, 2].flatMap((at) => [0, 1].map((named) => instance(at, [], [named, named])));
  const certificate: ViewCertificate = {
    ...about,
    cells: { shared: ['a', 'b', 'bad'], own: [['p[0]']], counters: [], flags: [], names: ['a', 'a'], sets: [] },
    states: [
      { shared: [0, 0, 0], raised: [], pairs: [], instances: [instance(0, [], [0, 0])] },
      { shared: ['some', 'some', 0], raised: [], pairs: [], instances: somebody },
    ],
  };
  expect(refusal(text, certificate)).toBe('it names a cell twice');
});

test('a constant that says how many there are of two actors is no number of one', () => {
  const text = (others: string): string =>
    `module m\nconst N: 1..9 = 1\nconst M: 1..9 = 2\nshared cnt: 0..40 = 0\nactor p[N] { s: skip }\nactor b[${others}] { t: cnt += 1 }\ninvariant fine: cnt < ${others === 'M' ? 3 : 'M + 1'}\ncheck c { }`;
  const settings = { N: 1, M: 2 };
  const forAny = decideForAny(analysed(text('M')).model, settings, ['N']);
  const certificate = certificateOf(forAny, forAny.proofs[0]!, 'c', settings);
  expect([certificate.properties.includes('fine'), certificate.families[0]?.from]).toEqual([true, 2]);
  expect(refusal(text('M'), certificate)).toBe(null);
  expect(refusal(text('N'), certificate)).toBe('N is not the number of p alone');
});

test('parts may be larger than they have to be: the number of another actor, which is in a set, is that of whoever wrote the views', () => {
  const text = `module m
import kernel.rcu
const N: 1..7 = 1
record Visit { who: p  again: bool }
shared here: bool[p] = false
shared inside: set<p> = {}
shared last: Visit? = none
shared count: 0..40 = 0
shared bad: bool = false
actor p[N] {
  s: rcu_read_lock()
  t: atomic {
    await last != none and last.who == self
    for each in p where here[each] { here[each] = true }
  }
  u: atomic {
    await not here[self]
    choose one in p
    inside -= {one}
    if inside == {} and last != none and here[last.who] { bad = true }
  }
}
actor q { v: synchronize_rcu() }
invariant over: step is p.s implies not (count % 2 == 0) or not (inside == {})
check c { }`;
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const [certificate] = certificatesOf(model, { N: 1 }, ['N']);
  const [family] = certificate!.families;
  expect([family?.from, refusalOf(model, certificate!)]).toEqual([4, null]);
  expect(refusalOf(model, { ...certificate!, families: [{ ...family!, from: 9 }] })).toMatch(/leads to a view that is not there$/u);
});
