import type { Expression, Name, PlaceRange, StepPath } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import type { Rule } from './base.ts';
import { ExpressionRules } from './expressions.ts';

/** What stands in the brackets of `refs(…)`, `holders(…)`. */
interface Selection {
  readonly target: Expression | null;
  readonly by: Expression | null;
}

/** What only properties say: references and their holders, places and steps. */
export abstract class PropertyWordRules extends ExpressionRules {
  /** `[no] new refs [on f] [by S]`. */
  readonly newRefs: Rule<Expression> = this.rule(
    'newRefs',
    () => {
      const start = this.here;
      const negated = this.OPTION(() => this.CONSUME(t.No)) !== undefined;
      this.CONSUME(t.New);
      this.CONSUME(t.Refs);
      const on = this.OPTION2({
        GATE: () => !this.sees(2, t.Colon),
        DEF: () => (this.CONSUME(t.On), this.SUBRULE(this.operand)),
      });
      const by = this.OPTION3({
        GATE: () => !this.sees(2, t.Colon),
        DEF: () => (this.CONSUME(t.By), this.SUBRULE2(this.operand)),
      });
      return { kind: 'new_refs', negated, on: on ?? null, by: by ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );

  readonly refs: Rule<Expression> = this.rule(
    'refs',
    () => {
      const start = this.here;
      this.CONSUME(t.Refs);
      const selection = this.OPTION(() => this.SUBRULE(this.selection));
      return { kind: 'refs', target: selection?.target ?? null, by: selection?.by ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );

  /** `(f)`, `(f by S)`, `(by S)`. */
  private readonly selection: Rule<Selection> = this.rule(
    'selection',
    () => {
      this.CONSUME(t.ParenthesisOpen);
      const target = this.OPTION({
        GATE: () => !(this.sees(1, t.By) && !this.sees(2, t.ParenthesisClose) && !this.sees(2, t.Dot) && !this.sees(2, t.By)),
        DEF: () => this.SUBRULE(this.expression),
      });
      const by = this.OPTION2(() => (this.CONSUME(t.By), this.SUBRULE2(this.expression)));
      this.CONSUME(t.ParenthesisClose);
      return { target: target ?? null, by: by ?? null };
    },
    { recoveryValueFunc: () => ({ target: null, by: null }) },
  );

  readonly holders: Rule<Expression> = this.rule(
    'holders',
    () => {
      const start = this.here;
      this.CONSUME(t.Holders);
      const target = this.OPTION(() => {
        this.CONSUME(t.ParenthesisOpen);
        const inner = this.SUBRULE(this.expression);
        this.CONSUME(t.ParenthesisClose);
        return inner;
      });
      return { kind: 'holders', target: target ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );

  readonly enabled: Rule<Expression> = this.rule(
    'enabled',
    () => {
      const start = this.here;
      this.CONSUME(t.Enabled);
      this.CONSUME(t.ParenthesisOpen);
      const path = this.SUBRULE(this.stepPath);
      this.CONSUME(t.ParenthesisClose);
      return { kind: 'enabled', path, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );

  /** `get`, `gup.deref`, `vcpu[0].get`. */
  readonly stepPath: Rule<StepPath> = this.rule(
    'stepPath',
    () => {
      const start = this.here;
      const parts: Name[] = [this.SUBRULE(this.name)];
      const index = this.OPTION(() => {
        this.CONSUME(t.BracketOpen);
        const inner = this.SUBRULE(this.expression);
        this.CONSUME(t.BracketClose);
        return inner;
      });
      this.MANY(() => {
        this.CONSUME(t.Dot);
        parts.push(this.SUBRULE2(this.name));
      });
      return { kind: 'step_path', parts, index: index ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'step_path', parts: [this.missingName()], index: null, span: this.skipped(error) }) },
  );

  /** `L`, `{a, b..c, done}`. */
  readonly places: Rule<PlaceRange[]> = this.rule(
    'places',
    () => {
      const list: PlaceRange[] = [];
      this.OR([
        {
          ALT: () => {
            const low = this.SUBRULE(this.stepPath);
            this.ACTION(() => list.push({ kind: 'place_range', low, high: null, span: low.span }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.SetOpen);
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => list.push(this.SUBRULE(this.placeRange)) });
            this.CONSUME(t.SetClose);
          },
        },
      ]);
      return list;
    },
    { recoveryValueFunc: () => [] },
  );

  private readonly placeRange: Rule<PlaceRange> = this.rule(
    'placeRange',
    () => {
      const start = this.here;
      const low = this.SUBRULE(this.stepPath);
      const high = this.OPTION(() => (this.CONSUME(t.Range), this.SUBRULE2(this.stepPath)));
      return { kind: 'place_range', low, high: high ?? null, span: this.from(start) };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'place_range',
        low: { kind: 'step_path', parts: [this.missingName()], index: null, span: this.skipped(error) },
        high: null,
        span: this.skipped(error),
      }),
    },
  );
}
