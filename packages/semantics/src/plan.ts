import { textOf } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { CheckDeclaration, Expectation, ExpectationClause, Expression, PropertyPath } from '@mmspec/syntax';
import { fairnessText, isOpenCheck, numbersNamed } from '@mmspec/system';
import type { CheckExpectation, ExpectedItem, OpenCheck, Plain, Planned, PlannedCheck, SettingInfo, Settings } from '@mmspec/system';
import { constantsUnder, valuesOfConstant, type Constants } from './world/constants.ts';
import { fairnessItems } from './fairness.ts';
import { boundOf, conditionsOf } from './bounds.ts';
import type { Model } from './model.ts';
import { namedProperty } from './property_names.ts';
import { cellsOf, standInOf, type Cell } from './world/settings.ts';

/** What a spec wants to be run. */
export interface Plan {
  readonly checks: readonly Planned[];
  /** Empty for a model without errors: the analysis has judged the checks. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Every check and every cell of a matrix of a model without errors, in text order. */
export function plan(model: Model): Plan {
  const checks = model.checks.flatMap((check) => (cellsOf(model, check) ?? []).map((cell) => plannedCell(model, check, cell)));
  return { checks, diagnostics: [] };
}

/** What checks may set, with the values of each; a type of more than 65,536 values lists none. */
export function settingsOf(model: Model): SettingInfo[] {
  const constants = constantsUnder(model, {});
  return model.constants.map((declaration) => ({
    name: declaration.name.text,
    kind: declaration.kind,
    values: valuesOfConstant(model, declaration.type, constants) ?? [],
    default: valueOf(constants, declaration.name.text),
  }));
}

/** The settings of a check of the given values, with everything else as declared. */
export function completeSettings(model: Model, given: Settings): Settings {
  const constants = constantsUnder(model, given);
  return Object.fromEntries(model.constants.map(({ name }) => [name.text, valueOf(constants, name.text)]));
}

function valueOf(constants: Constants, name: string): Plain {
  const value = constants.valueOf(name);
  if (value === undefined) throw new Error(`the constant ${name} has no value`);
  return value;
}

function plannedCell(model: Model, check: CheckDeclaration, cell: Cell): Planned {
  const { settings, ...planned } = plannedCheck(model, check, cell);
  const [first, ...more] = cell.open;
  if (first === undefined) return { ...planned, settings };
  const isOpen = (text: string): boolean => cell.open.some(({ name }) => name === text);
  const given = Object.fromEntries(
    model.constants.flatMap(({ name: { text } }) => (Object.hasOwn(cell.settings, text) && !isOpen(text) ? [[text, cell.settings[text]!]] : [])),
  );
  return { ...planned, open: [first, ...more], given };
}

/**
 * An open check with a number for each of its ranges, in their order, in place of all: what a search can run. What it expects of every number
 * is asked of these.
 */
export function atNumbers(model: Model, { open, given, ...check }: OpenCheck, numbers: readonly number[]): PlannedCheck {
  const settings = completeSettings(model, { ...given, ...Object.fromEntries(open.map(({ name }, at) => [name, numbers[at]!])) });
  const name = open.reduce((text, { name: axis, from }, at) => text.replace(`${axis}=${from}..`, `${axis}=${numbers[at]!}`), check.name);
  return { ...check, name, settings };
}

/**
 * The check that stands for an open one where single numbers are wanted: those that are given, or that of each declaration, or the first of
 * the range.
 * What some number violates this one need not: then nothing is expected of it.
 */
export function standIn(model: Model, check: OpenCheck, numbers: readonly number[] | null = null): PlannedCheck {
  return unclaimed(atNumbers(model, check, numbers ?? check.open.map((range) => standInOf(model, check.given, range))));
}

/** The check that a name picks, as one that a search can run: of an open one the numbers of the name, or those that stand for all. */
export function withOneNumber(model: Model, check: Planned, name: string): PlannedCheck {
  return isOpenCheck(check) ? standIn(model, check, numbersNamed(check.name, name)) : check;
}

/** An open check as one for each number from the first to the one that stands for all, of several ranges for all combinations: what a compiled checker searches. */
export function smallNumbers(model: Model, check: OpenCheck): readonly PlannedCheck[] {
  const numbers = check.open.map((range) => Array.from({ length: standInOf(model, check.given, range) - range.from + 1 }, (_, index) => range.from + index));
  return combinations(numbers).map((at) => unclaimed(atNumbers(model, check, at)));
}

/** All lists with one of each, those that differ in the last one beside each other. */
export function combinations(axes: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return axes.reduce<readonly (readonly number[])[]>((so, axis) => so.flatMap((chosen) => axis.map((number) => [...chosen, number])), [[]]);
}

/** Checks that a compiled checker can search: an open one is those of its small numbers. */
export function withSmallNumbers(model: Model, checks: readonly Planned[]): PlannedCheck[] {
  return checks.flatMap((check) => (isOpenCheck(check) ? smallNumbers(model, check) : [check]));
}

/** What some number violates a single one need not. */
function unclaimed(check: PlannedCheck): PlannedCheck {
  return check.expectation?.kind === 'violates' ? { ...check, expectation: null } : check;
}

/** Checks that a search can run: an open one is its stand-in. */
export function withStandIns(model: Model, checks: readonly Planned[]): PlannedCheck[] {
  return checks.map((check) => (isOpenCheck(check) ? standIn(model, check) : check));
}

/** The same, without the stand-ins of what another check asks anyway, of the same settings: where nothing is told of each check. */
export function withNewStandIns(model: Model, checks: readonly Planned[]): PlannedCheck[] {
  const asks = ({ settings, of, ignored, memory, window, bound }: PlannedCheck): string =>
    JSON.stringify([Object.entries(settings), of, ignored, memory, window, bound]);
  const closed = new Set(checks.flatMap((check) => (isOpenCheck(check) || check.expectation === null ? [] : [asks(check)])));
  return checks.flatMap((check) => {
    if (!isOpenCheck(check)) return [check];
    const one = standIn(model, check);
    return closed.has(asks(one)) ? [] : [one];
  });
}

function plannedCheck(model: Model, check: CheckDeclaration, cell: Cell): PlannedCheck {
  const constants = constantsUnder(model, cell.settings);
  const of = check.of.length === 0 ? null : check.of.map((path) => propertyName(model, path));
  const ignored = check.settings.flatMap((item) => (item.kind === 'ignore_setting' ? item.names.map((path) => propertyName(model, path)) : []));
  return {
    name: cell.name,
    matrix: check.matrix.length === 0 ? null : check.name.text,
    settings: completeSettings(model, cell.settings),
    of,
    ignored,
    expectation: check.expectation === null ? null : expectationOf(model, check.expectation, constants, cell.settings, of),
    ...(cell.memory === undefined ? {} : { memory: cell.memory }),
    ...(cell.window === undefined ? {} : { window: cell.window }),
    ...boundText(model, check),
    ...overrides(model, check.expectation, constants, cell.settings),
    span: check.name.span,
  };
}

/** The bound of a check as written. */
function boundText(model: Model, check: CheckDeclaration): Pick<PlannedCheck, 'bound'> {
  const bound = boundOf(check);
  const file = model.files[check.span.file];
  return bound === null || file === undefined
    ? {}
    : {
        bound: conditionsOf(check)
          .map(({ span }) => textOf(file, span))
          .join(' and '),
      };
}

/** The fairness that the expectation of a check states for temporal properties, in place of the declared one. */
function overrides(model: Model, expectation: Expectation | null, constants: Constants, settings: Settings): Pick<PlannedCheck, 'fairness'> {
  const applies = (when: Expression | null): boolean => when === null || constants.scalar(when) === true;
  const items = (expectation?.clauses ?? []).filter((clause) => applies(clause.when)).flatMap((clause) => clause.items.filter((item) => applies(item.when)));
  const stated = items.flatMap(({ property, fairness }) =>
    fairness === null ? [] : [[propertyName(model, property), fairnessItems(model, settings, fairness)] as const],
  );
  return stated.length === 0 ? {} : { fairness: Object.fromEntries(stated) };
}

/** The property as results name it; what is not known keeps the text of the spec. */
function propertyName(model: Model, path: PropertyPath): string {
  const parts = path.parts.map((part) => part.text).join('.');
  return namedProperty(model, path)?.name ?? (path.of.length === 0 ? parts : `${parts} of ${path.of.map((part) => part.text).join('.')}`);
}

/** What is expected in a cell; null where no clause speaks about it, which makes it a question. */
function expectationOf(
  model: Model,
  expectation: Expectation,
  constants: Constants,
  settings: Settings,
  of: readonly string[] | null,
): CheckExpectation | null {
  const applies = (clause: ExpectationClause): boolean => clause.when === null || constants.scalar(clause.when) === true;
  const clauses = expectation.clauses.filter(applies);
  if (clauses.length === 0) return null;
  const items: ExpectedItem[] = [];
  const holds: string[] = [];
  const undecided: string[] = [];
  for (const clause of clauses) {
    if (clause.verdict === 'deadlocks') items.push({ property: 'deadlock', within: null, fairness: null });
    for (const item of clause.items) {
      if (item.when !== null && constants.scalar(item.when) !== true) continue;
      const property = propertyName(model, item.property);
      if (clause.verdict === 'holds') holds.push(property);
      else if (clause.verdict === 'undecided') undecided.push(property);
      else
        items.push({
          property,
          within: item.within === null ? null : (constants.scalar(item.within) as number),
          fairness: item.fairness === null ? null : fairnessText(fairnessItems(model, settings, item.fairness)),
        });
    }
  }
  const kind = items.length === 0 ? 'holds' : 'violates';
  // Properties that are declared `expect violated` are named too, but do not make it a claim of violation.
  for (const { name, declaration } of model.properties) {
    const isDefault = declaration.expectViolated && !holds.includes(name) && !undecided.includes(name) && !items.some((item) => item.property === name);
    if (isDefault && (of === null || of.includes(name))) items.push({ property: name, within: null, fairness: null });
  }
  return { kind, items, holds, ...(undecided.length === 0 ? {} : { undecided }) };
}
