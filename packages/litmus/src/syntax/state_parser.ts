import { EmbeddedActionsParser } from 'chevrotain';
import type { IToken, ParserMethod } from 'chevrotain';
import type { Span } from '@mmspec/source';
import * as t from './tokens.ts';
import type { Constant, Initial, Location, Proposition, Quantifier } from './tree.ts';

type Rule<Result> = ParserMethod<[], Result>;

/** What a test asks. */
export interface Final {
  readonly locations: readonly Location[];
  readonly filter: Proposition | null;
  readonly quantifier: Quantifier;
  readonly condition: Proposition;
  readonly asks: boolean;
}

const number = (value: number): Constant => ({ kind: 'number', value });

/** Initial values and conditions, in the grammar of herd7. */
export class StateParser extends EmbeddedActionsParser {
  /** Offset of the section in its text. */
  base = 0;

  /** A grammar that is validated takes longer to be made: a test does so. */
  constructor(grammar: 'validated' | 'trusted' = 'trusted') {
    super([...t.stateVocabulary], { maxLookahead: 2, recoveryEnabled: false, skipValidations: grammar === 'trusted' });
    this.performSelfAnalysis();
  }

  #span(first: IToken): Span {
    const last = this.LA(0);
    return { file: 0, start: this.base + first.startOffset, end: this.base + last.startOffset + last.image.length };
  }

  initial: Rule<Initial[]> = this.RULE('initial', (): Initial[] => {
    const items: Initial[] = [];
    this.MANY(() => {
      this.OPTION(() => {
        const item = this.SUBRULE(this.#initialItem);
        this.ACTION(() => void items.push(item));
      });
      this.CONSUME(t.StateSemicolon);
    });
    this.OPTION2(() => {
      const item = this.SUBRULE2(this.#initialItem);
      this.ACTION(() => void items.push(item));
    });
    return items;
  });

  #initialItem: Rule<Initial> = this.RULE('initialItem', (): Initial => {
    this.OPTION({ GATE: () => this.#isTyped(), DEF: () => this.CONSUME(t.Name) });
    this.MANY(() => this.CONSUME(t.StateStar));
    const location = this.SUBRULE(this.#location);
    const value = this.OPTION2(() => {
      this.CONSUME(t.Is);
      return this.SUBRULE(this.#initialValue);
    });
    return { location, value: value ?? number(0) };
  });

  /** A type stands before the name: two names, or a name and stars. */
  #isTyped(): boolean {
    const { tokenType } = this.LA(2);
    return tokenType === t.Name || tokenType === t.StateStar || tokenType === t.LeftBracket || tokenType === t.StateNumber || tokenType === t.Proc;
  }

  #initialValue: Rule<Constant> = this.RULE('initialValue', (): Constant =>
    this.OR([
      {
        ALT: (): Constant => {
          this.CONSUME(t.AtomicInit);
          this.CONSUME(t.Open);
          const value = this.SUBRULE(this.#constant);
          this.CONSUME(t.Close);
          return value;
        },
      },
      { ALT: () => this.SUBRULE2(this.#constant) },
    ]),
  );

  #constant: Rule<Constant> = this.RULE('constant', (): Constant =>
    this.OR([
      { ALT: () => number(Number(this.CONSUME(t.StateNumber).image)) },
      {
        ALT: (): Constant => {
          this.OPTION(() => this.CONSUME(t.AddressOf));
          return { kind: 'address', name: this.CONSUME(t.Name).image };
        },
      },
    ]),
  );

  /** `x`, `[x]`, `0:r1` or `P0:r1`. */
  #location: Rule<Location> = this.RULE('location', (): Location => {
    const first = this.LA(1);
    return this.OR([
      { ALT: (): Location => ({ kind: 'variable', name: this.CONSUME(t.Name).image, span: this.#span(first) }) },
      {
        ALT: (): Location => {
          this.CONSUME(t.LeftBracket);
          const name = this.CONSUME1(t.Name).image;
          this.CONSUME(t.RightBracket);
          return { kind: 'variable', name, span: this.#span(first) };
        },
      },
      { ALT: () => this.SUBRULE(this.#register) },
    ]);
  });

  #register: Rule<Location> = this.RULE('register', (): Location => {
    const first = this.LA(1);
    const thread = this.OR([{ ALT: () => this.CONSUME(t.StateNumber).image }, { ALT: () => this.CONSUME(t.Proc).image.slice(1) }]);
    this.CONSUME(t.Colon);
    const name = this.CONSUME(t.Name).image;
    return { kind: 'register', thread: Number(thread), name, span: this.#span(first) };
  });

  final: Rule<Final> = this.RULE('final', (): Final => {
    const locations = this.OPTION(() => this.SUBRULE(this.#locations)) ?? [];
    const filter = this.OPTION1(() => {
      this.CONSUME(t.Filter);
      return this.SUBRULE(this.#proposition);
    });
    const asked = this.OPTION2(() => this.SUBRULE(this.#question));
    this.OPTION3(() => this.CONSUME(t.StateSemicolon));
    const { quantifier, condition } = asked ?? { quantifier: 'forall' as const, condition: { kind: 'true' as const } };
    return { locations, filter: filter ?? null, quantifier, condition, asks: asked !== undefined };
  });

  #locations: Rule<Location[]> = this.RULE('locations', (): Location[] => {
    const found: Location[] = [];
    this.CONSUME(t.Locations);
    this.CONSUME(t.LeftBracket);
    this.MANY(() => {
      found.push(this.SUBRULE(this.#location));
      this.OPTION(() => this.CONSUME(t.Name));
      this.MANY1(() => this.CONSUME(t.StateStar));
      this.OPTION1(() => this.CONSUME(t.StateSemicolon));
    });
    this.CONSUME(t.RightBracket);
    return found;
  });

  #question: Rule<{ quantifier: Quantifier; condition: Proposition }> = this.RULE('question', () => {
    const quantifier = this.OPTION(() => this.SUBRULE(this.#quantifier));
    return { quantifier: quantifier ?? ('exists' as const), condition: this.SUBRULE(this.#proposition) };
  });

  /** herd7 takes a condition alone for `exists`. */
  #quantifier: Rule<Quantifier> = this.RULE('quantifier', (): Quantifier =>
    this.OR([
      {
        ALT: (): Quantifier => {
          this.CONSUME(t.Exists);
          return 'exists';
        },
      },
      {
        ALT: (): Quantifier => {
          this.CONSUME(t.Forall);
          return 'forall';
        },
      },
      {
        ALT: (): Quantifier => {
          this.CONSUME(t.Not);
          this.CONSUME1(t.Exists);
          return '~exists';
        },
      },
    ]),
  );

  // `\/` binds least, then `/\`, then `=>`: as herd7 reads it.

  #proposition: Rule<Proposition> = this.RULE('proposition', (): Proposition => {
    let left = this.SUBRULE(this.#conjunction);
    this.MANY(() => {
      this.CONSUME(t.Or);
      left = { kind: 'or', left, right: this.SUBRULE2(this.#conjunction) };
    });
    return left;
  });

  #conjunction: Rule<Proposition> = this.RULE('conjunction', (): Proposition => {
    let left = this.SUBRULE(this.#implication);
    this.MANY(() => {
      this.CONSUME(t.And);
      left = { kind: 'and', left, right: this.SUBRULE2(this.#implication) };
    });
    return left;
  });

  #implication: Rule<Proposition> = this.RULE('implication', (): Proposition => {
    const left = this.SUBRULE(this.#literal);
    const right = this.OPTION(() => {
      this.CONSUME(t.Implies);
      return this.SUBRULE(this.#implication);
    });
    return right === undefined ? left : { kind: 'implies', left, right };
  });

  #literal: Rule<Proposition> = this.RULE('literal', (): Proposition =>
    this.OR([
      {
        ALT: (): Proposition => {
          this.CONSUME(t.Not);
          return { kind: 'not', part: this.SUBRULE(this.#literal) };
        },
      },
      {
        ALT: (): Proposition => {
          this.CONSUME(t.Open);
          const inner = this.SUBRULE(this.#proposition);
          this.CONSUME(t.Close);
          return inner;
        },
      },
      {
        ALT: (): Proposition => {
          this.CONSUME(t.True);
          return { kind: 'true' };
        },
      },
      {
        ALT: (): Proposition => {
          this.CONSUME(t.False);
          return { kind: 'false' };
        },
      },
      { ALT: () => this.SUBRULE(this.#atom) },
    ]),
  );

  #atom: Rule<Proposition> = this.RULE('atom', (): Proposition => {
    const location = this.SUBRULE(this.#location);
    const differs = this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Is);
          return false;
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Differs);
          return true;
        },
      },
    ]);
    const compared = this.OR2([
      { ALT: (): Proposition => ({ kind: 'same', left: location, right: this.SUBRULE(this.#register) }) },
      { ALT: (): Proposition => ({ kind: 'same', left: location, right: this.SUBRULE(this.#content) }) },
      { ALT: (): Proposition => ({ kind: 'is', location, value: this.SUBRULE(this.#constant) }) },
    ]);
    return differs ? { kind: 'not', part: compared } : compared;
  });

  /** `*x` or `[x]`: what x holds, not its address. */
  #content: Rule<Location> = this.RULE('content', (): Location => {
    const first = this.LA(1);
    return this.OR([
      {
        ALT: (): Location => {
          this.CONSUME(t.StateStar);
          return { kind: 'variable', name: this.CONSUME(t.Name).image, span: this.#span(first) };
        },
      },
      {
        ALT: (): Location => {
          this.CONSUME(t.LeftBracket);
          const name = this.CONSUME1(t.Name).image;
          this.CONSUME(t.RightBracket);
          return { kind: 'variable', name, span: this.#span(first) };
        },
      },
    ]);
  });
}
