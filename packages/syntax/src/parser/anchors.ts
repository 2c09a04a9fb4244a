import type { Anchor } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { TypeRules } from './types.ts';
import type { Rule } from './base.ts';

/** The source that something models. */
export abstract class AnchorRules extends TypeRules {
  /** `at "mm/gup.c" gup_fast_pte_range "try_grab_folio_fast"`. */
  protected readonly anchor: Rule<Anchor> = this.rule(
    'anchor',
    () => {
      const start = this.here;
      this.CONSUME(t.AnchorAt);
      const path = this.CONSUME(t.AnchorText);
      const symbol = this.SUBRULE(this.name);
      const text = this.OPTION(() => this.CONSUME2(t.AnchorText));
      return {
        kind: 'anchor',
        path: unquoted(path.image),
        symbol: symbol.text,
        text: text === undefined ? null : unquoted(text.image),
        span: this.from(start),
      };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'anchor', path: '', symbol: '', text: null, span: this.skipped(error) }) },
  );
}

/** A field only where there is an anchor. */
export const anchored = (anchor: Anchor | undefined): { readonly anchor?: Anchor } => (anchor === undefined ? {} : { anchor });

/** While the grammar is recorded, tokens have no image. */
const unquoted = (image: string | undefined): string => image?.slice(1, -1) ?? '';
