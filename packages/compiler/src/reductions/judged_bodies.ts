import { judgedOn } from '@mmspec/system';
import type { Program, Stmt } from '../ir/ir.ts';

/** What is judged, as a body that ends in a result. */
export interface Judged {
  readonly body: readonly Stmt[];
  /** False: it looks at one state, under both names. */
  readonly overSteps: boolean;
}

/** The bodies that judge properties: their own, and those of the atoms of their formulas. */
export function judgedBodies(program: Program, properties: readonly number[]): readonly Judged[] {
  const found: Judged[] = [];
  const atoms = new Set<number>();
  for (const index of properties) {
    const { property, body } = program.properties[index] ?? {};
    if (body !== null && body !== undefined) found.push({ body, overSteps: property !== undefined && judgedOn(property.kind) === 'step' });
    if (property?.temporal !== undefined) addAtoms(property.temporal.formula, atoms);
  }
  if (program.bound !== null) found.push({ body: program.bound, overSteps: false });
  for (const index of atoms) {
    const atom = program.atoms[index];
    if (atom !== undefined) found.push({ body: atom.body, overSteps: atom.over === 'step' });
  }
  return found;
}

type Formula = NonNullable<Program['properties'][number]['property']['temporal']>['formula'];

function addAtoms(formula: Formula, atoms: Set<number>): void {
  switch (formula.kind) {
    case 'truth':
      return;
    case 'atom':
      atoms.add(formula.atom);
      return;
    case 'not':
    case 'eventually':
    case 'always':
      addAtoms(formula.operand, atoms);
      return;
    case 'and':
    case 'or':
      formula.operands.forEach((operand) => addAtoms(operand, atoms));
      return;
    case 'until':
      addAtoms(formula.left, atoms);
      addAtoms(formula.right, atoms);
  }
}
