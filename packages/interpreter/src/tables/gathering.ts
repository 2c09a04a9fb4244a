import { expandedIn, type Edge, type Explored } from './explored.ts';
import { knownIn, type Known } from './aliveness.ts';
import { Growing } from './growing.ts';
import { Numbers } from '../numbers.ts';
import type { Step } from './steps.ts';

/*
 * The alive part of what was explored, in which nobody has to guess: a state is a set of those of the machine that differ only in what is assumed
 * about conditions that are not known yet. So what an actor can do does not depend on a guess, and neither do fairness, `enabled` and deadlocks.
 */

export interface AliveGraph {
  readonly count: number;
  /** The states of the machine that a state stands for. */
  readonly members: (state: number) => readonly number[];
  readonly firstMember: (state: number) => number;
  /** By state: where its steps begin; one more. */
  readonly first: Growing;
  readonly outcomes: Growing;
  readonly targets: Growing;
  readonly initial: readonly Edge[];
  /**
   * By state: outcomes that could be performed next by who has nothing before it, but for what others have guessed. A processor whose guess is wrong
   * begins anew, and holds nobody up: fairness counts these steps as possible.
   */
  readonly offered: (state: number) => readonly number[];
  /**
   * By state, of a search that was cut short: it may have more steps than are known. Of any other state all steps are known,
   * and those that all who are the same to everybody but the machine have: what it cannot do, it cannot do in all of the search.
   */
  readonly isCut: (state: number) => boolean;
}

export function aliveGraph(explored: Explored): AliveGraph {
  return new Gathering(explored).gather();
}

/** More steps of one state than these are told apart by texts. */
const fewMost = 24;

const nothing: readonly number[] = [];

interface Group {
  readonly step: number;
  readonly event: number;
  readonly to: number[];
}

class Gathering {
  readonly #explored: Explored;
  readonly #isAlive: Uint8Array;
  readonly #isOpen: Uint8Array;
  /** By state that stands for some: 1 where others may belong to them that nobody has seen to be alive. */
  readonly #mayBeMore = new Growing();
  /** By the number of an outcome, plus one: what happened, whatever is assumed. */
  readonly #events: number[] = [];
  readonly #eventNumbers = new Numbers();
  /** By event: the state of the machine, plus one, at whose steps it was met last. */
  readonly #metBy: number[] = [];
  /** By state of the machine, plus one: the state that stands for it alone. */
  readonly #alone: Int32Array;
  readonly #together = new Numbers();
  readonly #togetherAt: number[] = [];
  /** By state: the only member, or where the others lie, less than zero. */
  readonly #members = new Growing();
  readonly #sets: (readonly number[])[] = [];

  constructor(explored: Explored) {
    this.#explored = explored;
    const { isAlive, isOpen }: Known = knownIn(explored);
    this.#isAlive = isAlive;
    this.#isOpen = isOpen;
    this.#alone = new Int32Array(explored.states.count);
  }

  gather(): AliveGraph {
    const [first, outcomes, targets] = [new Growing(), new Growing(), new Growing()];
    const initial = this.#edgesOf(this.#explored.initial, false);
    for (let state = 0; state < this.#members.length; state++) {
      first.push(targets.length);
      const only = this.#members.at(state);
      const mayBeMore = this.#mayBeMore.at(state) === 1;
      if (only >= 0 && !mayBeMore && this.#isPlain(only)) this.#copyPlain(only, outcomes, targets);
      else {
        for (const { step, to } of this.#edgesOf(
          this.#membersOf(state).flatMap((member) => this.#from(member)),
          mayBeMore,
        )) {
          outcomes.push(step);
          targets.push(to);
        }
      }
    }
    first.push(targets.length);
    return {
      count: this.#members.length,
      members: (state) => this.#membersOf(state),
      firstMember: (state) => this.#firstMember(state),
      first,
      outcomes,
      targets,
      initial,
      offered: (state) => this.#offeredIn(state),
      isCut: (state) => this.#mayBeMore.at(state) === 1 || this.#membersOf(state).some((member) => this.#lacksSteps(member)),
    };
  }

  /** Whether all steps of a state of the machine lead to states that are alive, and no two are of one entry. */
  #isPlain(member: number): boolean {
    if (!this.#isExpanded(member)) return true;
    const { first, outcomes, targets } = this.#explored;
    for (let at = first.at(member); at < first.at(member + 1); at++) {
      const event = this.#eventOf(outcomes.at(at));
      const to = targets.at(at);
      if (this.#metBy[event] === member + 1 || (to >= 0 && this.#isAlive[to] !== 1)) return false;
      this.#metBy[event] = member + 1;
    }
    return true;
  }

  #copyPlain(member: number, outcomes: Growing, targets: Growing): void {
    if (!this.#isExpanded(member)) return;
    const explored = this.#explored;
    for (let at = explored.first.at(member); at < explored.first.at(member + 1); at++) {
      const to = explored.targets.at(at);
      outcomes.push(explored.outcomes.at(at));
      targets.push(to < 0 ? -1 : this.#numberOfOne(to));
    }
  }

  #from(member: number): Edge[] {
    const { first, outcomes, targets } = this.#explored;
    if (!this.#isExpanded(member)) return [];
    const [begin, end] = [first.at(member), first.at(member + 1)];
    return Array.from({ length: end - begin }, (_, at) => ({ step: outcomes.at(begin + at), to: targets.at(begin + at) }));
  }

  #isExpanded(member: number): boolean {
    return member < expandedIn(this.#explored);
  }

  /** Whether a state of the machine may have steps that are not known. */
  #lacksSteps(member: number): boolean {
    return this.#isOpen[member] === 1 && (!this.#isExpanded(member) || this.#from(member).some((edge) => this.#isUnknown(edge)));
  }

  /** Whether nobody knows if a step leads to what is alive. */
  #isUnknown({ to }: Edge): boolean {
    return to >= 0 && this.#isAlive[to] !== 1 && this.#isOpen[to] === 1;
  }

  #offeredIn(state: number): readonly number[] {
    const { steps } = this.#explored;
    const only = this.#members.at(state);
    if (only >= 0 && !this.#hasDead(only)) return nothing;
    return this.#membersOf(state).flatMap((member) =>
      this.#from(member).flatMap((edge) => (this.#isDead(edge) && steps[edge.step]!.isOldest ? [edge.step] : [])),
    );
  }

  #hasDead(member: number): boolean {
    if (!this.#isExpanded(member)) return false;
    const { first, targets } = this.#explored;
    for (let at = first.at(member); at < first.at(member + 1); at++) if (this.#isAlive[targets.at(at)] === 0) return true;
    return false;
  }

  #isDead({ to }: Edge): boolean {
    return to >= 0 && this.#isAlive[to] !== 1;
  }

  /** Outcomes of one entry that look the same are one. `mayBeMore`: others may belong to whom they are of. */
  #edgesOf(raw: readonly Edge[], mayBeMore: boolean): Edge[] {
    const unknown = raw.filter((edge) => this.#isUnknown(edge));
    const groups: Group[] = [];
    const byText = raw.length > fewMost ? new Map<string, Group>() : null;
    for (const edge of raw) {
      if (this.#isDead(edge)) continue;
      const event = this.#eventOf(edge.step);
      const text = byText === null ? '' : `${event} ${edge.to < 0 ? '' : this.#seenIn(edge.to)}`;
      const group = byText === null ? groups.find((each) => each.event === event && this.#looksLike(each.to[0]!, edge.to)) : byText.get(text);
      if (group === undefined) {
        const own = { step: edge.step, event, to: [edge.to] };
        groups.push(own);
        byText?.set(text, own);
      } else if (!group.to.includes(edge.to)) group.to.push(edge.to);
    }
    const isPart = ({ event, to: [one] }: Group): boolean =>
      mayBeMore || unknown.some((edge) => this.#eventOf(edge.step) === event && this.#looksLike(one!, edge.to));
    return groups.map((group) => ({ step: group.step, to: group.to.includes(-1) ? -1 : this.#numberOf(group.to, isPart(group)) }));
  }

  #eventOf(step: number): number {
    this.#events[step] ??= this.#eventNumbers.of(eventText(this.#explored.steps[step]!));
    return this.#events[step];
  }

  /** Whether two states are the same to everybody but the machine: memory, CPUs, and actors at their frontiers. */
  #looksLike(one: number, other: number): boolean {
    if (one === other) return true;
    if (one < 0 || other < 0) return false;
    const { states, parts } = this.#explored;
    for (let at = 0; at <= parts.cpusAt; at++) {
      const [a, b] = [states.at(one, at), states.at(other, at)];
      if (a !== b && (at < parts.firstActor || at === parts.cpusAt || parts.seenOf(a) !== parts.seenOf(b))) return false;
    }
    return true;
  }

  #seenIn(state: number): string {
    const { states, parts } = this.#explored;
    const isActor = (at: number): boolean => at >= parts.firstActor && at < parts.cpusAt;
    return Array.from({ length: parts.cpusAt + 1 }, (_, at) => (isActor(at) ? parts.seenOf(states.at(state, at)) : states.at(state, at))).join();
  }

  #membersOf(state: number): readonly number[] {
    const only = this.#members.at(state);
    return only >= 0 ? [only] : this.#sets[-only - 1]!;
  }

  #firstMember(state: number): number {
    const only = this.#members.at(state);
    return only >= 0 ? only : this.#sets[-only - 1]![0]!;
  }

  #numberOfOne(member: number): number {
    if (this.#alone[member] === 0) this.#alone[member] = this.#pushed(member, false) + 1;
    return this.#alone[member]! - 1;
  }

  #numberOf(members: readonly number[], mayBeMore: boolean): number {
    const [only, ...others] = members;
    const isOne = only !== undefined && others.length === 0;
    if (isOne && !mayBeMore) return this.#numberOfOne(only);
    const set = members.toSorted((a, b) => a - b);
    const number = this.#together.of(`${set.join()}${mayBeMore ? ' and more' : ''}`);
    this.#togetherAt[number] ??= this.#pushed(isOne ? only : -this.#sets.push(set), mayBeMore);
    return this.#togetherAt[number];
  }

  #pushed(members: number, mayBeMore: boolean): number {
    this.#mayBeMore.push(mayBeMore ? 1 : 0);
    return this.#members.push(members);
  }
}

function eventText({ actor, environment, parameters, path, spanOf, noteKey, fault, flags }: Step): string {
  return JSON.stringify([actor, environment, parameters, path, spanOf, noteKey, fault, flags]);
}
