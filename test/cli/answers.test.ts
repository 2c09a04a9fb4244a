import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Answers } from '../../packages/cli/src/answers.ts';

/*
 * What others have found, for who was interrupted: he waits for what they end with, but not for long.
 */

describe('after an interruption', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('what is there is given', async () => {
    const answers = new Answers<string>();
    answers.put('1', 'found');
    expect(await answers.soon('1')).toBe('found');
  });

  test('what comes soon is given', async () => {
    const answers = new Answers<string>();
    const asked = answers.soon('1');
    answers.put('2', 'another');
    answers.put('1', 'found');
    expect(await asked).toBe('found');
    expect(await answers.soon('2')).toBe('another');
  });

  test('what does not come is waited for once, and not for each', async () => {
    const answers = new Answers<string>();
    answers.put('3', 'found');
    const first = answers.soon('1');
    await vi.runAllTimersAsync();
    expect(await first).toBeNull();
    expect([await answers.soon('2'), await answers.soon('3')]).toEqual([null, 'found']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('nobody is waited for who has ended', async () => {
    const answers = new Answers<string>();
    const asked = answers.soon('1');
    answers.break();
    expect(await asked).toBeNull();
  });
});
