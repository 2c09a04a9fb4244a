import { keepToLimits, starves } from './memory_phases.ts';
import type { Phase } from './memory_phases.ts';

/*
 * A limit of memory holds in every phase of a search, as the operating system sees it: what a whole process takes at its peak, less what
 * the same process takes that finds few states, is no more than a tenth above the limit, and what is not decided is unfinished. What takes longer.
 */

const phases: readonly Phase[] = [
  { name: 'in some orders of steps', model: 'phil', settings: 'N = 12', options: ['--reduce', 'order'], limit: 32 },
  { name: 'two threads', model: 'phil', settings: 'N = 12', options: ['--workers', '2'], limit: 192 },
  // That it is none of two steps is known whatever memory there is.
  { name: 'a shortest lasso', model: 'phil', settings: 'N = 9', line: starves, expected: 'violates eats within 2', limit: 96, code: 1 },
];

keepToLimits(phases);
