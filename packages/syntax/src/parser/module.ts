import type { IOrAlt } from 'chevrotain';
import type { Item, Module, Name } from '../tree.ts';
import * as t from '../lex/token_types.ts';
import { DeclarationRules } from './declarations.ts';
import { noParts } from './base.ts';
import type { Parts, Rule } from './base.ts';

/** The parser of files: a module with its imports and declarations. */
export class ModuleParser extends DeclarationRules {
  /** The parts read so far. */
  parts: Parts = noParts;

  constructor(options: { readonly validated: boolean } = { validated: false }) {
    super(options);
    this.performSelfAnalysis();
  }

  private readonly entries: IOrAlt<unknown>[] = [
    { ALT: () => this.SUBRULE(this.moduleName) },
    { ALT: () => this.SUBRULE(this.import) },
    { ALT: () => this.SUBRULE(this.itemEntry) },
    { ALT: () => this.CONSUME(t.Semicolon) },
  ];

  /** A whole file. */
  readonly module: Rule<Pick<Module, 'span'>> = this.rule(
    'module',
    () => {
      const start = this.here;
      const { name, imports, items } = this.before;
      this.parts = { name: [...name], imports: [...imports], items: [...items] };
      this.MANY(() => {
        this.ACTION(() => this.enter(this.LA(1)));
        this.OR(this.entries);
      });
      return { span: this.from(start) };
    },
    { recoveryValueFunc: (error: unknown) => ({ span: this.skipped(error) }) },
  );

  private readonly moduleName: Rule<void> = this.rule(
    'moduleName',
    () => {
      const start = this.here;
      this.CONSUME(t.Module);
      const path = this.SUBRULE(this.dotted);
      this.ACTION(() => {
        const { name, imports, items } = this.parts;
        if (name.length > 0) this.slip('module', this.from(start));
        else if (imports.length + items.length > 0) this.slip('late_module', this.from(start));
        if (name.length === 0) this.parts.name = path;
      });
    },
    { recoveryValueFunc: () => undefined },
  );

  private readonly dotted: Rule<Name[]> = this.rule(
    'dotted',
    () => {
      const path: Name[] = [this.SUBRULE(this.name)];
      this.MANY(() => {
        this.CONSUME(t.Dot);
        path.push(this.SUBRULE2(this.name));
      });
      return path;
    },
    { recoveryValueFunc: () => [] },
  );

  private readonly import: Rule<void> = this.rule(
    'import',
    () => {
      const start = this.here;
      this.CONSUME(t.Import);
      const path = this.SUBRULE(this.dotted);
      this.ACTION(() => {
        if (this.parts.items.length > 0) this.slip('late_import', this.from(start));
        this.parts.imports.push({ kind: 'import', path, span: this.from(start) });
      });
    },
    { recoveryValueFunc: () => undefined },
  );

  private readonly declarations: IOrAlt<Item>[] = [
    { ALT: () => this.SUBRULE(this.const) },
    { ALT: () => this.SUBRULE(this.variant) },
    { ALT: () => this.SUBRULE(this.define) },
    { ALT: () => this.SUBRULE(this.enum) },
    { ALT: () => this.SUBRULE(this.record) },
    { ALT: () => this.SUBRULE(this.object) },
    { ALT: () => this.SUBRULE(this.variable) },
    { ALT: () => this.SUBRULE(this.operation) },
    { ALT: () => this.SUBRULE(this.actor) },
    { ALT: () => this.SUBRULE(this.action) },
    { ALT: () => this.SUBRULE(this.invariant) },
    { ALT: () => this.SUBRULE(this.temporal) },
    { ALT: () => this.SUBRULE(this.possible) },
    { ALT: () => this.SUBRULE(this.reachable) },
    { ALT: () => this.SUBRULE(this.check) },
    { ALT: () => this.SUBRULE(this.scenario) },
  ];

  private readonly itemEntry: Rule<void> = this.rule(
    'declaration',
    () => {
      const item = this.OR(this.declarations);
      this.ACTION(() => this.parts.items.push(item));
    },
    { recoveryValueFunc: () => undefined },
  );
}
