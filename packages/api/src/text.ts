import { diagnosticJson as jsonOf, pathWord, raceDiagram, renderDiagnostics, shellCommand, shellWord } from '@mmspec/report';
import type { JsonDiagnostic, TraceForm } from '@mmspec/report';
import { settingsOfRace } from '@mmspec/system';
import type { CheckResult, PropertyResult, PropertyText } from '@mmspec/system';
import { compile } from './compile.ts';
import type { Spec } from './spec.ts';

/** Diagnostics of a spec as the command prints them. */
export function diagnosticText(spec: Spec, diagnostics: Spec['diagnostics'] = spec.diagnostics): string {
  return renderDiagnostics(spec.model.files, diagnostics);
}

/** Diagnostics of a spec as the JSON of the commands has them, with lines and columns that count from 1. */
export function diagnosticJson(spec: Spec, diagnostics: Spec['diagnostics'] = spec.diagnostics): readonly JsonDiagnostic[] {
  return diagnostics.map((diagnostic) => jsonOf(spec.model.files, diagnostic));
}

/** The race of a violated property of a check, drawn in columns; empty where it has none. */
export function raceText(spec: Spec, result: CheckResult, violated: PropertyResult, form: TraceForm = 'changelog'): string {
  const properties = (compile(spec, settingsOfRace(result, violated)).system?.properties ?? []).map(({ name, kind, text, doc = '' }): PropertyText => ({
    name,
    kind,
    text,
    doc,
  }));
  const own = properties.find(({ name }) => name === violated.property);
  if (own === undefined) return '';
  const holds = new Set(result.results.filter(({ verdict }) => verdict === 'holds').map(({ property }) => property));
  const possible = properties.filter(({ kind, name }) => kind === 'possible' && holds.has(name));
  return raceDiagram(result, violated, own, {
    form,
    numbered: false,
    possible,
    command: shellCommand(['mmspec', 'check', pathWord(spec.path), '--check', shellWord(result.name)]),
  });
}
