import { atomsOfFormula, judgedOn } from '@mmspec/system';
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
    if (property?.temporal !== undefined) atomsOfFormula(property.temporal.formula).forEach((atom) => atoms.add(atom));
  }
  if (program.bound !== null) found.push({ body: program.bound, overSteps: false });
  for (const index of atoms) {
    const atom = program.atoms[index];
    if (atom !== undefined) found.push({ body: atom.body, overSteps: atom.over === 'step' });
  }
  return found;
}
