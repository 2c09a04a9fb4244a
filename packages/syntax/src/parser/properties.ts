import type { IOrAlt } from 'chevrotain';
import type { Span } from '@mmspec/source';
import type {
  CheckDeclaration,
  Expectation,
  ExpectationClause,
  ExpectationItem,
  Expression,
  Fairness,
  FairnessItem,
  InvariantDeclaration,
  MatrixAxis,
  Name,
  PossibleDeclaration,
  PropertyPath,
  ReachableDeclaration,
  ScenarioDeclaration,
  ScenarioEnd,
  ScenarioStep,
  ScenarioWait,
  Setting,
  StepPath,
  TemporalDeclaration,
} from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { isName } from '../lex/contextual.ts';
import { StatementRules } from './statements.ts';
import type { Rule } from './base.ts';

/** A check without its name, and its doc. */
interface Matrix {
  readonly axes: readonly MatrixAxis[];
  readonly where: Expression | null;
}

/** Properties, checks and scenarios. */
export abstract class PropertyRules extends StatementRules {
  private readonly errorOf = (error: unknown): { readonly name: Name; readonly span: Span; readonly doc: readonly string[] } => ({
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
    { recoveryValueFunc: (error: unknown) => ({ kind: 'invariant', body: this.broken(error), expectViolated: false, ...this.errorOf(error) }) },
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
        ...this.errorOf(error),
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
    { recoveryValueFunc: (error: unknown) => ({ kind: 'possible', body: this.broken(error), expectViolated: false, ...this.errorOf(error) }) },
  );

  readonly reachable: Rule<ReachableDeclaration> = this.rule(
    'reachable',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Reachable);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const body = this.SUBRULE(this.expression);
      const expectViolated = this.SUBRULE(this.expectViolated);
      return { kind: 'reachable', name, body, expectViolated, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'reachable', body: this.broken(error), expectViolated: false, ...this.errorOf(error) }) },
  );

  /** `under fair`, `under fair a, strongly fair b.put`. */
  private readonly fairness: Rule<Fairness> = this.rule(
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
        GATE: () => !this.beginsClause(1) && !this.sees(2, t.Assign) && !this.sees(2, t.Colon),
        DEF: (): StepPath => this.SUBRULE(this.stepPath),
      });
      return { kind: 'fairness_item', strong, path: path ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'fairness_item', strong: false, path: null, span: this.skipped(error) }) },
  );

  /** `holds`, `violates` or `deadlocks`, as opposed to a property of that name. */
  private beginsClause(distance: number): boolean {
    const { image } = this.LA(distance);
    return image === 'holds' || image === 'violates' || image === 'deadlocks';
  }

  readonly check: Rule<CheckDeclaration> = this.rule(
    'check',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Check);
      const name = this.SUBRULE(this.name);
      const of: PropertyPath[] = [];
      this.OPTION(() => {
        this.CONSUME(t.Of);
        this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => of.push(this.SUBRULE(this.propertyPath)) });
      });
      const matrix = this.OPTION2(() => this.SUBRULE(this.matrix));
      const settings = this.OPTION3(() => this.SUBRULE(this.settings));
      const expectation = this.OPTION4(() => this.SUBRULE(this.expectation));
      return {
        kind: 'check',
        name,
        of,
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
        ...this.errorOf(error),
      }),
    },
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

  private readonly axis: Rule<MatrixAxis> = this.rule(
    'axis',
    () => {
      const start = this.here;
      const name = this.SUBRULE(this.name);
      const domain = this.OPTION(() => (this.CONSUME(t.In), this.SUBRULE(this.expression)));
      return { kind: 'matrix_axis', name, domain: domain ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'matrix_axis', name: this.missingName(), domain: null, span: this.skipped(error) }) },
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

  /** `order = safe_first`, `memory tso`, `ignore deadlock, overflow`. */
  private readonly setting: Rule<Setting> = this.rule(
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
          GATE: () => !this.sees(2, t.Assign),
          ALT: () => {
            const names: PropertyPath[] = [];
            this.CONSUME(t.Ignore);
            names.push(this.SUBRULE(this.propertyPath));
            this.MANY({
              GATE: () => !this.sees(3, t.Assign) && !((this.sees(2, t.Memory) || this.sees(2, t.Ignore)) && isName(this.LA(3).tokenType)),
              DEF: () => {
                this.CONSUME(t.Comma);
                names.push(this.SUBRULE2(this.propertyPath));
              },
            });
            return { kind: 'ignore_setting', names, span: this.from(start) };
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

  /** `holds`, `holds A, B`, `violates A within 15, B`, `deadlocks`. */
  private readonly clause: Rule<ExpectationClause> = this.rule(
    'clause',
    () => {
      const start = this.here;
      const items: ExpectationItem[] = [];
      const verdict = this.OR([
        { ALT: () => (this.consumeHolds(), 'holds' as const) },
        { ALT: () => (this.CONSUME(t.Violates), 'violates' as const) },
        { ALT: () => (this.CONSUME(t.Deadlocks), 'deadlocks' as const) },
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

  /** `no_new_refs`, `walker.touch`, `Type.live`, `range of folio.safe`. */
  private readonly propertyPath: Rule<PropertyPath> = this.rule(
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

  /** `scenario NAME { settings  a ; b ;; c } is possible`. */
  readonly scenario: Rule<ScenarioDeclaration> = this.rule(
    'scenario',
    () => {
      const start = this.here;
      const steps: ScenarioStep[] = [];
      const ends: ScenarioEnd[] = [];
      const settings: Setting[] = [];
      let immediate = false;
      const first = this.CONSUME(t.Scenario);
      const name = this.SUBRULE(this.name);
      this.openBlock();
      this.MANY(() => {
        this.OR([
          {
            GATE: () => this.sees(2, t.Assign) || ((this.sees(1, t.Memory) || this.sees(1, t.Ignore)) && isName(this.LA(2).tokenType)),
            ALT: () => settings.push(this.SUBRULE(this.setting)),
          },
          {
            GATE: () => this.beginsEnd(),
            ALT: () => {
              const found = this.SUBRULE(this.scenarioEnd);
              this.ACTION(() => ends.push({ ...found, immediate }));
              immediate = false;
            },
          },
          {
            GATE: () => !this.beginsEnd(),
            ALT: () => {
              const step = this.SUBRULE(this.scenarioStep);
              this.ACTION(() => steps.push({ ...step, immediate }));
              immediate = false;
            },
          },
          { ALT: () => this.CONSUME(t.Semicolon) },
          { ALT: () => this.CONSUME(t.Comma) },
          {
            ALT: () => {
              this.CONSUME(t.Steps);
              immediate = true;
            },
          },
        ]);
      });
      this.CONSUME(t.BlockClose);
      this.ACTION(() => {
        const last = Math.max(...[...steps, ...ends].map(({ span }) => span.start));
        for (const { span } of ends) if (span.start < last) this.slip('end', span);
      });
      const expected = this.OPTION(() => {
        this.CONSUME(t.Is);
        return this.OR2([{ ALT: () => (this.CONSUME(t.Possible), 'possible' as const) }, { ALT: () => (this.CONSUME(t.Impossible), 'impossible' as const) }]);
      });
      return { kind: 'scenario', name, steps, end: ends.at(-1) ?? null, settings, expected: expected ?? null, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'scenario', steps: [], end: null, settings: [], expected: null, ...this.errorOf(error) }) },
  );

  /** `vcpu[0].get`, `vcpu[0] waits at lock`. */
  private readonly scenarioStep: Rule<ScenarioStep> = this.rule(
    'scenarioStep',
    () => {
      const start = this.here;
      const path = this.SUBRULE(this.stepPath);
      const waits = this.OPTION({
        GATE: () => this.sees(1, t.Waits) && !this.sees(2, t.Dot) && !this.sees(2, t.BracketOpen) && !this.sees(2, t.Assign),
        DEF: () => this.SUBRULE(this.scenarioWait),
      });
      return { kind: 'scenario_step', path, waits: waits ?? null, immediate: false, span: this.from(start) };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'scenario_step',
        path: { kind: 'step_path', parts: [this.missingName()], index: null, span: this.skipped(error) },
        waits: null,
        immediate: false,
        span: this.skipped(error),
      }),
    },
  );

  private readonly scenarioWait: Rule<ScenarioWait> = this.rule(
    'scenarioWait',
    () => {
      const start = this.here;
      this.CONSUME(t.Waits);
      const place = this.OPTION(() => {
        this.CONSUME(t.At);
        return this.SUBRULE(this.stepPath);
      });
      return { kind: 'scenario_wait', place: place ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'scenario_wait', place: null, span: this.skipped(error) }) },
  );

  /** `deadlock` as the last word, `violates p`. */
  private readonly scenarioEnd: Rule<ScenarioEnd> = this.rule(
    'scenarioEnd',
    () => {
      const start = this.here;
      return this.OR([
        {
          ALT: (): ScenarioEnd => {
            const name = this.nameOf(this.CONSUME(t.Deadlock));
            const property: PropertyPath = { kind: 'property_path', parts: [name], of: [], span: name.span };
            return { kind: 'scenario_end', property, isDeadlock: true, immediate: false, span: this.from(start) };
          },
        },
        {
          ALT: (): ScenarioEnd => {
            this.CONSUME(t.Violates);
            const property = this.SUBRULE(this.propertyPath);
            return { kind: 'scenario_end', property, isDeadlock: false, immediate: false, span: this.from(start) };
          },
        },
      ]);
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'scenario_end',
        property: { kind: 'property_path', parts: [this.missingName()], of: [], span: this.skipped(error) },
        isDeadlock: false,
        immediate: false,
        span: this.skipped(error),
      }),
    },
  );

  /** `deadlock` and `violates` are names of steps as well: the one before the end, the other before a name. */
  private beginsEnd(): boolean {
    if (this.sees(1, t.Deadlock)) return this.sees(2, t.BlockClose);
    return this.sees(1, t.Violates) && isName(this.LA(2).tokenType);
  }
}
