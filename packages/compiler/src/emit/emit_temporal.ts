import type { FairnessItem, Formula, TemporalProperty } from '@mmspec/system';
import { identifier } from './names.ts';
import { indent, printBody } from './print_body.ts';
import type { BodyStyle } from './print_body.ts';
import type { Printer } from './print_expr.ts';
import type { Annotate } from './runtime_text.ts';
import type { Texts } from './tables.ts';

/*
 * Temporal properties in the generated module: formulas as data, atoms as functions.
 */

/** What a temporal property says, as an expression. */
export function temporalText(texts: Texts, { formula, fairness, goals }: TemporalProperty): string {
  const text = (value: string): string => `text[${texts.of(value)}]`;
  const list = (values: readonly string[]): string => `[${values.join(', ')}]`;
  const exceptText = (places: Exclude<FairnessItem['except'], undefined>): string => {
    const placeText = (place: (typeof places)[number]): string =>
      `{ actor: ${place.actor === null ? 'null' : text(place.actor)}, names: ${list(place.names.map(text))} }`;
    return places.length === 0 ? '' : `, except: ${list(places.map(placeText))}`;
  };
  const items = fairness.map(
    ({ strong, actor, index, environment, names, except = [] }) =>
      `{ strong: ${strong}, actor: ${actor === null ? 'null' : text(actor)}, index: ${index}, environment: ${environment === null ? 'null' : text(environment)}, names: ${list(names.map(text))}${exceptText(except)} }`,
  );
  return `{ formula: ${formulaText(texts, formula)}, fairness: ${list(items)}, goals: ${list(goals.map(text))} }`;
}

function formulaText(texts: Texts, formula: Formula): string {
  const inner = (part: Formula): string => formulaText(texts, part);
  switch (formula.kind) {
    case 'truth':
      return `{ kind: 'truth', value: ${formula.value} }`;
    case 'atom':
      return `{ kind: 'atom', atom: ${formula.atom} }`;
    case 'not':
    case 'eventually':
      return `{ kind: '${formula.kind}', operand: ${inner(formula.operand)} }`;
    case 'and':
    case 'or':
      return `{ kind: '${formula.kind}', operands: [${formula.operands.map(inner).join(', ')}]${formula.each === undefined ? '' : `, each: text[${texts.of(formula.each)}]`} }`;
    case 'always':
      return `{ kind: 'always', steps: ${formula.steps}, operand: ${inner(formula.operand)} }`;
    case 'until':
      return `{ kind: 'until', left: ${inner(formula.left)}, right: ${inner(formula.right)} }`;
  }
}

/** A function for each atom, and the one that asks them by number. */
export function atomLines(printer: Printer, t: Annotate): readonly string[] {
  const { atoms } = printer.program;
  if (atoms.length === 0) return [];
  const style: BodyStyle = { leaf: () => [], fault: () => [], exit: '', blocked: null };
  const name = (at: number): string => identifier(['atom'], at);
  const parameters = `state${t('Int32Array')}, next${t('Int32Array')}, action${t('number')}`;
  return [
    ...atoms.flatMap(({ over, body }, at) => [
      `function ${name(at)}(${parameters})${t('boolean')} {`,
      ...indent(printBody({ printer, temps: new Map(), before: 'state', after: over === 'step' ? 'next' : 'state' }, style, body, false)),
      '}',
    ]),
    `const atoms${t('readonly Atom[]')} = [${atoms.map(({ over }) => `{ over: '${over}' }`).join(', ')}];`,
    `function atomHolds(atom${t('number')}, ${parameters})${t('boolean')} {`,
    '  switch (atom) {',
    ...atoms.map((_, at) => `    case ${at}: return ${name(at)}(state, next, action);`),
    '    default: return false;',
    '  }',
    '}',
  ];
}
