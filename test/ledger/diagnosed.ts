import { expect, test } from 'vitest';
import { answered } from './fixtures.ts';

/* What the ledger says about a spec, below the line that it is about. */

const declarations = `module fixture
import kernel.folio
object Folio { refcount: ref = 1  busy: bool = false }
shared pool: Folio[2]
shared one: Folio
`;

/** A text below the declarations that most have. */
export function check(name: string, text: string): void {
  checkWhole(name, `${declarations}${text}`);
}

/** A whole spec. */
export function checkWhole(name: string, spec: string): void {
  test(name, () => {
    expect(answered(spec)).toBe(spec);
  });
}
