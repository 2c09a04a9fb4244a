import type { CheckDeclaration, ScenarioDeclaration } from '@mmspec/syntax';
import type { CodeAction } from './code_actions.ts';
import type { Snapshot } from '../names/snapshot.ts';
import { conditionOf } from './cell_conditions.ts';

/** A verdict that an earlier run found, for the action that writes it down. */
export interface Found {
  readonly name: string;
  /** The check that a cell belongs to; left out: none. */
  readonly matrix?: string | null;
  /** An open constant has its first number. */
  readonly settings?: Readonly<Record<string, number | boolean | string | { readonly from: number }>>;
  readonly memory?: string;
  readonly window?: number;
  readonly met: boolean;
  readonly results: readonly {
    readonly property: string;
    readonly verdict: 'holds' | 'violated' | 'unfinished' | 'undecided';
    readonly depth: number | null;
    /** Of a check for any number. */
    readonly anyNumber?: 'proved' | 'checked' | 'undecided';
  }[];
}

/** What was found of a scenario. */
export interface FoundScenario {
  readonly name: string;
  readonly expected: 'possible' | 'impossible' | null;
  readonly found: 'possible' | 'impossible' | 'unfinished';
}

/** Writes what was found as the expectation of a question, or in place of one that was not met; of a matrix for all of its cells. */
export function foundExpectation({ main }: Snapshot, check: CheckDeclaration, found: readonly Found[]): CodeAction[] {
  const { text: name } = check.name;
  const own = check.matrix.length > 0 ? found.filter(({ matrix }) => matrix === name) : found.filter((each) => each.name === name);
  const isMet = own.every(({ met }) => met) && check.expectation !== null;
  if (own.length === 0 || isMet || own.some(({ results }) => results.some(({ verdict }) => verdict === 'unfinished'))) return [];
  const text = check.matrix.length > 0 ? matrixText(check, own) : checkText(own[0] as Found);
  if (text === null) return [];
  const { expectation } = check;
  const span = expectation === null ? { file: 0, start: check.span.end, end: check.span.end } : expectation.span;
  const braces = expectation === null && main.text[check.span.end - 1] !== '}' ? ' { }' : '';
  return [
    {
      title: expectation === null ? 'Expect what was found' : 'Change the expectation to what was found',
      kind: 'quickfix',
      edits: [{ span, text: expectation === null ? `${braces}${check.matrix.length > 0 ? '\n  ' : ' '}${text}` : text }],
      diagnostic: null,
      preferred: true,
    },
  ];
}

/** The same for a scenario. */
export function foundPossibility(scenario: ScenarioDeclaration, found: readonly FoundScenario[]): CodeAction[] {
  const result = found.find(({ name }) => name === scenario.name.text);
  if (result === undefined || result.found === 'unfinished' || result.found === result.expected) return [];
  const { end } = scenario.span;
  const title = result.expected === null ? 'Expect what was found' : 'Change the expectation to what was found';
  const edit =
    result.expected === null
      ? { span: { file: 0, start: end, end }, text: ` is ${result.found}` }
      : { span: { file: 0, start: end - result.expected.length, end }, text: result.found };
  return [{ title, kind: 'quickfix', edits: [edit], diagnostic: null, preferred: true }];
}

interface Violation {
  readonly property: string;
  readonly depth: number | null;
}

function violationsOf({ results }: Found): Violation[] {
  return results.filter(({ verdict }) => verdict === 'violated');
}

function undecidedOf({ results }: Found): string[] {
  return results.filter(({ anyNumber }) => anyNumber === 'undecided').map(({ property }) => property);
}

/** A counterexample without a number of steps, as of what is never reached, has no bound. */
const itemText = ({ property, depth }: Violation): string => (depth === null ? property : `${property} within ${depth}`);

function checkText(found: Found): string {
  return expectText(violationsOf(found).map(itemText), undecidedOf(found), ' ');
}

/** `holds` is said where nothing else is. */
function expectText(violated: readonly string[], undecided: readonly string[], between: string): string {
  const clauses = [
    ...(violated.length === 0 ? [] : [`violates ${violated.join(`,${between}`)}`]),
    ...(undecided.length === 0 ? [] : [`undecided ${undecided.join(`,${between}`)}`]),
  ];
  return `expect ${clauses.length === 0 ? 'holds' : clauses.join(' ')}`;
}

/** For each property and number of steps the cells in which it is violated so; null where some cells are not known. */
function matrixText(check: CheckDeclaration, cells: readonly Found[]): string | null {
  const axes = check.matrix.map(({ name }) => name.text);
  // A constant of the name of a mode comes first.
  const settings = cells.map(({ memory, window, settings: own = {} }): Readonly<Record<string, number | boolean | string>> => ({
    ...(memory === undefined ? {} : { memory }),
    ...(window === undefined ? {} : { window }),
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key, typeof value === 'object' ? `${value.from}..` : value])),
  }));
  if (settings.some((each) => axes.some((axis) => each[axis] === undefined))) return null;
  const itemsOf = (said: (cell: Found) => readonly string[]): string[] => {
    const groups = new Map<string, number[]>();
    cells.forEach((cell, index) => {
      for (const item of said(cell)) groups.set(item, [...(groups.get(item) ?? []), index]);
    });
    return [...groups].map(([item, members]) => {
      const condition = conditionOf(axes, settings, members);
      return condition === '' ? item : `${item} when ${condition}`;
    });
  };
  return expectText(
    itemsOf((cell) => violationsOf(cell).map(itemText)),
    itemsOf(undecidedOf),
    '\n    ',
  );
}
