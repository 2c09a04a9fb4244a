import { expect } from 'vitest';
import { mmspec } from './mmspec.ts';

/** A call that is refused: code 2, one message, and nothing on standard output. */
export async function refused(says: string, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await mmspec(...args);
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/^\s+at /mu);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}
