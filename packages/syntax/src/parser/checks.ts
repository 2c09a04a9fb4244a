import type { IOrAlt } from 'chevrotain';
import type { CheckDeclaration, Expectation, ExpectationClause, ExpectationItem, Expression, MatrixAxis, PropertyPath, Setting } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { isName } from '../lex/contextual.ts';
import { PropertyRules } from './properties.ts';
import type { Rule } from './base.ts';

/** What a check is made for: `for a in S, b where p`. */
interface Matrix {
  readonly axes: readonly MatrixAxis[];
  readonly where: Expression | null;
}

/** Checks: matrix, settings and expectations. */
export abstract class CheckRules extends PropertyRules {
  readonly check: Rule<CheckDeclaration> = this.rule(
    'check',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Check);
      const name = this.SUBRULE(this.name);
      const before = this.OPTION(() => this.SUBRULE(this.judgedProperties));
      const matrix = this.OPTION2(() => this.SUBRULE(this.matrix));
      // Either may come first.
      const after = this.OPTION5({ GATE: () => before === undefined, DEF: () => this.SUBRULE2(this.judgedProperties) });
      const settings = this.OPTION3(() => this.SUBRULE(this.settings));
      const expectation = this.OPTION4(() => this.SUBRULE(this.expectation));
      return {
        kind: 'check',
        name,
        of: before ?? after ?? [],
        matrix: matrix?.axes ?? [],
        where: matrix?.where ?? null,
        settings: settings ?? [],
        expectation: expectation ?? null,
        doc: this.docOf(first),
        span: this.from(start),
      };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'check',
        of: [],
        matrix: [],
        where: null,
        settings: [],
        expectation: null,
        ...this.declared(error),
      }),
    },
  );

  /** `of A, B`: what is judged. */
  private readonly judgedProperties: Rule<PropertyPath[]> = this.rule(
    'judged',
    () => {
      const of: PropertyPath[] = [];
      this.CONSUME(t.Of);
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => of.push(this.SUBRULE(this.propertyPath)) });
      return of;
    },
    { recoveryValueFunc: () => [] },
  );

  /** `for a in S, b where p`. */
  private readonly matrix: Rule<Matrix> = this.rule(
    'matrix',
    () => {
      const axes: MatrixAxis[] = [];
      this.CONSUME(t.For);
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => axes.push(this.SUBRULE(this.axis)) });
      const where = this.OPTION(() => (this.CONSUME(t.Where), this.SUBRULE(this.expression)));
      return { axes, where: where ?? null };
    },
    { recoveryValueFunc: () => ({ axes: [], where: null }) },
  );

  /** `a in S`, `a`, `a in 1..`. */
  private readonly axis: Rule<MatrixAxis> = this.rule(
    'axis',
    () => {
      const start = this.here;
      const name = this.SUBRULE(this.name);
      const values = this.OPTION(() => {
        this.CONSUME(t.In);
        const domain = this.SUBRULE(this.expression);
        const open = this.OPTION2(() => this.CONSUME(t.OpenRange));
        return { domain, isOpen: open !== undefined };
      });
      return { kind: 'matrix_axis', name, domain: values?.domain ?? null, isOpen: values?.isOpen ?? false, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'matrix_axis', name: this.missingName(), domain: null, isOpen: false, span: this.skipped(error) }) },
  );

  private readonly settings: Rule<Setting[]> = this.rule(
    'settings',
    () => {
      const list: Setting[] = [];
      this.openBlock();
      this.MANY(() => {
        this.OR([{ ALT: () => list.push(this.SUBRULE(this.setting)) }, { ALT: () => this.CONSUME(t.Comma) }, { ALT: () => this.CONSUME(t.Semicolon) }]);
      });
      this.CONSUME(t.BlockClose);
      return list;
    },
    { recoveryValueFunc: () => [] },
  );

  /** `order = safe_first`, `memory tso`, `window 3`, `ignore deadlock, overflow`, `bound clock <= 3`. */
  protected readonly setting: Rule<Setting> = this.rule(
    'setting',
    () => {
      const start = this.here;
      return this.OR<IOrAlt<Setting>[]>([
        {
          GATE: () => !this.sees(2, t.Assign),
          ALT: () => {
            this.CONSUME(t.Memory);
            const model = this.SUBRULE(this.name);
            return { kind: 'memory_setting', model, span: this.from(start) };
          },
        },
        {
          GATE: () => this.sees(1, t.Window),
          ALT: () => {
            this.CONSUME(t.Window);
            const size = this.CONSUME(t.NumberLiteral);
            return { kind: 'window_setting', size: Number(size.image), span: this.from(start) };
          },
        },
        {
          GATE: () => !this.sees(2, t.Assign),
          ALT: () => {
            const names: PropertyPath[] = [];
            this.CONSUME(t.Ignore);
            names.push(this.SUBRULE(this.propertyPath));
            this.MANY({
              GATE: () =>
                !this.sees(3, t.Assign) &&
                !this.sees(2, t.BoundWord) &&
                !this.sees(2, t.Window) &&
                !((this.sees(2, t.Memory) || this.sees(2, t.Ignore)) && isName(this.LA(3).tokenType)),
              DEF: () => {
                this.CONSUME(t.Comma);
                names.push(this.SUBRULE2(this.propertyPath));
              },
            });
            return { kind: 'ignore_setting', names, span: this.from(start) };
          },
        },
        {
          GATE: () => this.sees(1, t.BoundWord),
          ALT: () => {
            this.CONSUME(t.BoundWord);
            const condition = this.SUBRULE2(this.expression);
            return { kind: 'bound_setting', condition, span: this.from(start) };
          },
        },
        {
          ALT: () => {
            const name = this.SUBRULE2(this.name);
            this.CONSUME(t.Assign);
            const value = this.SUBRULE(this.expression);
            return { kind: 'value_setting', name, value, span: this.from(start) };
          },
        },
      ]);
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'value_setting', name: this.missingName(), value: this.broken(error), span: this.skipped(error) }) },
  );

  private readonly expectation: Rule<Expectation> = this.rule(
    'expectation',
    () => {
      const start = this.here;
      const clauses: ExpectationClause[] = [];
      this.CONSUME(t.Expect);
      this.AT_LEAST_ONE(() => {
        clauses.push(this.SUBRULE(this.clause));
        this.OPTION(() => this.CONSUME2(t.Expect));
      });
      return { kind: 'expectation', clauses, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'expectation', clauses: [], span: this.skipped(error) }) },
  );

  /** `holds`, `holds A, B`, `violates A within 15, B`, `deadlocks`, `undecided A`. */
  private readonly clause: Rule<ExpectationClause> = this.rule(
    'clause',
    () => {
      const start = this.here;
      const items: ExpectationItem[] = [];
      const verdict = this.OR([
        { ALT: () => (this.consumeHolds(), 'holds' as const) },
        { ALT: () => (this.CONSUME(t.Violates), 'violates' as const) },
        { ALT: () => (this.CONSUME(t.Deadlocks), 'deadlocks' as const) },
        { ALT: () => (this.CONSUME(t.Undecided), 'undecided' as const) },
      ]);
      this.OPTION({
        GATE: () => verdict !== 'deadlocks' && (!this.beginsClause(1) || this.sees(2, t.Comma)),
        DEF: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => items.push(this.SUBRULE(this.item)) }),
      });
      const when = this.OPTION2(() => (this.CONSUME(t.When), this.SUBRULE(this.expression)));
      return { kind: 'expectation_clause', verdict, items, when: when ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'expectation_clause', verdict: 'holds', items: [], when: null, span: this.skipped(error) }) },
  );

  private consumeHolds(): void {
    this.CONSUME(t.HoldsClause);
  }

  private readonly item: Rule<ExpectationItem> = this.rule(
    'item',
    () => {
      const start = this.here;
      const property = this.SUBRULE(this.propertyPath);
      const within = this.OPTION(() => (this.CONSUME(t.Within), this.SUBRULE(this.bound)));
      const fairness = this.OPTION2(() => this.SUBRULE(this.fairness));
      const when = this.OPTION3(() => (this.CONSUME(t.When), this.SUBRULE(this.expression)));
      return {
        kind: 'expectation_item',
        property,
        within: within ?? null,
        fairness: fairness ?? null,
        when: when ?? null,
        span: this.from(start),
      };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'expectation_item',
        property: { kind: 'property_path', parts: [this.missingName()], of: [], span: this.skipped(error) },
        within: null,
        fairness: null,
        when: null,
        span: this.skipped(error),
      }),
    },
  );
}
