#!/bin/sh
# ts-json-schema-generator 2.10.0, with a type that is declared first and exported by a list: `interface Verdict {…} export { Verdict };`.
# Declarations that a bundler has rolled up are written so (rolldown-plugin-dts, tsdown, API Extractor).
#
# Seen: with `expose: 'export'`, which is the default, "No root type", also through a re-export, though TypeScript lists the export;
# with `export interface Verdict` the same declaration gives its schema.
# What to do: `expose: 'all'` finds it; or make schemas from the declarations that the compiler writes, before they are rolled up.
#
# Needs npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"type":"module","dependencies":{"ts-json-schema-generator":"2.10.0"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1

echo 'interface Verdict { holds: boolean } export { Verdict };' > list.d.ts
echo 'export { Verdict } from "./list.js";' > of_list.d.ts
echo 'export interface Verdict { holds: boolean }' > modifier.d.ts
echo 'export { Verdict } from "./modifier.js";' > of_modifier.d.ts

cat > try.js <<'END'
import assert from 'node:assert/strict';
import { createGenerator } from 'ts-json-schema-generator';
import ts from 'typescript';

const schemaIn = (path, expose) => {
  try {
    return Object.keys(createGenerator({ path, type: 'Verdict', skipTypeCheck: true, expose }).createSchema('Verdict').definitions);
  } catch (error) {
    return error.message;
  }
};
const exportsOf = (path) => {
  const program = ts.createProgram([path], { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext });
  const checker = program.getTypeChecker();
  return checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path))).map(({ name }) => name);
};

const files = ['list.d.ts', 'of_list.d.ts', 'modifier.d.ts', 'of_modifier.d.ts'];
const seen = files.map((path) => [path, exportsOf(path).join(), schemaIn(path, 'export'), schemaIn(path, 'all')]);
console.log(seen);
const none = 'No root type "Verdict" found';
assert.deepEqual(seen, [
  ['list.d.ts', 'Verdict', none, ['Verdict']],
  ['of_list.d.ts', 'Verdict', none, ['Verdict']],
  ['modifier.d.ts', 'Verdict', ['Verdict'], ['Verdict']],
  ['of_modifier.d.ts', 'Verdict', ['Verdict'], ['Verdict']],
]);
console.log('as described');
END
node try.js
