import { runAll, runCheck } from '@mmspec/analysis';
import { plan } from '@mmspec/semantics';
import { isOpenCheck } from '@mmspec/system';
import type { CheckResult } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';

/*
 * Law: checks that share a search are answered as each of them alone, also where they ask the same.
 */

const { model, diagnostics } = analysed(`module m
const N: 1..3 = 1
variant more: bool = false
shared n: 0..9 = 0
actor a { set: n = N if more { again: n = n + 1 } }
actor b { loop { see: await n > 0 } }
invariant small: n < 3
invariant few: n < 2
reachable moved: n > 0
temporal settles: eventually n > 0 under fair
check plain { }
check same { }
check claimed { } expect holds
check claimed_too { } expect holds
check of_one of small { }
check of_other of few { }
check again of small { }
check without { ignore deadlock }
check in_order { memory sc }
check orders for memory in {sc} { }
check others { N = 3 }
check others_too { N = 3 }
check claims { N = 3 } expect violates small, few
check claims_too { N = 3 } expect violates small, few
check claims_less { N = 3 } expect violates small
check all for N in 1..3 { }
check both for N in 1..3, more { } expect violates few
`);

const untimed = (result: CheckResult): unknown => ({ ...result, seconds: 0, memoryBytes: 0 });

test('checks of one search', async () => {
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const checks = plan(model).checks.flatMap((check) => (isOpenCheck(check) ? [] : [check]));
  const { results } = await runAll(model);
  expect(results.length).toBe(checks.length);
  const alone: unknown[] = [];
  for (const check of checks) alone.push(untimed(await runCheck(model, check)));
  expect(results.map(untimed)).toEqual(alone);
});
