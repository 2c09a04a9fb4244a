import { join } from 'node:path';
import { helper, type AuditHelpers, type AuditOptions, type AuditTask } from '@mmspec/analysis';
import type { AuditJson } from '@mmspec/api';
import type { Audit } from '@mmspec/system';
import { expect, test } from 'vitest';
import { root, start } from '../cli/mmspec.ts';
import { resolve } from '../ledger/support.ts';
import { audited, fileOf } from './specs.ts';

/*
 * What an audit finds does not depend on who has judged a part.
 */

const plain = ({ rows, pairs, score, pairsTried }: Audit): unknown => ({
  rows: rows.map(({ result, ...row }) => ({ ...row, race: result?.results.map(({ property, depth }) => [property, depth]) })),
  pairs: pairs.map(({ parts, verdict, check, property, depth }) => ({ parts, verdict, check, property, depth })),
  score,
  pairsTried,
});

/** Somebody who has taken every other part from the last one on, and gives up on some. */
function others(taken: string[], givesUp: (index: number) => boolean): NonNullable<AuditOptions['helpers']> {
  return (task: AuditTask, from): AuditHelpers => {
    const judge = helper(structuredClone(task), resolve, undefined);
    return {
      claim: (index) => index < from || index % 2 === 0,
      found: async (index) => {
        taken.push(`${task.tried[index]!.join()}`);
        return givesUp(index) ? null : judge(index);
      },
      end: () => void taken.push('end'),
    };
  };
}

test.each(['specs/mremap_race', 'specs/swap_in_aba', 'examples/04_try_get_and_recheck'])('%s: with others as alone', async (name) => {
  const file = fileOf(`${name}.mmspec`);
  const alone = await audited(file);
  const taken: string[] = [];
  const together = await audited(file, { helpersFrom: 0, helpers: others(taken, (index) => index % 4 === 1) });
  expect(taken.at(-1)).toBe('end');
  expect(taken.length).toBeGreaterThan(1);
  expect(plain(together)).toEqual(plain(alone));
});

test('threads find the same as one', async () => {
  const { stdout, code } = await start(['audit', join(root, 'specs/secure_page.mmspec'), '--json', '--pairs-max', '0']).ended;
  expect(code).toBe(3);
  const alone = await audited({ ...fileOf('specs/secure_page.mmspec'), path: join(root, 'specs/secure_page.mmspec') }, { pairsMax: 0 });
  expect(plain(JSON.parse(stdout) as AuditJson)).toEqual(plain(alone));
});
