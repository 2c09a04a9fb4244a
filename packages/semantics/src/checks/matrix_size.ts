import { grouped } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import type { Facts, Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { mentionsUnknown } from './not_constant.ts';
import { cellsMax, cellsOf } from '../world/settings.ts';

/** A matrix has at least one cell, and not more than can be run. */
const matrixSize: Rule = rule({
  code: 'MM0335',
  title: 'too many cells, or none',
  why: `Each cell of a matrix is a check of its own: there may be at most ${grouped(cellsMax)} in one matrix.`,
  text: 'A matrix is the product of its axes, filtered by `where`. An axis without `in` ranges over all values of its constant.',
  example: 'module m\nconst A: 0..999 = 0\nconst B: 0..999 = 0\nactor a { if A == B { go: skip } }\ncheck c for A, B\n',
  fix: 'module m\nconst A: 0..999 = 0\nconst B: 0..999 = 0\nactor a { if A == B { go: skip } }\ncheck c for A in 0..9, B in 0..9\n',
});

export const lint: Lint = { rules: [matrixSize], check: checkMatrices };

function checkMatrices({ model }: Facts): Diagnostic[] {
  return model.checks.flatMap((check) => {
    const cells = cellsOf(model, check);
    if (cells === null) {
      return [
        violation(
          matrixSize,
          check.name.span,
          `The matrix of \`${check.name.text}\` has more than ${grouped(cellsMax)} cells.`,
          'Restrict the axes with `in`.',
        ),
      ];
    }
    // An axis with a mistake in it has no values either.
    const isBroken = check.matrix.some(({ domain, isOpen }) => isOpen || (domain !== null && mentionsUnknown(domain, model)));
    if (cells.length > 0 || isBroken) return [];
    return [violation(matrixSize, check.name.span, `The matrix of \`${check.name.text}\` has no cell at all.`, 'Widen its axes or its `where`.')];
  });
}
