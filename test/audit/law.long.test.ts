import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from './specs.ts';
import { auditedAsChecked } from './verdict_law.ts';

/*
 * The law of audits for every part of every design.
 */

const specs = ['specs', 'specs/memory'].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.mmspec'))
    .map((name) => `${folder}/${name}`),
);

test.each(specs)(
  '%s: each verdict is that of separate checks',
  async (name) => {
    expect(await auditedAsChecked(name, (sites) => sites)).toBeGreaterThan(0);
  },
  1_800_000,
);
