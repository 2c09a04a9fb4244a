import { analyse } from '@mmspec/semantics';
import type { Model, Reader, Resolver } from '@mmspec/semantics';
import type { SourceFile } from '@mmspec/source';
import { parse, type Module, type Parsed } from '@mmspec/syntax';
import type { Settings } from '@mmspec/system';
import { firstError } from '../compile_error.ts';
import { tracerOf } from '../drawing/tracing.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { withChanges, withSwapped, type Selector } from './changed_module.ts';
import { ParsedOnce } from '../parsed_once.ts';
import { changedFile } from '../text_change.ts';
import type { Change } from './sites.ts';

/** A spec with a change, ready to be compiled under the settings of its checks. */
export interface Mutant {
  readonly model: Model;
  readonly tracer: Tracer;
  /** The settings that make it, of those of the spec. */
  readonly settings: (settings: Settings) => Settings;
  /** By which it is known whether control comes to what it changes; null: it is not known. */
  readonly reach: Reach | null;
  /** An access orders less, which nobody sees in order. */
  readonly isWeaker: boolean;
}

/** A change of what actors do, as a number of a model whose conditions say which change is made. */
export interface Reach {
  readonly model: Model;
  readonly number: number;
}

/** A mutant, or why the language refuses it. */
export type Made = { readonly mutant: Mutant; readonly refusal: '' } | { readonly mutant: null; readonly refusal: string };

/** Makes the mutants of one spec. Those that leave something out are one model, in which a constant says what is left out. */
export class MutantMaker {
  /** The constant; no spec has one of its name. */
  readonly selector: Pick<Selector, 'name'>;
  private readonly main: SourceFile;
  private readonly original: Model;
  private readonly module: Module;
  private readonly resolve: Resolver;
  private readonly texts: ParsedOnce;

  /** `original`: the model of the spec, which has no errors. */
  constructor(main: SourceFile, original: Model, resolve: Resolver) {
    this.main = main;
    this.original = original;
    this.module = original.modules[0]!;
    this.texts = new ParsedOnce(original);
    this.resolve = resolve;
    this.selector = { name: unusedName(main.text) };
  }

  /** Makes what each of these changes gives, by index. What has a text or tree of its own is read when it is asked for: of thousands of orders few may be tried. */
  ofChanges(changes: readonly Change[]): (index: number) => Made {
    // Where control comes to neighbours is seen where both are left out.
    const numbered = changes.map((change) => (change.swapped === null ? change : { ...change, without: change.swapped, swapped: null }));
    const found = new Map<Change, Made>();
    this.add(
      numbered.filter(({ weaker }) => weaker === null),
      found,
    );
    return (index) => {
      const { swapped, weaker } = changes[index]!;
      if (weaker !== null) {
        const file = changedFile(this.main, weaker);
        return this.ofText(this.readAs(file, parse(file, 0)), null, true);
      }
      const made = found.get(numbered[index]!)!;
      return swapped === null ? made : this.ofText(this.read(withSwapped(this.module, swapped)), made.mutant?.reach ?? null, false);
    };
  }

  /** Changes that the language takes together are one model; where it refuses some of them, the halves of them are tried. */
  private add(changes: readonly Change[], found: Map<Change, Made>): void {
    if (changes.length === 0) return;
    const { model, refusal } = this.analysed(changes);
    if (refusal === '') {
      for (const [index, change] of changes.entries()) found.set(change, { mutant: this.numbered(model, index + 1, changes), refusal: '' });
      return;
    }
    const [only, ...others] = changes;
    if (only !== undefined && others.length === 0) {
      found.set(only, { mutant: null, refusal });
      return;
    }
    const half = changes.length >> 1;
    this.add(changes.slice(0, half), found);
    this.add(changes.slice(half), found);
  }

  private ofText({ model, refusal }: Read, reach: Reach | null, isWeaker: boolean): Made {
    if (refusal !== '') return { mutant: null, refusal };
    return { mutant: { model, tracer: tracerOf(() => model), settings: (settings) => this.settingsOf(settings), reach, isWeaker }, refusal: '' };
  }

  /** Settings without those of the audit. */
  settingsOf(settings: Settings): Settings {
    return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== this.selector.name));
  }

  private numbered(model: Model, number: number, changes: readonly Change[]): Mutant {
    return {
      model,
      tracer: tracerOf(() => model),
      settings: (settings) => ({ ...settings, [this.selector.name]: number }),
      reach: changes[number - 1]?.isOfActor === true ? { model, number } : null,
      isWeaker: false,
    };
  }

  private analysed(changes: readonly Change[]): Read {
    return this.read(withChanges(this.original, changes, { ...this.selector, count: changes.length }));
  }

  private read(module: Module): Read {
    return this.readAs(this.main, { ...this.texts.parse(this.main, 0), module });
  }

  /** The spec with another text, or another tree, of its own. */
  private readAs(main: SourceFile, own: Parsed): Read {
    const reader: Reader = (file, index) => (index === 0 ? own : this.texts.parse(file, index));
    const { model, diagnostics } = analyse(main, this.resolve, reader, true);
    return { model, refusal: firstError(diagnostics) };
  }
}

interface Read {
  readonly model: Model;
  readonly refusal: string;
}

function unusedName(text: string): string {
  let name = 'mutant';
  while (text.includes(name)) name += '_';
  return name;
}
