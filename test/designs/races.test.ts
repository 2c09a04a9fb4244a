import { compile } from '@mmspec/compiler';
import { completeSettings } from '@mmspec/semantics';
import { settingsOfRace } from '@mmspec/system';
import { raceDiagram } from '@mmspec/report';
import { expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf } from '../kernel/spec_files.ts';

/* The races on the page of the designs are those that the checks find today; every design has one. */

const page = textOf('specs/README.md');
const races = [...page.matchAll(/<!-- race: (\w+) (\S+) (\S+) -->\n(```\n.*?^```)$/gmsu)].map(
  ([, spec = '', check = '', property = '', block = '']): [string, string, string, string] => [spec, check, property, block],
);

test.each(races)('%s, %s: %s', async (name, check, property, block) => {
  const spec = read(`specs/${name}.mmspec`);
  const planned = spec.planned.find((candidate) => candidate.name === check);
  if (planned === undefined) throw new Error(`${name} has no check ${check}`);
  const result = await runPlanned(spec, planned);
  const found = result.results.find((candidate) => candidate.property === property);
  const declared = compile(spec.model, completeSettings(spec.model, settingsOfRace(result, found ?? {}))).system?.properties.find(
    (candidate) => candidate.name === property,
  );
  if (found === undefined || declared === undefined) throw new Error(`${name} has no property ${property}`);
  const { kind, text, doc = '' } = declared;
  const drawn = raceDiagram(
    result,
    found,
    { name: property, kind, text, doc },
    { form: 'markdown', numbered: false, command: `mmspec check specs/${name}.mmspec --check ${check}` },
  );
  expect(block).toBe(drawn);
});

test('every design has its row and its race', () => {
  const designs = filesIn('specs', '.mmspec').map((name) => name.replace('.mmspec', ''));
  expect(races.map(([name]) => name).sort()).toEqual(designs);
  for (const name of designs) expect(page).toContain(`[${name}](${name}.mmspec)`);
});
