import { describeLedger, plan, withStandIns } from '@mmspec/semantics';
import { CompileError, runCheck } from '@mmspec/analysis';
import { hasErrors } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { loadSpec } from '../../packages/cli/src/load_spec.ts';
import { corpus, randomFrom } from '../syntax/corpus.ts';
import { mutated } from '../syntax/mutate.ts';

/*
 * What a spec says may be wrong; mmspec itself does not fail on it. The texts are the same in every run.
 */

/** The text gets diagnostics or a model; of a model a check is run for a moment, and the ledger written. */
async function check(text: string): Promise<'wrong' | 'ran'> {
  const { model, diagnostics } = loadSpec({ file: { path: 'any.mmspec', text }, root: '.' });
  for (const { span } of diagnostics) expect(span.file).toBeLessThan(model.files.length);
  if (hasErrors(diagnostics)) return 'wrong';
  const [planned] = withStandIns(model, plan(model).checks);
  if (planned === undefined) return 'ran';
  try {
    await runCheck(model, planned, { statesMax: 500, timeMax: 1 });
    describeLedger(model, planned.settings);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
  }
  return 'ran';
}

describe('mutated', () => {
  const found = { wrong: 0, ran: 0 };
  test.each(corpus.map(({ name, text }, index) => [name, text, index] as const))('%s', async (_, text, index) => {
    const random = randomFrom(2000 + index);
    for (let run = 0; run < 20; run++) {
      let changed = text;
      for (let changes = Math.floor(random() * 3); changes >= 0; changes--) changed = mutated(random, changed);
      try {
        found[await check(changed)] += 1;
      } catch (error) {
        throw new Error(`mmspec fails on this text: ${JSON.stringify(changed)}`, { cause: error });
      }
    }
  });
  test('some are wrong, some are not', () => {
    expect(found.wrong).toBeGreaterThan(500);
    expect(found.ran).toBeGreaterThan(200);
  });
});
