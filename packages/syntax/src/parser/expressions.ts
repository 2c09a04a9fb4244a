import { cover } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { IOrAlt, IToken, ParserMethod } from 'chevrotain';
import type { Argument, BinaryOperator, Binder, Expression, Name, PlaceRange, StepPath } from '../tree.ts';
import { numberMeant } from '../lex/number_forms.ts';
import * as t from '../lex/token_types.ts';
import { spelling } from '../lex/vocabulary.ts';
import { isName } from '../lex/contextual.ts';
import { ParserBase } from './base.ts';
import { loadOf } from './macros.ts';
import type { Rule } from './base.ts';
import { OperatorStack } from './operators.ts';

/** An argument, and what stands behind it in a sum. */
interface PassedArgument {
  readonly argument: Argument;
  readonly summed?: { readonly condition: Expression | null; readonly body: Expression };
}

/** Operands, operators, quantifiers. */
export abstract class ExpressionRules extends ParserBase {
  /** What only properties say: see `property_words.ts`. */
  abstract readonly newRefs: Rule<Expression>;
  abstract readonly refs: Rule<Expression>;
  abstract readonly holders: Rule<Expression>;
  abstract readonly enabled: Rule<Expression>;
  abstract readonly stepPath: Rule<StepPath>;
  abstract readonly places: Rule<PlaceRange[]>;

  /** `inner`: without `until` and `leads to`, which take the whole of a conditional expression. */
  readonly expression: ParserMethod<[inner?: boolean], Expression> = this.rule<Expression, [inner?: boolean]>(
    'expression',
    (inner) => this.parseExpression(inner === true),
    { recoveryValueFunc: this.broken },
  );

  private parseExpression(inner: boolean): Expression {
    let result = this.parseChain();
    this.OPTION(() => {
      this.CONSUME(t.ConditionalIf);
      const condition = this.SUBRULE(this.expression);
      this.CONSUME(t.ConditionalElse);
      const alternative = this.SUBRULE2(this.expression, { ARGS: [true] });
      const consequent = result;
      this.ACTION(() => {
        result = { kind: 'conditional', condition, consequent, alternative, span: cover(consequent.span, alternative.span) };
      });
    });
    this.OPTION2({
      GATE: () => !inner,
      DEF: () => {
        const operator = this.OR([
          { ALT: () => (this.CONSUME(t.Until), 'until' as const) },
          { ALT: () => (this.CONSUME(t.Leads), this.CONSUME(t.To), 'leads_to' as const) },
        ]);
        const right = this.SUBRULE3(this.expression);
        const left = result;
        this.ACTION(() => {
          result = { kind: 'temporal_expression', operator, left, right, span: cover(left.span, right.span) };
        });
      },
    });
    return result;
  }

  /** Operands and operators in text order. */
  private parseChain(): Expression {
    const stack = new OperatorStack((span) => this.slip('chain', span));
    this.MANY(() => this.prefix(stack));
    const first = this.SUBRULE(this.operand);
    this.ACTION(() => stack.operand(first));
    this.MANY2(() => this.OR2([{ ALT: () => this.infix(stack) }, { ALT: () => this.placed(stack) }]));
    return this.RECORDING_PHASE ? first : stack.result();
  }

  private readonly prefixes: IOrAlt<IToken>[] = [{ ALT: () => this.CONSUME(t.Not) }, { ALT: () => this.CONSUME(t.Minus) }];

  private prefix(stack: OperatorStack): void {
    const token = this.OR3(this.prefixes);
    this.ACTION(() => stack.prefix(token.tokenType === t.Not ? 'not' : '-', this.spanOf(token)));
  }

  private readonly infixes: IOrAlt<BinaryOperator | 'holds'>[] = [
    { ALT: () => spelling(this.CONSUME(t.BinaryOperatorToken).tokenType) as BinaryOperator },
    { ALT: () => (this.CONSUME2(t.Not), this.CONSUME(t.In), 'not in' as const) },
    { ALT: () => (this.CONSUME(t.Holds), 'holds' as const) },
  ];

  private infix(stack: OperatorStack): void {
    const operator = this.OR4(this.infixes);
    this.ACTION(() => stack.infix(operator));
    this.MANY3(() => {
      const token = this.OR5([{ ALT: () => this.CONSUME3(t.Not) }, { ALT: () => this.CONSUME2(t.Minus) }]);
      this.ACTION(() => stack.prefix(token.tokenType === t.Not ? 'not' : '-', this.spanOf(token)));
    });
    const right = this.SUBRULE2(this.operand);
    this.ACTION(() => stack.operand(right));
  }

  private placed(stack: OperatorStack): void {
    this.CONSUME(t.At);
    const start = this.here;
    const places = this.SUBRULE(this.places);
    this.ACTION(() => stack.at(places, this.from(start)));
  }

  /** A value with what hangs on it: `.field`, `[index]`, `'`. */
  readonly operand: Rule<Expression> = this.rule(
    'operand',
    () => {
      let result = this.SUBRULE(this.primary);
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(t.Dot);
              const name = this.SUBRULE(this.name);
              const object = result;
              this.ACTION(() => (result = { kind: 'field', object, name, span: cover(object.span, name.span) }));
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.BracketOpen);
              const index = this.SUBRULE(this.expression);
              const close = this.CONSUME(t.BracketClose);
              const array = result;
              this.ACTION(() => (result = { kind: 'index', array, index, span: cover(array.span, this.endAt(close)) }));
            },
          },
          {
            ALT: () => {
              const mark = this.CONSUME(t.Prime);
              const operand = result;
              this.ACTION(() => (result = { kind: 'prime', operand, span: cover(operand.span, this.spanOf(mark)) }));
            },
          },
        ]);
      });
      return result;
    },
    { recoveryValueFunc: this.broken },
  );

  /** The span of a closer, which recovery may have put in. */
  protected endAt(token: IToken): Span {
    return token.startOffset < 0 || Number.isNaN(token.startOffset) ? this.from(this.here) : this.spanOf(token);
  }

  private readonly primaries: IOrAlt<Expression>[] = [
    { ALT: () => this.numberOf(this.CONSUME(t.NumberLiteral)) },
    { ALT: () => ({ kind: 'boolean', value: true, span: this.spanOf(this.CONSUME(t.True)) }) },
    { ALT: () => ({ kind: 'boolean', value: false, span: this.spanOf(this.CONSUME(t.False)) }) },
    { ALT: () => ({ kind: 'none', span: this.spanOf(this.CONSUME(t.None)) }) },
    { ALT: () => ({ kind: 'forever', span: this.spanOf(this.CONSUME(t.Forever)) }) },
    { ALT: () => ({ kind: 'self', span: this.spanOf(this.CONSUME(t.Self)) }) },
    { ALT: () => this.wordExpression(this.CONSUME(t.ActorWord)) },
    { ALT: () => this.SUBRULE(this.parenthesised) },
    { ALT: () => this.SUBRULE(this.setLiteral) },
    { ALT: () => this.SUBRULE(this.size) },
    { ALT: () => this.SUBRULE(this.quantifier) },
    { ALT: () => this.SUBRULE(this.temporalPrefix) },
    { ALT: () => this.SUBRULE(this.newRefs) },
    { ALT: () => this.SUBRULE(this.refs) },
    { ALT: () => this.SUBRULE(this.holders) },
    { ALT: () => this.SUBRULE(this.enabled) },
    {
      ALT: () => {
        const start = this.here;
        this.CONSUME(t.Step);
        this.CONSUME(t.Is);
        const path = this.SUBRULE(this.stepPath);
        return { kind: 'step_is', path, span: this.from(start) };
      },
    },
    { ALT: () => ({ kind: 'mover', span: this.spanOf(this.CONSUME(t.Mover)) }) },
    { ALT: () => ({ kind: 'quiescent', span: this.spanOf(this.CONSUME(t.Quiescent)) }) },
    { ALT: () => this.SUBRULE(this.nameOrCall) },
  ];

  readonly primary: Rule<Expression> = this.rule(
    'primary',
    // A name is by far the commonest: it need not wait until all alternatives were tried.
    () => (this.isPlainName() ? this.SUBRULE(this.nameOrCall) : this.OR(this.primaries)),
    { recoveryValueFunc: this.broken },
  );

  protected numberOf(token: IToken): Expression {
    return { kind: 'number', value: numberMeant(token.image) ?? Number(token.image), span: this.spanOf(token) };
  }

  protected wordExpression(token: IToken): Expression {
    const name: Name = this.nameOf(token);
    return { kind: 'name_expression', name, span: name.span };
  }

  /** The expression with the span of its parentheses, so that a message underlines both. */
  protected readonly parenthesised: Rule<Expression> = this.rule(
    'parenthesised',
    () => {
      const start = this.here;
      this.CONSUME(t.ParenthesisOpen);
      const inner = this.SUBRULE(this.expression);
      this.CONSUME(t.ParenthesisClose);
      return { ...inner, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );

  readonly nameOrCall: Rule<Expression> = this.rule(
    'nameOrCall',
    () => {
      const start = this.here;
      const callee = this.SUBRULE(this.name);
      const call = this.OPTION(() => {
        this.CONSUME(t.ParenthesisOpen);
        const list: PassedArgument[] = [];
        this.MANY_SEP({ SEP: t.Comma, DEF: () => list.push(this.SUBRULE(this.argument)) });
        this.CONSUME(t.ParenthesisClose);
        return list;
      });
      if (call === undefined) return { kind: 'name_expression', name: callee, span: callee.span };
      const span = this.from(start);
      return this.RECORDING_PHASE ? { kind: 'call', callee, arguments: [], span } : this.callOf(callee, call, span);
    },
    { recoveryValueFunc: this.broken },
  );

  /** A call, or `sum(x in S: e)`, which looks like one. */
  private callOf(callee: Name, passed: readonly PassedArgument[], span: Span): Expression {
    const [only] = passed;
    const value = only?.argument.value;
    if (only?.summed !== undefined && passed.length === 1 && callee.text === 'sum' && only.argument.label === null) {
      if (value?.kind === 'binary' && value.operator === 'in' && value.left.kind === 'name_expression') {
        const binder: Binder = { kind: 'binder', name: value.left.name, domain: value.right, span: value.span };
        return { kind: 'sum', binder, ...only.summed, span };
      }
    }
    if (passed.some(({ summed }) => summed !== undefined)) this.slip('sum', span);
    return loadOf({ kind: 'call', callee, arguments: passed.map(({ argument }) => argument), span });
  }

  private readonly argument: Rule<PassedArgument> = this.rule(
    'argument',
    () => {
      const start = this.here;
      const label = this.OPTION({
        GATE: () => isName(this.LA(1).tokenType) && this.sees(2, t.Colon),
        DEF: () => {
          const name = this.SUBRULE(this.name);
          this.CONSUME(t.Colon);
          return name;
        },
      });
      const value = this.SUBRULE(this.expression);
      const span = this.from(start);
      const summed = this.OPTION2(() => {
        const condition = this.OPTION3(() => (this.CONSUME(t.Where), this.SUBRULE2(this.expression)));
        this.CONSUME2(t.Colon);
        return { condition: condition ?? null, body: this.SUBRULE3(this.expression) };
      });
      const argument: Argument = { kind: 'argument', label: label ?? null, value, span };
      return summed === undefined ? { argument } : { argument, summed };
    },
    { recoveryValueFunc: (error: unknown) => ({ argument: { kind: 'argument', label: null, value: this.broken(error), span: this.skipped(error) } }) },
  );

  /** `{a, b}`, `{x in S where p}`. */
  private readonly setLiteral: Rule<Expression> = this.rule(
    'setLiteral',
    () => {
      const start = this.here;
      const elements: Expression[] = [];
      this.CONSUME(t.SetOpen);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => elements.push(this.SUBRULE(this.expression)) });
      const condition = this.OPTION(() => (this.CONSUME(t.Where), this.SUBRULE2(this.expression)));
      this.CONSUME(t.SetClose);
      const span = this.from(start);
      if (condition === undefined || this.RECORDING_PHASE) return { kind: 'set', elements, span };
      return this.comprehension(elements, condition, span);
    },
    { recoveryValueFunc: this.broken },
  );

  private comprehension(elements: readonly Expression[], condition: Expression, span: Span): Expression {
    const [only] = elements;
    if (only?.kind === 'binary' && only.operator === 'in' && only.left.kind === 'name_expression' && elements.length === 1) {
      const binder: Binder = { kind: 'binder', name: only.left.name, domain: only.right, span: only.span };
      return { kind: 'comprehension', binder, condition, span };
    }
    this.slip('comprehension', span);
    return { kind: 'error_expression', span };
  }

  /** `|S|`, `|x in S: p|`. */
  private readonly size: Rule<Expression> = this.rule(
    'size',
    () => {
      const start = this.here;
      this.CONSUME(t.BarOpen);
      const result = this.OR<IOrAlt<(span: Span) => Expression>[]>([
        {
          GATE: () => isName(this.LA(1).tokenType) && this.sees(2, t.In),
          ALT: () => {
            const binder = this.SUBRULE(this.binder);
            this.CONSUME(t.Colon);
            const body = this.SUBRULE(this.expression);
            return (span) => ({ kind: 'count', binder, body, span });
          },
        },
        {
          ALT: () => {
            const operand = this.SUBRULE2(this.expression);
            return (span) => ({ kind: 'size', operand, span });
          },
        },
      ]);
      this.CONSUME(t.BarClose);
      return this.RECORDING_PHASE ? { kind: 'error_expression', span: this.from(start) } : result(this.from(start));
    },
    { recoveryValueFunc: this.broken },
  );

  readonly binder: Rule<Binder> = this.rule(
    'binder',
    () => {
      const start = this.here;
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.In);
      const domain = this.SUBRULE(this.expression);
      return { kind: 'binder', name, domain, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'binder', name: this.missingName(), domain: this.broken(error), span: this.skipped(error) }) },
  );

  private readonly quantifier: Rule<Expression> = this.rule(
    'quantifier',
    () => {
      const start = this.here;
      const quantifier = this.OR([{ ALT: () => (this.CONSUME(t.Forall), 'forall' as const) }, { ALT: () => (this.CONSUME(t.Exists), 'exists' as const) }]);
      const binder = this.SUBRULE(this.binder);
      const condition = this.OPTION(() => (this.CONSUME(t.Where), this.SUBRULE(this.expression)));
      this.CONSUME(t.Colon);
      const body = this.SUBRULE2(this.expression);
      return { kind: 'quantifier', quantifier, binder, condition: condition ?? null, body, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );

  /** `always p`, `eventually p`: as far to the right as the expression goes. */
  private readonly temporalPrefix: Rule<Expression> = this.rule(
    'temporalPrefix',
    () => {
      const start = this.here;
      const operator = this.OR([
        { ALT: () => (this.CONSUME(t.Always), 'always' as const) },
        { ALT: () => (this.CONSUME(t.Eventually), 'eventually' as const) },
      ]);
      const right = this.SUBRULE(this.expression);
      return { kind: 'temporal_expression', operator, left: null, right, span: this.from(start) };
    },
    { recoveryValueFunc: this.broken },
  );
}
