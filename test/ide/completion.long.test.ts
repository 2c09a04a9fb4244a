import { expect, test } from 'vitest';
import { notOffered } from './completion_law.ts';

test('every word of every spec is offered where it stands', () => expect(notOffered(1, 0)).toEqual([]));
