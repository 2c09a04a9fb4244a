import type { PropertyPath, ScenarioDeclaration, ScenarioEnd, ScenarioStep, ScenarioWait, Setting } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { isName } from '../lex/contextual.ts';
import { CheckRules } from './checks.ts';
import type { Rule } from './base.ts';

/** Scenarios: steps, waits and how they end. */
export abstract class ScenarioRules extends CheckRules {
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
            GATE: () =>
              this.sees(2, t.Assign) || this.sees(1, t.Window) || ((this.sees(1, t.Memory) || this.sees(1, t.Ignore)) && isName(this.LA(2).tokenType)),
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
    { recoveryValueFunc: (error: unknown) => ({ kind: 'scenario', steps: [], end: null, settings: [], expected: null, ...this.declared(error) }) },
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
