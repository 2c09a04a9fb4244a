import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mmspec, root, specWith } from './mmspec.ts';
import { refused } from './refused.ts';

/*
 * `mmspec fences`: what is missing, what of what is there is needed, and how it ends.
 */

const design = join(root, 'specs/memory/waitqueue_active.mmspec');

test('what is missing', async () => {
  const { code, stdout } = await mmspec('fences', design, '--check', 'without_mb', '--memory', 'tso');
  expect(code).toBe(0);
  expect(stdout).toContain('without_mb[memory=tso] under tso: as it is, deadlock is violated.');
  expect(stdout).toContain('1. smp_mb() in front of `if waitqueue_active(queue)` of waker, line 28');
});

test('which of those that are there are needed, with the race', async () => {
  const { code, stdout } = await mmspec('fences', design, '--check', 'kernel');
  expect(code).toBe(0);
  expect(stdout).toContain('line 27, waker: smp_mb()  tso: needed, deadlock breaks in 4; weak: needed, deadlock breaks in 4');
  expect(stdout).toContain('Without smp_mb() of line 27, under tso:');
  expect(stdout).toContain('in the store buffer');
  expect((await mmspec('fences', design, '--check', 'kernel', '--no-races')).stdout).not.toContain('in the store buffer');
});

test('what a limit ends is not known', async () => {
  const { code, stdout } = await mmspec('fences', design, '--check', 'kernel', '--states-max', '3');
  expect(code).toBe(3);
  expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('it is not known whether it holds as it is: under sc: the limit of 3 states was reached');
  expect((await mmspec('fences', design, '--check', 'kernel', '--tries-max', '1')).code).toBe(3);
});

test('a call that is wrong', async () => {
  await refused('there is no check kernell; did you mean kernel?', 'fences', design, '--check', 'kernell');
  await refused("required option '--check <name>' not specified", 'fences', design);
  await refused("argument 'sc' is invalid", 'fences', design, '--check', 'kernel', '--memory', 'sc');
  const several = specWith('module m\nconst N: 1..2 = 1\nshared x: 0..2 = 0\nactor a { x = N }\ncheck c for N { }\n');
  await refused('--check c is 2 checks: name one of them, such as c[N=1]', 'fences', several, '--check', 'c');
});

test('what is violated in order needs no barrier', async () => {
  const wrong = specWith('module m\nshared x: 0..2 = 0\nactor a { x = 1 }\ninvariant never: x == 0\ncheck c of never { }\n');
  const { code, stdout } = await mmspec('fences', wrong, '--check', 'c');
  expect(code).toBe(0);
  expect(stdout).toContain('c under weak: there is nothing that a barrier could keep.\nViolated under sc too, so that no barrier helps: never.');
});
