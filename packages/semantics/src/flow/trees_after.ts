import type { Tree, TreeEnd } from './types.ts';

/** The trees that an end goes on with, in the order of the text; a leaf has none. */
export function treesAfter(end: TreeEnd): readonly Tree[] {
  switch (end.kind) {
    case 'branch':
      return [end.then, end.else];
    case 'rounds':
      return [end.again, end.leave];
    case 'attempt':
      return [end.success, end.failure];
    case 'await':
    case 'choose':
      return [end.next];
    case 'either':
      return end.branches;
    case 'for_each':
      return [end.body, end.next];
    case 'leaf':
    case 'blocked':
    case 'next_element':
      return [];
  }
}
