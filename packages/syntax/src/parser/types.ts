import type { IOrAlt, IToken } from 'chevrotain';
import { cover } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { BinaryOperator, Expression, Key, Name, TypeNode } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { spelling } from '../lex/vocabulary.ts';
import { PropertyWordRules } from './property_words.ts';
import type { Rule } from './base.ts';
import { OperatorStack } from './operators.ts';

/** Types and the bounds in them. */
export abstract class TypeRules extends PropertyWordRules {
  private readonly noType = (error: unknown): TypeNode => ({ kind: 'error_type', span: this.skipped(error) });

  /** A type with its keys and `?`. */
  readonly type: Rule<TypeNode> = this.rule(
    'type',
    () => {
      const start = this.here;
      let element = this.SUBRULE(this.typeHead);
      // `T[J][K]` is indexed `x[j][k]`: the first key is the outer array.
      let keys: Key[] = [];
      const wrap = (): void => {
        for (const key of keys.reverse()) element = { kind: 'array_type', element, key, span: this.from(start) };
        keys = [];
      };
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              this.CONSUME(t.BracketOpen);
              const key = this.SUBRULE(this.key);
              this.CONSUME(t.BracketClose);
              this.ACTION(() => keys.push(key));
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Question);
              this.ACTION(() => {
                wrap();
                element = { kind: 'option_type', element, span: this.from(start) };
              });
            },
          },
        ]);
      });
      this.ACTION(wrap);
      return element;
    },
    { recoveryValueFunc: this.noType },
  );

  private readonly key: Rule<Key> = this.rule(
    'key',
    () => {
      const low = this.SUBRULE(this.bound);
      const high = this.OPTION(() => (this.CONSUME(t.Range), this.SUBRULE2(this.bound)));
      if (this.RECORDING_PHASE || high === undefined) return { kind: 'key_count', count: low, span: low.span };
      const span = cover(low.span, high.span);
      return { kind: 'key_type', type: { kind: 'range_type', low, high, forever: false, span }, span };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'key_count', count: this.broken(error), span: this.skipped(error) }) },
  );

  private readonly typeHeads: IOrAlt<TypeNode>[] = [
    { GATE: () => !this.sees(2, t.Bar), ALT: () => ({ kind: 'bool_type', span: this.spanOf(this.CONSUME(t.Bool)) }) },
    { GATE: () => this.sees(2, t.Less), ALT: () => this.SUBRULE(this.setType) },
    { GATE: () => this.sees(2, t.Less), ALT: () => this.SUBRULE(this.sequenceType) },
    { GATE: () => !this.sees(2, t.Bar), ALT: () => this.SUBRULE(this.referenceType) },
    { ALT: () => this.wordType(this.CONSUME(t.ObjectWord)) },
    { ALT: () => this.SUBRULE(this.noneTags) },
    { ALT: () => this.SUBRULE(this.rangeOrName) },
  ];

  private readonly typeHead: Rule<TypeNode> = this.rule('typeHead', () => this.OR(this.typeHeads), { recoveryValueFunc: this.noType });

  private wordType(token: IToken): TypeNode {
    const name = this.nameOf(token);
    return { kind: 'named_type', name, span: name.span };
  }

  private readonly setType: Rule<TypeNode> = this.rule(
    'setType',
    () => {
      const start = this.here;
      this.CONSUME(t.SetWord);
      this.CONSUME(t.Less);
      const element = this.SUBRULE(this.type);
      this.CONSUME(t.Greater);
      return { kind: 'set_type', element, span: this.from(start) };
    },
    { recoveryValueFunc: this.noType },
  );

  private readonly sequenceType: Rule<TypeNode> = this.rule(
    'sequenceType',
    () => {
      const start = this.here;
      this.CONSUME(t.Seq);
      this.CONSUME(t.Less);
      const element = this.SUBRULE(this.type);
      this.CONSUME(t.Comma);
      const capacity = this.SUBRULE(this.bound);
      this.CONSUME(t.Greater);
      return { kind: 'seq_type', element, capacity, span: this.from(start) };
    },
    { recoveryValueFunc: this.noType },
  );

  /** `ref`, `ref to N`. */
  private readonly referenceType: Rule<TypeNode> = this.rule(
    'referenceType',
    () => {
      const start = this.here;
      this.CONSUME(t.Ref);
      const limit = this.OPTION({
        GATE: () => !this.sees(2, t.Colon),
        DEF: () => (this.CONSUME(t.To), this.SUBRULE(this.bound)),
      });
      return { kind: 'ref_type', limit: limit ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: this.noType },
  );

  /** `none | lock | seq`: tags of which the first is `none`. */
  private readonly noneTags: Rule<TypeNode> = this.rule(
    'noneTags',
    () => {
      const start = this.here;
      const tags: Name[] = [this.nameOf(this.CONSUME(t.None))];
      this.AT_LEAST_ONE(() => {
        this.CONSUME(t.Bar);
        tags.push(this.SUBRULE(this.tag));
      });
      return { kind: 'tags_type', tags, span: this.from(start) };
    },
    { recoveryValueFunc: this.noType },
  );

  private readonly tags: IOrAlt<Name>[] = [{ ALT: () => this.SUBRULE(this.name) }, { ALT: () => this.nameOf(this.CONSUME(t.None)) }];

  readonly tag: Rule<Name> = this.rule('tag', () => this.OR(this.tags), { recoveryValueFunc: () => this.missingName() });

  /** `a..b`, `a..b | forever`, `Folio`, `ref_first | safe_first`. */
  private readonly rangeOrName: Rule<TypeNode> = this.rule(
    'rangeOrName',
    () => {
      const start = this.here;
      const first = this.SUBRULE(this.bound);
      const longer = this.OPTION(() =>
        this.OR<IOrAlt<TypeNode>[]>([
          {
            ALT: () => {
              this.CONSUME(t.Range);
              const high = this.SUBRULE2(this.bound);
              const forever = this.OPTION2(() => (this.CONSUME(t.Bar), this.CONSUME(t.Forever))) !== undefined;
              return { kind: 'range_type', low: first, high, forever, span: this.from(start) };
            },
          },
          {
            ALT: () => {
              const tags: Name[] = [];
              this.AT_LEAST_ONE(() => {
                this.CONSUME2(t.Bar);
                tags.push(this.SUBRULE(this.tag));
              });
              return this.RECORDING_PHASE ? { kind: 'error_type', span: this.from(start) } : this.tagsOf(first, tags, this.from(start));
            },
          },
        ]),
      );
      if (longer !== undefined) return longer;
      return this.RECORDING_PHASE ? { kind: 'error_type', span: this.from(start) } : this.plainType(first);
    },
    { recoveryValueFunc: this.noType },
  );

  private tagsOf(first: Expression, tags: readonly Name[], span: Span): TypeNode {
    if (first.kind === 'name_expression') return { kind: 'tags_type', tags: [first.name, ...tags], span };
    this.slip('tags', first.span);
    return { kind: 'tags_type', tags, span };
  }

  private plainType(bound: Expression): TypeNode {
    if (bound.kind === 'name_expression') return { kind: 'named_type', name: bound.name, span: bound.span };
    if (bound.kind !== 'error_expression') this.slip('range', bound.span);
    return { kind: 'error_type', span: bound.span };
  }

  /** A number or a sum of constants; a `[` after it is the key of the type, never an index. */
  readonly bound: Rule<Expression> = this.rule(
    'bound',
    () => {
      const stack = new OperatorStack(() => undefined);
      this.MANY(() => {
        const minus = this.CONSUME(t.Minus);
        this.ACTION(() => stack.prefix('-', this.spanOf(minus)));
      });
      const first = this.SUBRULE(this.boundOperand);
      this.ACTION(() => stack.operand(first));
      this.MANY2(() => {
        const operator = spelling(this.CONSUME(t.ArithmeticOperatorToken).tokenType) as BinaryOperator;
        this.ACTION(() => stack.infix(operator));
        this.MANY3(() => {
          const minus = this.CONSUME2(t.Minus);
          this.ACTION(() => stack.prefix('-', this.spanOf(minus)));
        });
        const right = this.SUBRULE2(this.boundOperand);
        this.ACTION(() => stack.operand(right));
      });
      return this.RECORDING_PHASE ? first : stack.result();
    },
    { recoveryValueFunc: this.broken },
  );

  private readonly boundOperands: IOrAlt<Expression>[] = [
    { ALT: () => this.numberOf(this.CONSUME(t.NumberLiteral)) },
    { ALT: () => this.wordExpression(this.CONSUME(t.ActorWord)) },
    {
      ALT: () => {
        const start = this.here;
        this.CONSUME(t.ParenthesisOpen);
        const inner = this.SUBRULE(this.expression);
        this.CONSUME(t.ParenthesisClose);
        return { ...inner, span: this.from(start) };
      },
    },
    { ALT: () => this.SUBRULE(this.nameOrCall) },
  ];

  private readonly boundOperand: Rule<Expression> = this.rule('boundOperand', () => this.OR(this.boundOperands), { recoveryValueFunc: this.broken });
}
