import { tracerOf } from '@mmspec/analysis';
import { compile, plan } from '@mmspec/compiler';
import { readFileSync, readdirSync, appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';
import { amiss, asked, drawn, forms, racesOf } from './round_trip.ts';

const which = process.env.ZZ ?? 'random';
test('zz', async () => {
  const out = process.env.ZZOUT ?? '/tmp/zz.txt';
  let [count, bad] = [0, 0];
  const texts: [string, string][] = which === 'random'
    ? Array.from({ length: Number(process.env.ZZN ?? 100) }, (_, n) => [`random ${n + Number(process.env.ZZF ?? 0)}`, specOf(n + Number(process.env.ZZF ?? 0))])
    : which.split(',').flatMap((dir) => dir.endsWith('.mmspec') ? [[dir, readFileSync(dir, 'utf8')] as [string, string]] : readdirSync(dir).filter((f) => f.endsWith('.mmspec')).map((f): [string, string] => [f, readFileSync(`${dir}/${f}`, 'utf8')]));
  for (const [name, text] of texts) {
    const start = performance.now();
    const { model, diagnostics } = analysed(text);
    if (diagnostics.some(({ severity }) => severity === 'error')) { appendFileSync(out, `ERR ${name}\n`); continue; }
    const tracer = tracerOf(() => model);
    let [own, ownBad] = [0, 0];
    for (const planned of plan(model).checks.slice(0, Number(process.env.ZZC ?? 100))) {
      const { system } = compile(model, planned.settings);
      if (system === null) continue;
      for (const race of await racesOf(model, planned, system, tracer, Number(process.env.ZZS ?? 300000))) {
        for (const form of process.env.ZZALL ? forms : forms.slice(0, 1)) {
          const diagram = drawn(race, form);
          own++;
          let wrong: string | null;
          try { wrong = amiss(await asked(race, diagram)); } catch (error) { wrong = String((error as Error).stack).slice(0, 600); }
          if (wrong !== null) {
            ownBad++;
            appendFileSync(out, `--- ${name} ${planned.name} ${race.result.property} ${form.form}\n${wrong}\n${diagram}\n`);
          }
        }
      }
    }
    count += own; bad += ownBad;
    appendFileSync(out, `${name}: ${own} races, ${ownBad} wrong ${Math.round(performance.now() - start)} ms\n`);
  }
  appendFileSync(out, `TOTAL ${count} ${bad}\n`);
  expect(count).toBeGreaterThan(0);
}, 3_000_000);
