import { LLkLookaheadStrategy } from 'chevrotain';
import type { ILookaheadStrategy } from 'chevrotain';

/**
 * Looks ahead as Chevrotain does, but works out how at a place of the grammar when a text first comes there:
 * a parser is made for every run of the command line, and most texts visit a part of the grammar.
 */
export function lazyLookahead(maxLookahead: number): ILookaheadStrategy {
  const eager = new LLkLookaheadStrategy({ maxLookahead });
  return {
    validate: (options) => eager.validate(options),
    buildLookaheadForAlternation: (options) => {
      let choose: ReturnType<ILookaheadStrategy['buildLookaheadForAlternation']> | null = null;
      return function lookahead(this: unknown, alternatives) {
        choose ??= eager.buildLookaheadForAlternation(options);
        return choose.call(this, alternatives);
      };
    },
    buildLookaheadForOptional: (options) => {
      let enter: ReturnType<ILookaheadStrategy['buildLookaheadForOptional']> | null = null;
      return function lookahead(this: unknown) {
        enter ??= eager.buildLookaheadForOptional(options);
        return enter.call(this);
      };
    },
  };
}
