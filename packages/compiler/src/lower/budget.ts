/** How many bytes compiling may still take, counted roughly; whoever lowers or prints shares one. */
export interface Budget {
  bytes: number;
}

/** Compiling would take more memory than it may. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
}

export const noBudget = (): Budget => ({ bytes: Infinity });

export function spend(budget: Budget, bytes: number): void {
  budget.bytes -= bytes;
  if (budget.bytes < 0) throw new OverBudget();
}

/** A step, with its texts. */
export const bytesPerStep = 2048;
/** A local of the generated code, with the statements around it. */
export const bytesPerTemp = 256;
/** An expression of the spec, each time that it is lowered. */
export const bytesPerExpression = 64;
