import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { rollUpTypes } from './declarations.js';

/*
 * JSON Schemas of what the commands print, made from its types in `packages/api/src/json.ts`.
 */

/** The files, and the type that each is made from. */
const schemas = {
  check: 'CheckJson',
  any: 'AnyJson',
  scenario: 'ScenariosJson',
  drawing: 'DrawingJson',
  audit: 'AuditJson',
  coverage: 'CoverageJson',
  split: 'SplitJson',
  suggestions: 'SuggestionsJson',
  fences: 'FencesJson',
  diff: 'DiffJson',
  review: 'ReviewJson',
  anchors: 'AnchorsJson',
  claim: 'ClaimJson',
  certificate: 'CertificateJson',
  verify: 'VerifyJson',
  refs: 'RefsJson',
  litmus: 'LitmusJson',
  progress: 'ProgressJson',
  'dump-tokens': 'TokensJson',
  'dump-tree': 'TreeJson',
  'dump-model': 'ModelJson',
};

/** Writes `NAME.json` to a folder for each kind of output. */
export async function writeSchemas(folder) {
  const types = mkdtempSync(join(tmpdir(), 'mmspec-types-'));
  try {
    await rollUpTypes({ json: 'packages/api/dist/json.d.ts' }, types);
    const generator = createGenerator({ path: join(types, 'json.d.ts'), skipTypeCheck: true, additionalProperties: true, expose: 'all', encodeRefs: false });
    mkdirSync(folder, { recursive: true });
    for (const [name, type] of Object.entries(schemas))
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(tidy(name, generator.createSchema(type)), null, 2)}\n`);
  } finally {
    rmSync(types, { recursive: true });
  }
}

/** Definitions that have no name of their own are called by where their types stood on this machine: they are written where they are used. */
function tidy(name, { definitions, $schema, ...rest }) {
  const isNamed = (key) => /^\w+$/u.test(key);
  const inline = (value) => {
    if (Array.isArray(value)) return value.map(inline);
    if (typeof value !== 'object' || value === null) return value;
    const target = value.$ref?.replace('#/definitions/', '');
    if (target !== undefined && !isNamed(target)) return inline({ ...definitions[target], ...value, $ref: undefined });
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inline(part)]));
  };
  return {
    $schema,
    $id: `mmspec/schema/${name}.json`,
    ...rest,
    definitions: Object.fromEntries(
      Object.entries(definitions)
        .filter(([key]) => isNamed(key))
        .map(([key, value]) => [key, inline(value)]),
    ),
  };
}
