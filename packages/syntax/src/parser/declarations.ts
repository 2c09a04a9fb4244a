import type { Span } from '@mmspec/source';
import type {
  ActionDeclaration,
  ActorDeclaration,
  Binder,
  ConstDeclaration,
  DefineDeclaration,
  EnumDeclaration,
  Expression,
  LiveDeclaration,
  Name,
  ObjectDeclaration,
  ObjectMember,
  OperationDeclaration,
  Parameter,
  RecordDeclaration,
  RecordField,
  Statement,
  TypeNode,
  VariableDeclaration,
  VariantDeclaration,
} from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { BeginningRules, noBeginning } from './beginnings.ts';
import type { Rule } from './base.ts';
import { anchored } from './anchors.ts';
import { nobody } from './statements.ts';

interface Body {
  readonly operations: readonly OperationDeclaration[];
  readonly statements: readonly Statement[];
  readonly span: Span;
}

/** The declarations of a file but for properties, checks and scenarios. */
export abstract class DeclarationRules extends BeginningRules {
  private readonly typeless = (error: unknown): TypeNode => ({ kind: 'error_type', span: this.skipped(error) });

  /** `const VCPUS: 1..4 = 2`. */
  protected readonly const: Rule<ConstDeclaration> = this.rule(
    'const',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Const);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      this.CONSUME(t.Assign);
      const value = this.SUBRULE(this.expression);
      return { kind: 'const', name, type, value, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'const', type: this.typeless(error), value: this.broken(error), ...this.declared(error) }) },
  );

  /** `variant order: ref_first | safe_first = ref_first`. */
  protected readonly variant: Rule<VariantDeclaration> = this.rule(
    'variant',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Variant);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      this.CONSUME(t.Assign);
      const value = this.SUBRULE(this.expression);
      return { kind: 'variant', name, type, value, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'variant', type: this.typeless(error), value: this.broken(error), ...this.declared(error) }) },
  );

  protected readonly define: Rule<DefineDeclaration> = this.rule(
    'define',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Define);
      const name = this.SUBRULE(this.name);
      const parameters = this.OPTION(() => this.SUBRULE(this.parameters));
      this.CONSUME(t.Assign);
      const body = this.SUBRULE(this.expression);
      return { kind: 'define', name, parameters: parameters ?? null, body, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'define', parameters: null, body: this.broken(error), ...this.declared(error) }) },
  );

  private readonly parameters: Rule<Parameter[]> = this.rule(
    'parameters',
    () => {
      const list: Parameter[] = [];
      this.CONSUME(t.ParenthesisOpen);
      this.MANY_SEP({ SEP: t.Comma, DEF: () => list.push(this.SUBRULE(this.parameter)) });
      this.CONSUME(t.ParenthesisClose);
      return list;
    },
    { recoveryValueFunc: () => [] },
  );

  private readonly parameter: Rule<Parameter> = this.rule(
    'parameter',
    () => {
      const start = this.here;
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      return { kind: 'parameter', name, type, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'parameter', name: this.missingName(), type: this.typeless(error), span: this.skipped(error) }) },
  );

  protected readonly enum: Rule<EnumDeclaration> = this.rule(
    'enum',
    () => {
      const start = this.here;
      const members: Name[] = [];
      const first = this.CONSUME(t.Enum);
      const name = this.SUBRULE(this.name);
      this.openBlock();
      this.MANY(() => {
        this.OR([{ ALT: () => members.push(this.SUBRULE(this.tag)) }, { ALT: () => this.CONSUME(t.Comma) }, { ALT: () => this.CONSUME(t.Semicolon) }]);
      });
      this.CONSUME(t.BlockClose);
      return { kind: 'enum', name, members, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'enum', members: [], ...this.declared(error) }) },
  );

  protected readonly record: Rule<RecordDeclaration> = this.rule(
    'record',
    () => {
      const start = this.here;
      const fields: RecordField[] = [];
      const first = this.CONSUME(t.Record);
      const name = this.SUBRULE(this.name);
      this.openBlock();
      this.MANY(() => {
        this.OR([{ ALT: () => fields.push(this.SUBRULE(this.recordField)) }, { ALT: () => this.CONSUME(t.Comma) }, { ALT: () => this.CONSUME(t.Semicolon) }]);
      });
      this.CONSUME(t.BlockClose);
      return { kind: 'record', name, fields, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'record', fields: [], ...this.declared(error) }) },
  );

  private readonly recordField: Rule<RecordField> = this.rule(
    'recordField',
    () => {
      const start = this.here;
      const first = this.LA(1);
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      return { kind: 'record_field', name, type, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'record_field', type: this.typeless(error), ...this.declared(error) }) },
  );

  protected readonly object: Rule<ObjectDeclaration> = this.rule(
    'object',
    () => {
      const start = this.here;
      const members: ObjectMember[] = [];
      const first = this.CONSUME(t.ObjectKeyword);
      const name = this.SUBRULE(this.name);
      this.openBlock();
      this.MANY(() => {
        this.OR([
          { ALT: () => members.push(this.SUBRULE(this.liveDeclaration)) },
          { ALT: () => members.push(this.SUBRULE(this.invariant)) },
          { ALT: () => members.push(this.SUBRULE(this.field)) },
          { ALT: () => this.CONSUME(t.Comma) },
          { ALT: () => this.CONSUME(t.Semicolon) },
        ]);
      });
      this.CONSUME(t.BlockClose);
      return { kind: 'object', name, members, doc: this.docOf(first), span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'object', members: [], ...this.declared(error) }) },
  );

  private readonly liveDeclaration: Rule<LiveDeclaration> = this.rule(
    'live',
    () => {
      const start = this.here;
      this.CONSUME(t.Live);
      this.CONSUME(t.When);
      const condition = this.SUBRULE(this.expression);
      return { kind: 'live', condition, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ kind: 'live', condition: this.broken(error), span: this.skipped(error) }) },
  );

  private readonly field: Rule<VariableDeclaration> = this.rule(
    'field',
    () => {
      const start = this.here;
      const first = this.LA(1);
      const ghost = this.OPTION(() => this.CONSUME(t.Ghost)) !== undefined;
      const owner = this.OPTION2(() => this.SUBRULE(this.ownership));
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      const begins = this.OPTION3(() => this.SUBRULE(this.beginning)) ?? noBeginning;
      const anchor = this.OPTION4(() => this.SUBRULE(this.anchor));
      const storage = ghost ? ('ghost' as const) : ('field' as const);
      return { kind: 'variable', storage, ...(owner ?? nobody), name, type, ...begins, ...anchored(anchor), doc: this.docOf(first), span: this.from(start) };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'variable',
        storage: 'field',
        owns: false,
        type: this.typeless(error),
        ...noBeginning,
        ...this.declared(error),
      }),
    },
  );

  /** `shared [owns [n]] x: T = e`, `ghost x: T = e`. */
  protected readonly variable: Rule<VariableDeclaration> = this.rule(
    'variable',
    () => {
      const start = this.here;
      const first = this.LA(1);
      const storage = this.OR(this.storages);
      const owner = this.OPTION(() => this.SUBRULE(this.ownership));
      const name = this.SUBRULE(this.name);
      this.CONSUME(t.Colon);
      const type = this.SUBRULE(this.type);
      const begins = this.OPTION2(() => this.SUBRULE(this.beginning)) ?? noBeginning;
      const anchor = this.OPTION3(() => this.SUBRULE(this.anchor));
      return { kind: 'variable', storage, ...(owner ?? nobody), name, type, ...begins, ...anchored(anchor), doc: this.docOf(first), span: this.from(start) };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'variable',
        storage: 'shared',
        owns: false,
        type: this.typeless(error),
        ...noBeginning,
        ...this.declared(error),
      }),
    },
  );

  /** `[atomic [order]] op name(f: Folio): bool [on cpu] { ... }`. */
  protected readonly operation: Rule<OperationDeclaration> = this.rule(
    'operation',
    () => {
      const start = this.here;
      const first = this.LA(1);
      const atomic = this.OPTION(() => {
        this.CONSUME(t.Atomic);
        return { order: this.OPTION4(() => this.SUBRULE(this.order)) ?? null };
      });
      this.CONSUME(t.Op);
      const name = this.SUBRULE(this.name);
      const parameters = this.SUBRULE(this.parameters);
      const result = this.OPTION2(() => (this.CONSUME(t.Colon), this.SUBRULE(this.type)));
      const placed = this.OPTION3(() => (this.CONSUME(t.OnPlace), this.CONSUME(t.Cpu))) !== undefined;
      const anchor = this.OPTION5(() => this.SUBRULE(this.anchor));
      const body = this.SUBRULE(this.block);
      return {
        kind: 'operation',
        atomic: atomic !== undefined,
        order: atomic?.order ?? null,
        placed,
        name,
        parameters,
        result: result ?? null,
        ...anchored(anchor),
        body,
        doc: this.docOf(first),
        span: this.from(start),
      };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'operation',
        atomic: false,
        order: null,
        placed: false,
        parameters: [],
        result: null,
        body: { kind: 'block', statements: [], span: this.skipped(error) },
        ...this.declared(error),
      }),
    },
  );

  /** `on cpu[e]`. */
  private readonly placement: Rule<Expression> = this.rule(
    'placement',
    () => {
      this.CONSUME(t.OnPlace);
      this.CONSUME(t.Cpu);
      this.CONSUME(t.BracketOpen);
      const index = this.SUBRULE(this.expression);
      this.CONSUME(t.BracketClose);
      return index;
    },
    { recoveryValueFunc: (error: unknown) => this.broken(error) },
  );

  protected readonly actor: Rule<ActorDeclaration> = this.rule(
    'actor',
    () => {
      const start = this.here;
      const first = this.CONSUME(t.Actor);
      const name = this.SUBRULE(this.name);
      const count = this.OPTION(() => {
        this.CONSUME(t.BracketOpen);
        const inner = this.SUBRULE(this.expression);
        this.CONSUME(t.BracketClose);
        return inner;
      });
      const cpu = this.OPTION2(() => this.SUBRULE(this.placement));
      const context = this.OPTION3(() => (this.CONSUME(t.As), this.SUBRULE2(this.name)));
      const guard = this.OPTION4(() => (this.CONSUME(t.When), this.SUBRULE2(this.expression)));
      const anchor = this.OPTION5(() => this.SUBRULE(this.anchor));
      const body = this.SUBRULE(this.actorBody);
      return {
        kind: 'actor',
        name,
        count: count ?? null,
        cpu: cpu ?? null,
        context: context ?? null,
        guard: guard ?? null,
        ...anchored(anchor),
        operations: body.operations,
        body: { kind: 'block', statements: body.statements, span: body.span },
        doc: this.docOf(first),
        span: this.from(start),
      };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'actor',
        count: null,
        cpu: null,
        context: null,
        guard: null,
        operations: [],
        body: { kind: 'block', statements: [], span: this.skipped(error) },
        ...this.declared(error),
      }),
    },
  );

  private readonly actorBody: Rule<Body> = this.rule(
    'actorBody',
    () => {
      const start = this.here;
      const operations: OperationDeclaration[] = [];
      const statements: Statement[] = [];
      this.openBlock();
      this.MANY(() => {
        this.OR([
          {
            GATE: () => this.seesOperation(),
            ALT: () => operations.push(this.SUBRULE(this.operation)),
          },
          { ALT: () => statements.push(this.SUBRULE(this.statement)) },
          { ALT: () => this.CONSUME(t.Semicolon) },
        ]);
      });
      this.CONSUME(t.BlockClose);
      return { operations, statements, span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ operations: [], statements: [], span: this.skipped(error) }) },
  );

  /** `action NAME(x in S) when guard { effect }`. */
  protected readonly action: Rule<ActionDeclaration> = this.rule(
    'action',
    () => {
      const start = this.here;
      const parameters: Binder[] = [];
      const first = this.CONSUME(t.Action);
      const name = this.SUBRULE(this.name);
      this.OPTION(() => {
        this.CONSUME(t.ParenthesisOpen);
        this.MANY_SEP({ SEP: t.Comma, DEF: () => parameters.push(this.SUBRULE(this.binder)) });
        this.CONSUME(t.ParenthesisClose);
      });
      const guard = this.OPTION2(() => (this.CONSUME(t.When), this.SUBRULE(this.expression)));
      const body = this.SUBRULE(this.block);
      return { kind: 'action', name, parameters, guard: guard ?? null, body, doc: this.docOf(first), span: this.from(start) };
    },
    {
      recoveryValueFunc: (error: unknown) => ({
        kind: 'action',
        parameters: [],
        guard: null,
        body: { kind: 'block', statements: [], span: this.skipped(error) },
        ...this.declared(error),
      }),
    },
  );
}
