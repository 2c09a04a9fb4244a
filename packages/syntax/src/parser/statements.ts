import type { IOrAlt, TokenType } from 'chevrotain';
import type { Span } from '@mmspec/source';
import type { Anchor, Block, Expression, IfStatement, LocalDeclaration, Name, Order, OrderWord, Statement } from '../tree.ts';
import { isName } from '../lex/contextual.ts';
import * as t from '../lex/token_types.ts';
import { isPath } from '../node_classes.ts';
import { storeOf } from './macros.ts';
import { anchored, AnchorRules } from './anchors.ts';
import type { Rule } from './base.ts';

/** Who owns what a variable points to: `owns`, and of how many references. */
type Ownership = Pick<LocalDeclaration, 'owns' | 'weight'>;

/** A variable that owns nothing. */
export const nobody: Ownership = { owns: false };

const declares: ReadonlySet<TokenType> = new Set([t.Var, t.Let, t.Ghost]);

type AssignOperator = '=' | '+=' | '-=';

/** What makes a label or an assignment of the path before it. */
interface Rest {
  readonly operator: ':' | AssignOperator;
  readonly value: Expression | null;
  readonly anchor?: Anchor | undefined;
}

/** One `if` of a chain, before it is nested. */
interface Arm {
  readonly start: number;
  readonly condition: Expression;
  readonly consequent: Block;
}

/** The text of actors and operations. */
export abstract class StatementRules extends AnchorRules {
  private readonly noStatement = (error: unknown): Statement => ({ kind: 'error_statement', span: this.skipped(error) });

  readonly block: Rule<Block> = this.rule(
    'block',
    () => {
      const start = this.here;
      const statements: Statement[] = [];
      const isBare = this.openBlock();
      this.MANY({
        GATE: () => !(isBare && statements.length > 0),
        DEF: () => void this.OR([{ ALT: () => statements.push(this.SUBRULE(this.statement)) }, { ALT: () => this.CONSUME(t.Semicolon) }]),
      });
      if (!isBare) this.CONSUME(t.BlockClose);
      // `if (c) f(); else …`
      else this.skipBefore(t.Semicolon, t.Else);
      return { kind: 'block', statements, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'block', statements: [], span: this.skipped(error) }) },
  );

  private readonly statements: IOrAlt<Statement>[] = [
    { ALT: () => this.SUBRULE(this.awaitStatement) },
    { ALT: () => this.SUBRULE(this.simpleStatement) },
    { ALT: () => this.SUBRULE(this.localDeclaration) },
    { ALT: () => this.SUBRULE(this.ifStatement) },
    { ALT: () => this.SUBRULE(this.whileStatement) },
    { ALT: () => this.SUBRULE(this.repeatStatement) },
    { ALT: () => this.SUBRULE(this.eitherStatement) },
    { ALT: () => this.SUBRULE(this.chooseStatement) },
    { ALT: () => this.SUBRULE(this.atomicStatement) },
    { ALT: () => this.SUBRULE(this.forStatement) },
    {
      ALT: () => {
        const start = this.here;
        this.CONSUME(t.Assert);
        const condition = this.SUBRULE(this.expression);
        return { kind: 'assert', condition, span: this.from(start) };
      },
    },
    { ALT: () => ({ kind: 'break', span: this.spanOf(this.CONSUME(t.Break)) }) },
    { ALT: () => ({ kind: 'continue', span: this.spanOf(this.CONSUME(t.Continue)) }) },
    {
      ALT: () => {
        const start = this.here;
        this.CONSUME(t.Goto);
        const label = this.SUBRULE(this.name);
        return { kind: 'goto', label, span: this.from(start) };
      },
    },
    { ALT: () => ({ kind: 'return', value: null, span: this.spanOf(this.CONSUME(t.Return)) }) },
    {
      ALT: () => {
        const start = this.here;
        this.CONSUME(t.ReturnValue);
        const value = this.SUBRULE2(this.expression);
        return { kind: 'return', value, span: this.from(start) };
      },
    },
    { ALT: () => ({ kind: 'skip', span: this.spanOf(this.CONSUME(t.Skip)) }) },
  ];

  readonly statement: Rule<Statement> = this.rule('statement', () => (this.isPlainName() ? this.SUBRULE(this.simpleStatement) : this.OR(this.statements)), {
    recoveryValueFunc: this.noStatement,
  });

  private readonly assignments: IOrAlt<AssignOperator>[] = [
    { ALT: () => (this.CONSUME(t.Assign), '=') },
    { ALT: () => (this.CONSUME(t.AddAssign), '+=') },
    { ALT: () => (this.CONSUME(t.SubtractAssign), '-=') },
  ];

  /** What may follow the path at which a statement begins. */
  private readonly rests: IOrAlt<Rest>[] = [
    { ALT: () => (this.CONSUME(t.Colon), { operator: ':', value: null, anchor: this.OPTION2(() => this.SUBRULE(this.anchor)) }) },
    { ALT: () => ({ operator: this.OR2(this.assignments), value: this.SUBRULE(this.expression) }) },
  ];

  /** `get:`, `x = e`, `x += e`, `x -= e`, `folio_get(f)`. */
  private readonly simpleStatement: Rule<Statement> = this.rule(
    'simpleStatement',
    () => {
      const start = this.here;
      const target = this.SUBRULE(this.operand);
      const rest = this.OPTION(() => this.OR(this.rests));
      const span = this.from(start);
      if (this.RECORDING_PHASE) return { kind: 'skip', span };
      if (rest === undefined) return this.effect(target, span);
      if (rest.value === null || rest.operator === ':') return this.label(target, rest.anchor, span);
      if (!isTarget(target) || (isPath(target) && target.macro !== undefined)) this.slip('target', target.span);
      return { kind: 'assign', target, operator: rest.operator, value: rest.value, span };
    },
    { recoveryValueFunc: this.noStatement },
  );

  private effect(target: Expression, span: Span): Statement {
    if (target.kind === 'call') return storeOf(target, span) ?? { kind: 'call_statement', call: target, span };
    if (target.kind !== 'error_expression') this.slip('effect', span);
    return { kind: 'error_statement', span };
  }

  private label(target: Expression, anchor: Anchor | undefined, span: Span): Statement {
    if (target.kind === 'name_expression' && target.macro === undefined) return { kind: 'label', name: target.name, ...anchored(anchor), span };
    if (target.kind !== 'error_expression') this.slip('label', target.span);
    return { kind: 'error_statement', span };
  }

  /** `owns`, `owns 3`, `owns BIAS`, `owns (BIAS - 1)`: of so many references. */
  protected readonly ownership: Rule<Ownership> = this.rule(
    'ownership',
    () => {
      this.CONSUME(t.Owns);
      const weight = this.OPTION({
        // A name is a number only where the variable follows it.
        GATE: () => !isName(this.LA(1).tokenType) || isName(this.LA(2).tokenType) || declares.has(this.LA(2).tokenType),
        DEF: () =>
          this.OR([
            { ALT: () => this.numberOf(this.CONSUME(t.NumberLiteral)) },
            { ALT: () => this.SUBRULE(this.parenthesised) },
            { ALT: () => this.namedConstant(this.SUBRULE(this.name)) },
          ]),
      });
      return weight === undefined ? { owns: true } : { owns: true, weight };
    },
    { recoveryValueFunc: () => ({ owns: true }) },
  );

  private namedConstant(name: Name): Expression {
    return { kind: 'name_expression', name, span: name.span };
  }

  private readonly localDeclaration: Rule<LocalDeclaration> = this.rule(
    'localDeclaration',
    () => {
      const start = this.here;
      const first = this.LA(1);
      const owner = this.OPTION(() => this.SUBRULE(this.ownership));
      const storage = this.OR([
        { ALT: () => (this.CONSUME(t.Var), 'var' as const) },
        { ALT: () => (this.CONSUME(t.Let), 'let' as const) },
        { ALT: () => (this.CONSUME(t.Ghost), 'ghost' as const) },
      ]);
      const name = this.SUBRULE(this.name);
      const type = this.OPTION2(() => (this.CONSUME(t.Colon), this.SUBRULE(this.type)));
      const initial = this.OPTION3(() => (this.CONSUME(t.Assign), this.SUBRULE(this.expression)));
      const span = this.from(start);
      if (!this.RECORDING_PHASE && name.text !== '') {
        if (initial === undefined) this.slip('initial', name.span);
        if (type === undefined && storage !== 'let') this.slip('type', name.span);
      }
      return {
        kind: 'local',
        storage,
        ...(owner ?? nobody),
        name,
        type: type ?? null,
        initial: initial ?? { kind: 'error_expression', span: { ...span, start: span.end } },
        doc: this.docOf(first),
        span,
      };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'local',
        storage: 'let',
        owns: false,
        name: this.missingName(),
        type: null,
        initial: this.broken(error),
        doc: [],
        span: this.skipped(error),
      }),
    },
  );

  /** `if c { ... } else if d { ... } else { ... }`. */
  private readonly ifStatement: Rule<Statement> = this.rule(
    'ifStatement',
    () => {
      const arms: Arm[] = [];
      const start = this.here;
      this.CONSUME(t.If);
      const condition = this.SUBRULE(this.expression);
      const consequent = this.SUBRULE(this.block);
      arms.push({ start, condition, consequent });
      this.MANY({
        GATE: () => this.sees(2, t.If),
        DEF: () => {
          this.CONSUME(t.Else);
          const armStart = this.here;
          this.CONSUME2(t.If);
          const armCondition = this.SUBRULE2(this.expression);
          const armBlock = this.SUBRULE2(this.block);
          arms.push({ start: armStart, condition: armCondition, consequent: armBlock });
        },
      });
      const last = this.OPTION(() => (this.CONSUME2(t.Else), this.SUBRULE3(this.block)));
      if (this.RECORDING_PHASE) return { kind: 'skip', span: this.from(start) };
      return chain(arms, last ?? null, this.from(start));
    },
    { recoveryValueFunc: this.noStatement },
  );

  private readonly whileStatement: Rule<Statement> = this.rule(
    'whileStatement',
    () => {
      const start = this.here;
      this.CONSUME(t.While);
      const condition = this.SUBRULE(this.expression);
      const body = this.SUBRULE(this.block);
      return { kind: 'while', condition, body, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );

  /** `loop { ... }`, `repeat K { ... }`. */
  private readonly repeatStatement: Rule<Statement> = this.rule(
    'repeatStatement',
    () => {
      const start = this.here;
      const count = this.OR([{ ALT: () => (this.CONSUME(t.Loop), null) }, { ALT: () => (this.CONSUME(t.Repeat), this.SUBRULE(this.expression)) }]);
      const body = this.SUBRULE(this.block);
      return { kind: 'repeat', count, body, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );

  private readonly eitherStatement: Rule<Statement> = this.rule(
    'eitherStatement',
    () => {
      const start = this.here;
      this.CONSUME(t.Either);
      const branches: Block[] = [this.SUBRULE(this.block)];
      this.MANY(() => {
        this.CONSUME(t.Or);
        branches.push(this.SUBRULE2(this.block));
      });
      return { kind: 'either', branches, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );

  /** `choose x in S where p`, `choose s within S`. */
  private readonly chooseStatement: Rule<Statement> = this.rule(
    'chooseStatement',
    () => {
      const start = this.here;
      this.CONSUME(t.Choose);
      const target = this.SUBRULE(this.operand);
      const subset = this.OR([{ ALT: () => (this.CONSUME(t.In), false) }, { ALT: () => (this.CONSUME(t.Within), true) }]);
      const domain = this.SUBRULE(this.expression);
      const condition = this.OPTION(() => (this.CONSUME(t.Where), this.SUBRULE2(this.expression)));
      this.ACTION(() => {
        if (!isTarget(target)) this.slip('target', target.span);
      });
      return { kind: 'choose', subset, target, domain, condition: condition ?? null, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );

  private readonly awaitStatement: Rule<Statement> = this.rule(
    'awaitStatement',
    () => {
      const start = this.here;
      const idle = this.OPTION(() => this.CONSUME(t.Idle)) !== undefined;
      this.CONSUME(t.Await);
      const condition = this.SUBRULE(this.expression);
      return { kind: 'await', idle, condition, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );

  /** `relaxed`, `acquire`, `section enter`. */
  protected readonly order: Rule<Order> = this.rule(
    'order',
    () => {
      const start = this.here;
      const word = this.OR<IOrAlt<OrderWord>[]>([
        { ALT: () => (this.CONSUME(t.Relaxed), 'relaxed') },
        { ALT: () => (this.CONSUME(t.Acquire), 'acquire') },
        { ALT: () => (this.CONSUME(t.Release), 'release') },
        { ALT: () => (this.CONSUME(t.Full), 'full') },
        { ALT: () => (this.CONSUME(t.Read), 'read') },
        { ALT: () => (this.CONSUME(t.Write), 'write') },
        { ALT: () => (this.CONSUME(t.Lock), 'lock') },
        { ALT: () => (this.CONSUME(t.Unlock), 'unlock') },
        {
          ALT: () => {
            this.CONSUME(t.Section);
            return this.OR2<IOrAlt<OrderWord>[]>([{ ALT: () => (this.CONSUME(t.Enter), 'enter') }, { ALT: () => (this.CONSUME(t.Leave), 'leave') }]);
          },
        },
      ]);
      return { word, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ word: 'full', span: this.skipped(error) }) },
  );

  private readonly atomicStatement: Rule<Statement> = this.rule(
    'atomicStatement',
    () => {
      const start = this.here;
      this.CONSUME(t.Atomic);
      const order = this.OPTION2(() => this.SUBRULE(this.order));
      const when = this.OPTION(() => (this.CONSUME(t.When), this.SUBRULE(this.expression)));
      const body = this.SUBRULE(this.block);
      return { kind: 'atomic', order: order ?? null, when: when ?? null, body, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );

  private readonly forStatement: Rule<Statement> = this.rule(
    'forStatement',
    () => {
      const start = this.here;
      this.CONSUME(t.For);
      const binder = this.SUBRULE(this.binder);
      const condition = this.OPTION(() => (this.CONSUME(t.Where), this.SUBRULE(this.expression)));
      const body = this.SUBRULE(this.block);
      return { kind: 'for', binder, condition: condition ?? null, body, span: this.from(start) };
    },
    { recoveryValueFunc: this.noStatement },
  );
}

/** A place that can be assigned: a name with fields and indices. */
function isTarget(expression: Expression): boolean {
  let inner = expression;
  for (;;) {
    if (inner.kind === 'name_expression' || inner.kind === 'error_expression') return true;
    if (inner.kind === 'field') inner = inner.object;
    else if (inner.kind === 'index') inner = inner.array;
    else return false;
  }
}

/** Nests `else if` from the last one. */
function chain(arms: readonly Arm[], last: Block | null, whole: Span): IfStatement {
  let alternative: Block | IfStatement | null = last;
  let built: IfStatement | null = null;
  for (const { start, condition, consequent } of arms.toReversed()) {
    const end = Math.max(alternative?.span.end ?? 0, consequent.span.end);
    built = { kind: 'if', condition, consequent, alternative, span: { file: whole.file, start, end } };
    alternative = built;
  }
  if (built === null) throw new Error('an if without a condition');
  return built;
}
