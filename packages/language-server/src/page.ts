import { heldReferences } from '@mmspec/analysis';
import type { Snapshot } from '@mmspec/ide';
import { pageChecks, pageRace, pageScenario, pathWord, shellCommand, shellWord, tracePage, type PageForm, type PageRace } from '@mmspec/report';
import { completeSettings, goalsOf } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { settingsOfRace } from '@mmspec/system';
import type { CheckResult, HeldReferences, PropertyResult, PropertyText, ScenarioResult } from '@mmspec/system';

/** What a page shows. */
export interface PageOf {
  readonly title: string;
  readonly checks: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  /** The texts have changed since. */
  readonly isOutdated: boolean;
}

/** The page of the races of checks and the runs of scenarios; nothing else runs in it than the script with the nonce. */
export function racePage({ analysed: { model }, main }: Snapshot, { title, checks, scenarios, isOutdated }: PageOf, form: PageForm, nonce: string): string {
  const command = (name: string): string => shellCommand(['mmspec', 'check', pathWord(main.path), '--check', shellWord(name)]);
  const races = [
    ...checks.flatMap((check) => racesOf(model, check, main.path, command(check.name))),
    ...scenarios.flatMap(
      (result) => pageScenario(result, { file: main.path, command: command(result.name), held: heldReferences(model, result.settings) }) ?? [],
    ),
  ];
  return tracePage(
    {
      title,
      form,
      races,
      isOutdated,
      checks: pageChecks(main.path, checks, scenarios, races),
      sources: Object.fromEntries(model.files.map(({ path, text }) => [path, text])),
    },
    nonce,
  );
}

function racesOf(model: Model, check: CheckResult, file: string, command: string): PageRace[] {
  const heldIn = (result: PropertyResult): HeldReferences => heldReferences(model, completeSettings(model, settingsOfRace(check, result)));
  const holds = new Set(check.results.filter(({ verdict }) => verdict === 'holds').map(({ property }) => property));
  const possible = model.properties
    .filter(({ declaration, name }) => declaration.kind === 'possible' && holds.has(name))
    .map(({ name }) => textOf(model, name));
  return check.results.flatMap((result) => pageRace(check, result, textOf(model, result.property), { file, command, possible, held: heldIn(result) }) ?? []);
}

function textOf(model: Model, name: string): PropertyText {
  const { properties, files } = model;
  const property = properties.find((candidate) => candidate.name === name);
  const declaration = property?.declaration;
  const file = declaration === undefined ? undefined : files[declaration.span.file];
  const text = declaration === undefined || file === undefined ? '' : file.text.slice(declaration.body.span.start, declaration.body.span.end);
  return {
    name,
    text,
    doc: declaration?.doc.join(' ') ?? '',
    ...(property === undefined
      ? {}
      : { kind: property.declaration.kind === 'invariant' ? (property.overSteps ? 'step' : 'state') : property.declaration.kind }),
    ...(declaration?.kind === 'temporal' ? { goals: goalsOf(model, declaration) } : {}),
  };
}
