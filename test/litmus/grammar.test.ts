import { expect, test } from 'vitest';
import { CodeParser } from '../../packages/litmus/src/syntax/code_parser.ts';
import { StateParser } from '../../packages/litmus/src/syntax/state_parser.ts';

/*
 * The grammars have no rule that Chevrotain finds fault with.
 */

test.each([
  ['threads', CodeParser],
  ['initial values and conditions', StateParser],
] as const)('%s', (_, Parser) => {
  expect(() => new Parser('validated')).not.toThrow();
});
