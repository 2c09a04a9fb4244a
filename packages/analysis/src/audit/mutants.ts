import { analyse } from '@mmspec/semantics';
import type { Model, Reader, Resolver } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import type { Module } from '@mmspec/syntax';
import type { Settings } from '@mmspec/system';
import { tracerOf } from '../drawing/tracing.ts';
import type { Tracer } from '../drawing/tracing.ts';
import { withChanges, withSwapped } from './changed_module.ts';
import type { Change } from './sites.ts';

/** A spec with a change, ready to be compiled under the settings of its checks. */
export interface Mutant {
  readonly model: Model;
  readonly tracer: Tracer;
  /** The settings that make it, of those of the spec. */
  readonly settings: (settings: Settings) => Settings;
}

/** A mutant, or why the language refuses it. */
export type Made = { readonly mutant: Mutant; readonly refusal: '' } | { readonly mutant: null; readonly refusal: string };

/** Makes the mutants of one spec. Those that leave something out are one model, in which a constant says what is left out. */
export class MutantMaker {
  /** The constant; no spec has one of its name. */
  private readonly selector: string;
  private readonly main: SourceFile;
  private readonly module: Module;
  private readonly resolve: Resolver;

  constructor(main: SourceFile, module: Module, resolve: Resolver) {
    this.main = main;
    this.module = module;
    this.resolve = resolve;
    this.selector = unusedName(main.text);
  }

  /** One for each of these changes, none of which swaps neighbours, in their order; and the spec without any. */
  ofChanges(changes: readonly Change[]): { readonly original: Mutant; readonly made: readonly Made[] } {
    const whole = this.analysed(changes);
    if (whole.refusal === '') return { original: this.numbered(whole.model, 0), made: changes.map((_, index) => this.made(whole.model, index + 1)) };
    const refusals = changes.map((change) => this.analysed([change]).refusal);
    const allowed = changes.filter((_, index) => refusals[index] === '');
    const { model } = this.analysed(allowed);
    return {
      original: this.numbered(model, 0),
      made: changes.map((change, index) => {
        const refusal = refusals[index] ?? '';
        return refusal === '' ? this.made(model, allowed.indexOf(change) + 1) : { mutant: null, refusal };
      }),
    };
  }

  ofSwap(swapped: NonNullable<Change['swapped']>): Made {
    const { model, refusal } = this.read(withSwapped(this.module, swapped));
    if (refusal !== '') return { mutant: null, refusal };
    return { mutant: { model, tracer: tracerOf(() => model), settings: (settings) => this.settingsOf(settings) }, refusal: '' };
  }

  /** Settings without those of the audit. */
  settingsOf(settings: Settings): Settings {
    return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== this.selector));
  }

  private made(model: Model, number: number): Made {
    return { mutant: this.numbered(model, number), refusal: '' };
  }

  private numbered(model: Model, number: number): Mutant {
    return { model, tracer: tracerOf(() => model), settings: (settings) => ({ ...settings, [this.selector]: number }) };
  }

  private analysed(changes: readonly Change[]): Read {
    return this.read(withChanges(this.module, changes, { name: this.selector, count: changes.length }));
  }

  private read(module: Module): Read {
    const reader: Reader = (file, index) => ({ ...parse(file, index), ...(index === 0 ? { module } : {}) });
    const { model, diagnostics } = analyse(this.main, this.resolve, reader, true);
    return { model, refusal: firstError(diagnostics) };
  }
}

interface Read {
  readonly model: Model;
  readonly refusal: string;
}

/** The first error, as a reason; empty where there is none. */
export function firstError(diagnostics: readonly Diagnostic[]): string {
  const first = hasErrors(diagnostics) ? diagnostics.find(({ severity }) => severity === 'error') : undefined;
  return first === undefined ? '' : `${first.code}: ${first.message}`;
}

function unusedName(text: string): string {
  let name = 'mutant';
  while (text.includes(name)) name += '_';
  return name;
}
