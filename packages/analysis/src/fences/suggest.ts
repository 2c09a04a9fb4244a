import type { Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import type { Fences, FenceSet, PlannedCheck, Suggestion, SuggestionsOfCheck, Suggestions } from '@mmspec/system';
import { limitsOf } from '../search_limits.ts';
import { lineEdits } from '../suggest/line_edits.ts';
import { suggestBy, suggestionsByDefault, type FoundForCheck, type SuggestOptions } from '../suggest/suggest.ts';
import { fences } from './fences.ts';

/*
 * What is missing in a design: under sc a change of its text, under tso and weak the barriers and orders that are enough.
 */

/** Looks for what is missing in a spec that has no errors. `resolve` finds its imports. Throws a `CompileError` where the compiler has something against a check that was asked for. */
export function suggest(main: SourceFile, resolve: Resolver, options: SuggestOptions = {}): Promise<Suggestions> {
  return suggestBy(main, resolve, options, (planned) => barriers(main, resolve, planned, options));
}

/** The cheapest sets of barriers under which everything holds that holds in order. */
async function barriers(main: SourceFile, resolve: Resolver, planned: PlannedCheck, options: SuggestOptions): Promise<FoundForCheck> {
  const { memory = 'sc', window } = planned;
  const { suggestionsMax = suggestionsByDefault, triesMax, onTry } = options;
  const suggestions: Suggestion[] = [];
  const found = await fences(main, resolve, planned, memory, {
    ...limitsOf(options),
    window,
    present: false,
    setsMax: suggestionsMax,
    triesMax,
    onTry,
    onSet: (set, text) => suggestions.push(suggestionOf(main, set, text)),
  });
  // As it is it holds: the sets are those of the design without its barriers.
  const isMissing = found.asIs.verdict === 'violated';
  return { found: answerOf(planned, found, isMissing ? suggestions : []), states: found.states };
}

function answerOf({ name }: PlannedCheck, found: Fences, suggestions: readonly Suggestion[]): SuggestionsOfCheck {
  const { asIs, inOrder, tried, complete } = found;
  return {
    check: name,
    wanted: asIs.verdict === 'violated' && asIs.property !== null ? [asIs.property] : [],
    left: inOrder,
    suggestions,
    tried,
    refused: 0,
    undecided: asIs.verdict === 'open' ? 1 : 0,
    complete: complete || suggestions.length > 0,
    reason: suggestions.length > 0 ? '' : reasonOf(found),
  };
}

/** Why there is no suggestion; empty: none was found. */
function reasonOf({ asIs, inOrder, reason }: Fences): string {
  if (asIs.verdict === 'open') return asIs.reason;
  if (asIs.verdict === 'violated') return reason;
  if (inOrder.length === 0) return 'nothing that was asked for is violated';
  return `${inOrder.join(' and ')} ${inOrder.length === 1 ? 'is' : 'are'} violated under sc too, where no barrier helps: ask for a check under sc`;
}

function suggestionOf(main: SourceFile, { fences: found, cost }: FenceSet, text: string): Suggestion {
  return {
    changes: found.map(({ word, owner, path, line, text: at, inRounds }) => ({
      operator: 'barrier',
      owner,
      name: `barrier ${owner}: ${word} ${inRounds === true ? 'at the end of each round of' : /^smp_(?:mb|rmb|wmb)/u.test(word) ? 'in front of' : 'in'} ${at}`,
      path,
      line,
      also: [],
    })),
    cost,
    edits: lineEdits(main, text),
    states: 0,
    untaken: [],
    unasked: [],
  };
}
