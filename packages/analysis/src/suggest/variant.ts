import { analyse, isOfLedger } from '@mmspec/semantics';
import type { Analysis, Resolver } from '@mmspec/semantics';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import type { CheckDeclaration, Module } from '@mmspec/syntax';
import { ParsedOnce } from '../parsed_once.ts';

/** Reads texts of one spec, one after the other: of its imports what is the same is not read again. */
export class VariantReader {
  private readonly imports = new ParsedOnce();
  private readonly resolve: Resolver;

  constructor(resolve: Resolver) {
    this.resolve = resolve;
  }

  /** Analyses a text. */
  read(file: SourceFile): Analysis {
    return analyse(file, this.resolve, (each, index) => (index === 0 ? parse(each, index) : this.imports.parse(each, index)), true);
  }
}

/** The text in which blanks stand for all other checks and for scenarios, so that everything else keeps its place. */
export function onlyCheck(text: string, { items }: Module, kept: CheckDeclaration): string {
  return items
    .filter((item) => (item.kind === 'check' && item !== kept) || item.kind === 'scenario')
    .reduce((before, { span: { start, end } }) => before.slice(0, start) + before.slice(start, end).replaceAll(/[^\n]/gu, ' ') + before.slice(end), text);
}

/** What the language says about references and locks, which a change must not make worse. */
export function ledgerWarnings(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(diagnostics.filter(isOfLedger).map(({ code, message }) => `${code} ${message}`));
}
