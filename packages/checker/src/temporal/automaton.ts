import { yes } from './normal_form.ts';
import type { Nodes } from './normal_form.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';

/*
 * From a formula to a generalised Buchi automaton with its acceptance on transitions, by the tableau of
 * J.-M. Couvreur, "On-the-fly verification of linear temporal logic", FM 1999 (after Gerth, Peled, Vardi, Wolper,
 * "Simple on-the-fly automatic verification of linear temporal logic", PSTV 1995).
 * A state is the set of formulas that are still owed. A transition says what must be true now (literals), what is owed
 * next, and which `until` it puts off once more. A run is accepted if no `until` is put off for ever.
 *
 * A settled formula that is owed stays owed: what a run has gathered of them is what its loop has to meet.
 */

export interface Literal {
  /** Number of an atom, or `isStep`. */
  readonly atom: number;
  readonly negated: boolean;
}

export interface AutomatonEdge {
  readonly literals: readonly Literal[];
  readonly target: number;
  /** Acceptance sets that the transition lies in. */
  readonly accepts: readonly number[];
}

/** The initial state is 0. A word is accepted by a run that takes transitions of each acceptance set again and again, and meets what is settled. */
export interface Automaton {
  readonly states: readonly (readonly AutomatonEdge[])[];
  /** By state: the conjunction of the settled formulas that are owed. */
  readonly settled: readonly number[];
  readonly acceptanceCount: number;
}

/** The automaton of the behaviours that have what the node says. */
export async function automatonOf(nodes: Nodes, start: number, room: Room, pause: Pause): Promise<Automaton> {
  const numbers = new Map<string, number>();
  const owed: (readonly number[])[] = [];
  const numberOf = (set: readonly number[]): number => {
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    room.take(bytesPerList + key.length + set.length * 8);
    numbers.set(key, owed.length);
    return owed.push(set) - 1;
  };
  numberOf(start === yes ? [] : [start]);
  const covers: { readonly cover: Cover; readonly target: number }[][] = [];
  for (let state = 0; state < owed.length; state++) {
    const found = await coversOf(nodes, owed[state] ?? [], room, pause);
    covers.push(found.map((cover) => ({ cover, target: numberOf(cover.next) })));
  }
  const untils = [...new Set(covers.flat().flatMap(({ cover }) => cover.postponed))].sort((a, b) => a - b);
  const states = covers.map((own) =>
    own.map(({ cover, target }): AutomatonEdge => ({
      literals: cover.literals.map((number) => literalOf(nodes, number)),
      target,
      accepts: untils.flatMap((until, set) => (cover.postponed.includes(until) ? [] : [set])),
    })),
  );
  return { states, settled: owed.map((set) => nodes.and(set.filter((each) => nodes.isSettled(each)))), acceptanceCount: untils.length };
}

function literalOf(nodes: Nodes, number: number): Literal {
  const node = nodes.at(number);
  if (node.kind !== 'literal') throw new Error(`node ${number} is no literal`);
  return node;
}

/** A set of formulas met now; lists are sorted. */
interface Cover {
  readonly literals: readonly number[];
  readonly next: readonly number[];
  readonly postponed: readonly number[];
}

/** About what a list or a small object takes. */
const bytesPerList = 64;

/** Covers between two looks at the clock. */
const coversPerPause = 64;

async function coversOf(nodes: Nodes, set: readonly number[], room: Room, pause: Pause): Promise<readonly Cover[]> {
  let found: Cover[] = [];
  const open: PartialCover[] = [{ todo: [...set], done: new Set(), literals: new Set(), next: new Set(), postponed: new Set() }];
  let rounds = 0;
  for (let so = open.pop(); so !== undefined; so = open.pop()) {
    const wait = ++rounds % coversPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
    if (so.todo.length > 0) {
      open.push(...expand(nodes, so).toReversed());
      continue;
    }
    const sorted = (each: ReadonlySet<number>): number[] => [...each].sort((a, b) => a - b);
    const cover: Cover = { literals: sorted(so.literals), next: sorted(so.next), postponed: sorted(so.postponed) };
    // A cover is of no use beside one that asks for less and puts off less.
    if (found.some((other) => covers(other, cover))) continue;
    found = found.filter((other) => !covers(cover, other));
    room.take(4 * bytesPerList + 8 * (cover.literals.length + cover.next.length + cover.postponed.length));
    found.push(cover);
  }
  return found;
}

function covers(weaker: Cover, stronger: Cover): boolean {
  const within = (a: readonly number[], b: readonly number[]): boolean => a.every((each) => b.includes(each));
  return within(weaker.literals, stronger.literals) && within(weaker.next, stronger.next) && within(weaker.postponed, stronger.postponed);
}

interface PartialCover {
  /** Formulas that are still to be met. */
  readonly todo: readonly number[];
  readonly done: ReadonlySet<number>;
  readonly literals: ReadonlySet<number>;
  readonly next: ReadonlySet<number>;
  readonly postponed: ReadonlySet<number>;
}

/** The cases in which the first formula is met. */
function expand(nodes: Nodes, so: PartialCover): readonly PartialCover[] {
  const [first, ...rest] = so.todo;
  if (first === undefined) return [so];
  if (so.done.has(first)) return [{ ...so, todo: rest }];
  const now: PartialCover = { ...so, done: new Set([...so.done, first]), todo: rest };
  const node = nodes.at(first);
  if (node.kind === 'truth') return node.value ? [now] : [];
  if (nodes.isSettled(first)) return [{ ...now, next: new Set([...so.next, first]) }];
  switch (node.kind) {
    case 'literal':
      if (so.literals.has(nodes.literal(node.atom, !node.negated))) return [];
      return [{ ...now, literals: new Set([...so.literals, first]) }];
    case 'and':
      return [{ ...now, todo: [...node.operands, ...rest] }];
    case 'or':
      return node.operands.map((operand) => ({ ...now, todo: [operand, ...rest] }));
    case 'until':
      return [
        { ...now, todo: [node.right, ...rest] },
        { ...now, todo: [node.left, ...rest], next: new Set([...so.next, first]), postponed: new Set([...so.postponed, first]) },
      ];
    case 'release':
      return [
        { ...now, todo: [node.right, node.left, ...rest] },
        { ...now, todo: [node.right, ...rest], next: new Set([...so.next, first]) },
      ];
    case 'fin':
    case 'inf':
      throw new Error(`node ${first} is settled`);
  }
}
