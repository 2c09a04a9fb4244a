import { keepToLimits, often, starves, strong } from './memory_phases.ts';
import type { Phase } from './memory_phases.ts';

/*
 * A limit of memory holds in every phase of a search, as the operating system sees it: what a whole process takes at its peak, less what
 * the same process takes that finds few states, is no more than a tenth above the limit, and what is not decided is unfinished.
 */

const phases: readonly Phase[] = [
  { name: 'breadth first', model: 'phil', settings: 'N = 10', limit: 32 },
  { name: 'depth first', model: 'phil', settings: 'N = 10', options: ['--search', 'depth'], limit: 48 },
  { name: 'with symmetry', model: 'gmem', settings: 'V = 6  F = 3  W = 1', options: ['--reduce', 'symmetry'], limit: 24 },
  { name: 'weak fairness', model: 'phil', settings: 'N = 10', line: often, limit: 48 },
  { name: 'strong fairness', model: 'phil', settings: 'N = 10', line: strong, limit: 64 },
  { name: 'a lasso', model: 'phil', settings: 'N = 10', line: starves, expected: 'violates eats', limit: 64 },
  { name: 'what stays possible', model: 'phil', settings: 'N = 10', line: 'possible eats: p[0] at eat', limit: 52 },
  { name: 'spilling', model: 'phil', settings: 'N = 10', options: ['--spill', 'FOLDER/spill'], limit: 32, code: 0 },
  { name: 'a checkpoint', model: 'phil', settings: 'N = 10', options: ['--checkpoint', 'FOLDER/kept'], limit: 24 },
  { name: 'going on from it', model: 'phil', settings: 'N = 10', options: ['--resume', 'FOLDER/kept'], limit: 32 },
];

keepToLimits(phases);
