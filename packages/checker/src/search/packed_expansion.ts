import { packedSearch } from '../packed/packed_search.ts';
import { packedSteps } from '../packed/packed_steps.ts';
import type { PackedSearch } from '../packed/packed_search.ts';
import type { AloneHost } from '../packed/loop_types.ts';
import { signed } from '../store/growing.ts';
import type { RecordedTargets } from '../store/recorded_targets.ts';
import type { Steps } from '../temporal/steps.ts';
import type { Expansion } from './expansion.ts';
import type { Frontier, PackedExpansion } from './frontier.ts';
import { fullText } from './limits.ts';

/** The packed code that goes on with an expansion, for the frontier that there is at any time; null where the system has none. `targets` records the states that steps lead to. */
export function packedExpansion(expansion: Expansion, frontier: () => Frontier, targets: RecordedTargets | null): PackedExpansion | null {
  const earlier = expansion.transitions;
  const earlierTaken = expansion.taken.slice();
  const taken = new Float64Array(earlierTaken.length);
  const code = packedSearch(
    expansion.system,
    expansion.codec.layout,
    expansion.store,
    expansion.canonical,
    hostOf(expansion, taken, frontier, () => code!),
    targets,
    expansion.counts,
  );
  if (code === null) return null;
  wish(expansion, code);
  return {
    expand: (first, last) => {
      code.expand(first, last);
      // What is kept in between is from before these steps.
      expansion.transitions = earlier + code.transitions();
      // Called for each level, however few states it has.
      const all = expansion.taken;
      for (let action = 0; action < all.length; action++) all[action] = earlierTaken[action]! + taken[action]!;
    },
    readFrom: code.readFrom,
    reattach: code.reattach,
    steps: (plain: Steps) => {
      code.recall(plain.expanded);
      return packedSteps(code, plain);
    },
  };
}

/** Says what is still to be judged. */
function wish({ judging }: Expansion, code: PackedSearch): void {
  code.setWishes({ onStates: judging.openOnStates, stepped: judging.openOnSteps.length > 0 });
}

function hostOf(expansion: Expansion, taken: Float64Array, frontier: () => Frontier, code: () => PackedSearch): Omit<AloneHost, 'rename'> {
  const { codec, store, judging, limits } = expansion;
  const { wordCount } = codec.layout;
  const next = (index: number): Int32Array => {
    codec.unpack(store.words, index * wordCount, expansion.after);
    return expansion.after;
  };
  const words = new Uint32Array(wordCount);
  const after = (): Int32Array => {
    codec.unpack(words, 0, expansion.after);
    return expansion.after;
  };
  const before = (index: number): Int32Array => {
    const { words, base } = frontier().source;
    codec.unpack(words, (index - base) * wordCount, expansion.state);
    return expansion.state;
  };
  const current = (): Int32Array => before(code().current());
  return {
    taken,
    full: () => {
      if (store.makeRoom() || frontier().makeRoom()) return true;
      expansion.stopped ||= fullText(limits, frontier().states >= limits.statesMax);
      return false;
    },
    entered: (index) => {
      const values = next(index);
      if (judging.state(values, values, expansion.depthNow)) wish(expansion, code());
    },
    after: signed(words),
    stepped: (action) => {
      if (judging.step(current(), after(), action, expansion.depthNow)) wish(expansion, code());
    },
    mark: (index, count) => frontier().mark(index, count),
    flagged: (action, flags) => judging.flags(current(), after(), action, flags, expansion.depthNow),
    approximated: () => void expansion.approximate++,
    fault: (action, property, flags) => {
      taken[action]! += 1;
      judging.fault(property, flags, current(), action, expansion.depthNow);
    },
    stuck: (index) => {
      if (judging.wantsDeadlock) judging.stuck(before(index), expansion.depthNow - 1);
    },
  };
}
