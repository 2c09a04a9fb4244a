import { EmbeddedActionsParser, tokenMatcher } from 'chevrotain';
import type { IToken, TokenType } from 'chevrotain';

/** Where a parser is: the rules around, and what is known of recovery there. */
interface Place {
  /** What reading goes on with, those of inner rules first. */
  readonly follows: readonly TokenType[];
  /** The first of them that a kind of token is; null where it is none. */
  readonly followOf: Map<number, TokenType | null>;
  /** What may stand behind a token, by its kind and its number in the rule. */
  readonly behind: Map<string, TokenType[]>;
  /** The last answer: what is next after each of these tokens is `type`. */
  found: { readonly from: number; readonly to: number; readonly type: TokenType } | null;
}

/** What Chevrotain keeps, and does; its types do not mention it. */
interface Chevrotain {
  readonly RULE_STACK: readonly number[];
  readonly RULE_STACK_IDX: number;
  readonly RULE_OCCURRENCE_STACK: readonly number[];
  readonly currIdx: number;
  flattenFollowSet(): TokenType[];
  getFollowsForInRuleRecovery(type: TokenType, occurrence: number): TokenType[];
}

/**
 * Chevrotain asks the grammar anew for each mistake what may follow, and reads on for it, at worst to the end of the text.
 * What it is told here is the same, remembered for one text.
 */
export abstract class RecoveringParser extends EmbeddedActionsParser {
  private placesSeen = new Map<string, Place>();

  /** Another text is read. */
  protected forgetPlaces(): void {
    this.placesSeen = new Map();
  }

  /** The kind of token with which reading goes on: the first one from here that something around is followed by. */
  protected findReSyncTokenType(): TokenType {
    const place = this.place();
    const from = (this as unknown as Chevrotain).currIdx;
    if (place.found !== null && place.found.from <= from && from < place.found.to) return place.found.type;
    for (let distance = 1; ; distance++) {
      const type = followOf(place, this.LA(distance));
      if (type === null) continue;
      place.found = { from, to: from + distance, type };
      return type;
    }
  }

  /** What may stand behind a token that is missing. */
  protected getFollowsForInRuleRecovery(type: TokenType, occurrence: number): TokenType[] {
    const { behind } = this.place();
    const key = `${type.tokenTypeIdx} ${occurrence}`;
    const known = behind.get(key);
    if (known !== undefined) return known;
    const found = (EmbeddedActionsParser.prototype as unknown as Chevrotain).getFollowsForInRuleRecovery.call(this, type, occurrence);
    behind.set(key, found);
    return found;
  }

  private place(): Place {
    const { RULE_STACK: rules, RULE_STACK_IDX: last, RULE_OCCURRENCE_STACK: occurrences } = this as unknown as Chevrotain;
    let key = '';
    for (let at = 0; at <= last; at++) key += `${rules[at]} ${occurrences[at]} `;
    const known = this.placesSeen.get(key);
    if (known !== undefined) return known;
    const made = { follows: (this as unknown as Chevrotain).flattenFollowSet(), followOf: new Map(), behind: new Map(), found: null };
    this.placesSeen.set(key, made);
    return made;
  }
}

function followOf({ follows, followOf: known }: Place, token: IToken): TokenType | null {
  const before = known.get(token.tokenTypeIdx);
  if (before !== undefined) return before;
  const found = follows.find((type) => tokenMatcher(token, type)) ?? null;
  known.set(token.tokenTypeIdx, found);
  return found;
}
