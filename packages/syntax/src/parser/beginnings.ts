import type { IOrAlt } from 'chevrotain';
import { isName } from '../lex/contextual.ts';
import * as t from '../lex/token_types.ts';
import type { InitialValue, KeyBinder, VariableDeclaration } from '../tree.ts';
import type { Rule } from './base.ts';
import { ScenarioRules } from './scenarios.ts';

/** What a variable begins with. */
export type Begins = Pick<VariableDeclaration, 'initial' | 'beginning'>;

export const noBeginning: Begins = { initial: null, beginning: null };

/** What stands behind the type of a variable or field, and before it. */
export abstract class BeginningRules extends ScenarioRules {
  /** The word before it. */
  protected readonly storages: IOrAlt<'shared' | 'ghost'>[] = [
    { ALT: () => (this.CONSUME(t.Shared), 'shared' as const) },
    { ALT: () => (this.CONSUME(t.Ghost), 'ghost' as const) },
  ];

  /** `= e`, `= [a, b]`, `= [k: e]`, `in S where p`, `within S`. */
  protected readonly beginning: Rule<Begins> = this.rule(
    'beginning',
    () =>
      this.OR<IOrAlt<Begins>[]>([
        {
          ALT: () => {
            this.CONSUME(t.Assign);
            const value = this.SUBRULE(this.initialValue);
            return value.kind === 'list_beginning' || value.kind === 'keyed_beginning'
              ? { initial: null, beginning: value }
              : { initial: value, beginning: null };
          },
        },
        {
          ALT: () => {
            const start = this.here;
            const subset = this.OR2([{ ALT: () => (this.CONSUME(t.In), false) }, { ALT: () => (this.CONSUME(t.Within), true) }]);
            const domain = this.SUBRULE(this.expression);
            const condition = this.OPTION(() => (this.CONSUME(t.Where), this.SUBRULE2(this.expression)));
            return { initial: null, beginning: { kind: 'choice_beginning', subset, domain, condition: condition ?? null, span: this.from(start) } };
          },
        },
      ]),
    { recoveryValueFunc: (error: unknown) => ({ initial: this.broken(error), beginning: null }) },
  );

  /** An expression, or the values of the elements of an array. */
  private readonly initialValue: Rule<InitialValue> = this.rule(
    'initialValue',
    () => this.OR<IOrAlt<InitialValue>[]>([{ ALT: () => this.SUBRULE(this.listedValues) }, { ALT: () => this.SUBRULE(this.expression) }]),
    { recoveryValueFunc: (error: unknown) => this.broken(error) },
  );

  private readonly listedValues: Rule<InitialValue> = this.rule<InitialValue>(
    'listedValues',
    () => {
      const start = this.here;
      const elements: InitialValue[] = [];
      this.CONSUME(t.BracketOpen);
      const key = this.OPTION({
        GATE: () => isName(this.LA(1).tokenType) && this.sees(2, t.Colon),
        DEF: (): KeyBinder => {
          const name = this.SUBRULE(this.name);
          this.CONSUME(t.Colon);
          return { kind: 'key_binder', name, span: name.span };
        },
      });
      this.MANY_SEP({ SEP: t.Comma, DEF: () => elements.push(this.SUBRULE(this.initialValue)) });
      this.CONSUME(t.BracketClose);
      const [value] = elements;
      const span = this.from(start);
      if (key === undefined || this.RECORDING_PHASE) return { kind: 'list_beginning', elements, span };
      if (value === undefined || elements.length > 1) this.slip('keyed', span);
      return { kind: 'keyed_beginning', key, value: value ?? { kind: 'error_expression', span }, span };
    },
    { recoveryValueFunc: (error: unknown) => this.broken(error) },
  );
}
