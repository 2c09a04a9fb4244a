import { EmbeddedActionsParser } from 'chevrotain';
import type { IToken, ParserMethod } from 'chevrotain';
import type { Span } from '@mmspec/source';
import { called, type Mistake } from './call.ts';
import * as t from './tokens.ts';
import type { Expression, Operator, Statement, Thread } from './tree.ts';

type Rule<Result> = ParserMethod<[], Result>;

/** Threads, in the grammar of herd7 for C: what it has no rule for is a mistake here too. */
export class CodeParser extends EmbeddedActionsParser {
  /** Offset of the section in its text. */
  base = 0;
  mistakes: Mistake[] = [];

  /** A grammar that is validated takes longer to be made: a test does so. */
  constructor(grammar: 'validated' | 'trusted' = 'trusted') {
    super([...t.codeVocabulary], { maxLookahead: 2, recoveryEnabled: false, skipValidations: grammar === 'trusted' });
    this.performSelfAnalysis();
  }

  #span(first: IToken, last: IToken = this.LA(0)): Span {
    return { file: 0, start: this.base + first.startOffset, end: this.base + last.startOffset + last.image.length };
  }

  // Threads.

  program: Rule<Thread[]> = this.RULE('program', (): Thread[] => {
    const threads: Thread[] = [];
    this.AT_LEAST_ONE(() => threads.push(this.SUBRULE(this.#thread)));
    return threads;
  });

  #thread: Rule<Thread> = this.RULE('thread', (): Thread => {
    const parameters: string[] = [];
    this.OPTION(() => {
      this.CONSUME(t.Void);
      this.OPTION1(() => this.CONSUME(t.Star));
    });
    const name = this.CONSUME(t.Thread);
    this.CONSUME(t.LeftParenthesis);
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.SUBRULE(this.#type);
        parameters.push(this.CONSUME(t.Word).image);
      },
    });
    this.CONSUME(t.RightParenthesis);
    const body = this.SUBRULE(this.#braced);
    return { number: Number(name.image.slice(1)), parameters, body, span: this.#span(name, name) };
  });

  #braced: Rule<Statement[]> = this.RULE('braced', (): Statement[] => {
    const statements: Statement[] = [];
    this.CONSUME(t.LeftBrace);
    this.AT_LEAST_ONE(() => {
      const item = this.SUBRULE(this.#item);
      this.ACTION(() => void statements.push(...item));
    });
    this.CONSUME(t.RightBrace);
    return statements;
  });

  #type: Rule<undefined> = this.RULE('type', (): undefined => {
    this.MANY(() => this.CONSUME(t.Qualifier));
    this.OR([
      { ALT: () => this.CONSUME(t.BaseType) },
      { ALT: () => this.CONSUME1(t.Void) },
      {
        ALT: () => {
          this.CONSUME(t.Struct);
          const name = this.CONSUME(t.Word);
          this.ACTION(() => {
            if (name.image !== 'srcu_struct') this.mistakes.push({ kind: 'struct', name: name.image, span: this.#span(name, name) });
          });
        },
      },
    ]);
    this.MANY2(() => this.OR2([{ ALT: () => this.CONSUME2(t.Star) }, { ALT: () => this.CONSUME2(t.Qualifier) }]));
    return undefined;
  });

  /** A declaration, a block or a statement. */
  #item: Rule<Statement[]> = this.RULE('item', (): Statement[] =>
    this.OR([{ ALT: () => this.SUBRULE(this.#declaration) }, { ALT: () => this.SUBRULE(this.#block) }]),
  );

  #declaration: Rule<Statement[]> = this.RULE('declaration', (): Statement[] => {
    const first = this.LA(1);
    this.SUBRULE(this.#type);
    const name = this.CONSUME(t.Word);
    const value = this.OPTION(() => {
      this.CONSUME(t.Assign);
      return this.SUBRULE(this.#expression);
    });
    this.CONSUME(t.Semicolon);
    return value === undefined ? [] : [{ kind: 'assign', register: name.image, value, span: this.#span(first) }];
  });

  #block: Rule<Statement[]> = this.RULE('block', (): Statement[] =>
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.#braced) },
        { ALT: () => [this.SUBRULE(this.#conditional)] },
        { ALT: () => [this.SUBRULE(this.#loop)] },
        { GATE: () => this.LA(2).tokenType === t.Assign, ALT: () => [this.SUBRULE(this.#assignment)] },
        { GATE: () => this.#isStore(), ALT: () => [this.SUBRULE(this.#plainStore)] },
        { GATE: () => this.LA(2).tokenType === t.LeftParenthesis, ALT: () => this.SUBRULE(this.#callStatement) },
        { ALT: () => this.SUBRULE(this.#effect) },
      ],
    }),
  );

  /** `*p = …` or `*(…) = …`: the sign of assignment decides, not the star. */
  #isStore(): boolean {
    if (this.LA(1).tokenType !== t.Star) return false;
    let depth = 0;
    for (let at = 2; ; at++) {
      const { tokenType } = this.LA(at);
      if (tokenType === t.LeftParenthesis) depth++;
      else if (tokenType === t.RightParenthesis) depth--;
      else if (depth === 0 && tokenType !== t.Star && tokenType !== t.Word) return tokenType === t.Assign;
      if (depth < 0) return false;
    }
  }

  #conditional: Rule<Statement> = this.RULE('conditional', (): Statement => {
    const first = this.CONSUME(t.If);
    this.CONSUME(t.LeftParenthesis);
    const condition = this.SUBRULE(this.#expression);
    this.CONSUME(t.RightParenthesis);
    const head = this.#span(first);
    const yesPart = this.SUBRULE(this.#block);
    const noPart = this.OPTION(() => {
      this.CONSUME(t.Else);
      return this.SUBRULE2(this.#block);
    });
    return { kind: 'if', condition, yes: yesPart, no: noPart ?? [], head, span: this.#span(first) };
  });

  #loop: Rule<Statement> = this.RULE('loop', (): Statement => {
    const first = this.CONSUME(t.While);
    const condition = this.SUBRULE(this.#primary);
    const head = this.#span(first);
    const body = this.SUBRULE(this.#block);
    return { kind: 'while', condition, body, head, span: this.#span(first) };
  });

  #assignment: Rule<Statement> = this.RULE('assignment', (): Statement => {
    const name = this.CONSUME(t.Word);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.#expression);
    this.CONSUME(t.Semicolon);
    return { kind: 'assign', register: name.image, value, span: this.#span(name) };
  });

  #plainStore: Rule<Statement> = this.RULE('plainStore', (): Statement => {
    const first = this.CONSUME(t.Star);
    const address = this.SUBRULE(this.#target);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.#expression);
    this.CONSUME(t.Semicolon);
    return { kind: 'store', order: 'plain', address, value, span: this.#span(first) };
  });

  #target: Rule<Expression> = this.RULE('target', (): Expression => {
    const first = this.LA(1);
    return this.OR([
      { ALT: () => this.#named(this.CONSUME(t.Word)) },
      {
        ALT: (): Expression => {
          this.CONSUME(t.Star);
          return this.#load(first, this.SUBRULE(this.#target));
        },
      },
      {
        ALT: (): Expression => {
          this.CONSUME(t.LeftParenthesis);
          const inner = this.SUBRULE(this.#expression);
          this.CONSUME(t.RightParenthesis);
          return inner;
        },
      },
    ]);
  });

  #callStatement: Rule<Statement[]> = this.RULE('callStatement', (): Statement[] => {
    const first = this.LA(1);
    const name = this.CONSUME(t.Word);
    const args = this.SUBRULE(this.#arguments);
    this.CONSUME(t.Semicolon);
    return this.ACTION(() => called(name.image, args, 'statement', this.#span(name, name), this.#span(first), this.mistakes).statements);
  });

  #effect: Rule<Statement[]> = this.RULE('effect', (): Statement[] => {
    const first = this.LA(1);
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Void && this.LA(3).tokenType === t.RightParenthesis,
      DEF: () => {
        this.CONSUME(t.LeftParenthesis);
        this.CONSUME(t.Void);
        this.CONSUME(t.RightParenthesis);
      },
    });
    const value = this.SUBRULE(this.#expression);
    this.CONSUME(t.Semicolon);
    return [{ kind: 'assign', register: null, value, span: this.#span(first) }];
  });

  // Expressions, from what binds least.

  #expression: Rule<Expression> = this.RULE('expression', (): Expression => {
    let left = this.SUBRULE(this.#xor);
    this.MANY(() => {
      this.CONSUME(t.Bar);
      left = this.#binary('|', left, this.SUBRULE2(this.#xor));
    });
    return left;
  });

  #xor: Rule<Expression> = this.RULE('xor', (): Expression => {
    let left = this.SUBRULE(this.#and);
    this.MANY(() => {
      this.CONSUME(t.Caret);
      left = this.#binary('^', left, this.SUBRULE2(this.#and));
    });
    return left;
  });

  #and: Rule<Expression> = this.RULE('and', (): Expression => {
    let left = this.SUBRULE(this.#comparison);
    this.MANY(() => {
      this.CONSUME(t.Ampersand);
      left = this.#binary('&', left, this.SUBRULE2(this.#comparison));
    });
    return left;
  });

  #comparison: Rule<Expression> = this.RULE('comparison', (): Expression => {
    let left = this.SUBRULE(this.#sum);
    this.OPTION(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(t.EqualEqual) }, { ALT: () => this.CONSUME(t.NotEqual) }, { ALT: () => this.CONSUME(t.Relation) }]);
      left = this.#binary(sign.image as Operator, left, this.SUBRULE2(this.#sum));
    });
    return left;
  });

  #sum: Rule<Expression> = this.RULE('sum', (): Expression => {
    let left = this.SUBRULE(this.#product);
    this.MANY(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
      left = this.#binary(sign.image as Operator, left, this.SUBRULE2(this.#product));
    });
    return left;
  });

  #product: Rule<Expression> = this.RULE('product', (): Expression => {
    let left = this.SUBRULE(this.#primary);
    this.MANY(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(t.Star) }, { ALT: () => this.CONSUME(t.Slash) }]);
      left = this.#binary(sign.image as Operator, left, this.SUBRULE2(this.#primary));
    });
    return left;
  });

  #primary: Rule<Expression> = this.RULE('primary', (): Expression => {
    const first = this.LA(1);
    return this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: (): Expression => {
            const token = this.CONSUME(t.Integer);
            return { kind: 'number', value: Number(token.image), span: this.#span(token, token) };
          },
        },
        { GATE: () => this.LA(2).tokenType === t.LeftParenthesis, ALT: () => this.SUBRULE(this.#call) },
        { ALT: () => this.#named(this.CONSUME(t.Word)) },
        { ALT: () => this.SUBRULE(this.#dereference) },
        { GATE: () => this.#isType(2), ALT: () => this.SUBRULE(this.#cast) },
        {
          ALT: (): Expression => {
            this.CONSUME(t.LeftParenthesis);
            const inner = this.SUBRULE(this.#expression);
            this.CONSUME(t.RightParenthesis);
            return this.ACTION(() => ({ ...inner, span: this.#span(first) }));
          },
        },
      ],
    });
  });

  #isType(at: number): boolean {
    const { tokenType } = this.LA(at);
    return tokenType === t.BaseType || tokenType === t.Void || tokenType === t.Struct || tokenType === t.Qualifier;
  }

  #cast: Rule<Expression> = this.RULE('cast', (): Expression => {
    this.CONSUME(t.LeftParenthesis);
    this.SUBRULE(this.#type);
    this.CONSUME(t.RightParenthesis);
    return this.SUBRULE(this.#primary);
  });

  #dereference: Rule<Expression> = this.RULE('dereference', (): Expression => {
    const first = this.CONSUME(t.Star);
    const address = this.OR([
      { ALT: () => this.#named(this.CONSUME(t.Word)) },
      {
        GATE: () => this.#isType(2),
        ALT: (): Expression => {
          this.CONSUME(t.LeftParenthesis);
          this.SUBRULE(this.#type);
          this.CONSUME(t.RightParenthesis);
          return this.#named(this.CONSUME2(t.Word));
        },
      },
      {
        ALT: (): Expression => {
          this.CONSUME2(t.LeftParenthesis);
          const inner = this.SUBRULE(this.#expression);
          this.CONSUME2(t.RightParenthesis);
          return inner;
        },
      },
    ]);
    return this.#load(first, address);
  });

  #call: Rule<Expression> = this.RULE('call', (): Expression => {
    const name = this.CONSUME(t.Word);
    const args = this.SUBRULE(this.#arguments);
    return this.ACTION(() => called(name.image, args, 'expression', this.#span(name, name), this.#span(name), this.mistakes).expression);
  });

  #arguments: Rule<Expression[]> = this.RULE('arguments', (): Expression[] => {
    const args: Expression[] = [];
    this.CONSUME(t.LeftParenthesis);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => args.push(this.SUBRULE(this.#expression)) });
    this.CONSUME(t.RightParenthesis);
    return args;
  });

  #named(token: IToken): Expression {
    return { kind: 'name', name: token.image, span: this.#span(token, token) };
  }

  #load(first: IToken, address: Expression): Expression {
    return { kind: 'load', order: 'plain', address, span: this.#span(first) };
  }

  #binary(operator: Operator, left: Expression, right: Expression): Expression {
    return { kind: 'operation', operator, left, right, span: { file: 0, start: left?.span?.start ?? 0, end: right?.span?.end ?? 0 } };
  }
}
