import type { Span } from '@mmspec/source';
import type {
  Fairness,
  FairnessItem,
  InvariantDeclaration,
  Name,
  PossibleDeclaration,
  PropertyPath,
  ReachableDeclaration,
  StepPath,
  TemporalDeclaration,
} from '../tree.ts';
import { isName } from '../lex/contextual.ts';
import * as t from '../lex/token_types.ts';
import { StatementRules } from './statements.ts';
import type { Rule } from './base.ts';

/** Properties, their fairness, and paths that name them. */
export abstract class PropertyRules extends StatementRules {
  protected readonly declared = (error: unknown): { readonly name: Name; readonly span: Span; readonly doc: readonly string[] } => ({
    name: this.missingName(),
    span: this.skipped(error),
    doc: [],
  });

  readonly invariant: Rule<InvariantDeclaration> = this.rule(
    'invariant',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Invariant);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const body = this.SUBRULE(this.expression);
      const expectViolated = this.SUBRULE(this.expectViolated);
      return { kind: 'invariant', name, body, expectViolated, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'invariant', body: this.broken(error), expectViolated: false, ...this.declared(error) }) },
  );

  private readonly expectViolated: Rule<boolean> = this.rule(
    'expectViolated',
    () => this.OPTION(() => (this.CONSUME(t.Expect), this.CONSUME(t.Violated))) !== undefined,
    { recoveryValueFunc: () => false },
  );

  readonly temporal: Rule<TemporalDeclaration> = this.rule(
    'temporal',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Temporal);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const body = this.SUBRULE(this.expression);
      const fairness = this.OPTION(() => this.SUBRULE(this.fairness));
      const expectViolated = this.SUBRULE(this.expectViolated);
      return { kind: 'temporal', name, body, fairness: fairness ?? null, expectViolated, doc: this.docOf(first), span: this.from(start) };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'temporal',
        body: this.broken(error),
        fairness: null,
        expectViolated: false,
        ...this.declared(error),
      }),
    },
  );

  readonly possible: Rule<PossibleDeclaration> = this.rule(
    'possible',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Possible);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const body = this.SUBRULE(this.expression);
      const expectViolated = this.SUBRULE(this.expectViolated);
      return { kind: 'possible', name, body, expectViolated, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'possible', body: this.broken(error), expectViolated: false, ...this.declared(error) }) },
  );

  readonly reachable: Rule<ReachableDeclaration> = this.rule(
    'reachable',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Reachable);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const body = this.SUBRULE(this.expression);
      const when = this.OPTION(() => (this.CONSUME(t.When), this.SUBRULE2(this.expression)));
      const expectViolated = this.SUBRULE(this.expectViolated);
      return { kind: 'reachable', name, body, ...(when === undefined ? {} : { when }), expectViolated, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'reachable', body: this.broken(error), expectViolated: false, ...this.declared(error) }) },
  );

  /** `under fair`, `under fair a, strongly fair b.put`. */
  protected readonly fairness: Rule<Fairness> = this.rule(
    'fairness',
    () => {
      const start = this.here;
      this.CONSUME(t.Under);
      const items: FairnessItem[] = [this.SUBRULE(this.fairnessItem)];
      this.MANY({
        GATE: () => this.sees(2, t.Fair) || (this.sees(2, t.Strongly) && this.sees(3, t.Fair)),
        DEF: () => {
          this.CONSUME(t.Comma);
          items.push(this.SUBRULE2(this.fairnessItem));
        },
      });
      return { kind: 'fairness', items, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'fairness', items: [], span: this.skipped(error) }) },
  );

  private readonly fairnessItem: Rule<FairnessItem> = this.rule(
    'fairnessItem',
    () => {
      const start = this.here;
      const strong = this.OPTION(() => this.CONSUME(t.Strongly)) !== undefined;
      this.CONSUME(t.Fair);
      const path = this.OPTION2({
        GATE: () => !this.beginsClause(1) && !this.sees(2, t.Assign) && !this.sees(2, t.Colon) && !this.beginsExcept(),
        DEF: (): StepPath => this.SUBRULE(this.stepPath),
      });
      const except: StepPath[] = [];
      this.MANY({
        GATE: () => this.beginsExcept(),
        DEF: () => {
          this.CONSUME(t.Except);
          except.push(this.SUBRULE2(this.stepPath));
        },
      });
      return { kind: 'fairness_item', strong, path: path ?? null, ...(except.length === 0 ? {} : { except }), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'fairness_item', strong: false, path: null, span: this.skipped(error) }) },
  );

  /** `except` in front of a label, as opposed to an actor of that name. */
  private beginsExcept(): boolean {
    return this.sees(1, t.Except) && isName(this.LA(2).tokenType);
  }

  /** `holds`, `violates`, `deadlocks` or `undecided`, as opposed to a property of that name. */
  protected beginsClause(distance: number): boolean {
    const { image } = this.LA(distance);
    return image === 'holds' || image === 'violates' || image === 'deadlocks' || image === 'undecided';
  }

  /** `no_new_refs`, `walker.touch`, `Type.live`, `range of folio.safe`. */
  protected readonly propertyPath: Rule<PropertyPath> = this.rule(
    'propertyPath',
    () => {
      const start = this.here;
      const parts: Name[] = [this.SUBRULE(this.name)];
      const of: Name[] = [];
      this.MANY(() => {
        this.CONSUME(t.Dot);
        parts.push(this.SUBRULE2(this.name));
      });
      this.OPTION(() => {
        this.CONSUME(t.Of);
        of.push(this.SUBRULE3(this.name));
        this.MANY2(() => {
          this.CONSUME2(t.Dot);
          of.push(this.SUBRULE4(this.name));
        });
      });
      return { kind: 'property_path', parts, of, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'property_path', parts: [this.missingName()], of: [], span: this.skipped(error) }) },
  );
}
