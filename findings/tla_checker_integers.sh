#!/bin/sh
# tla-checker 0.9.0 (npm; tla-rs, a checker for TLA+, as WebAssembly): integers are 64 bits wide and wrap around without a word,
# `\div` rounds towards zero, and `-2^2` is 4.
#
# Seen: `2^63 > 0` is "violated", `2^62 > 0` holds; (0 - 7) \div 2 is -3 and (0 - 7) % 2 is -1, where the Integers module of TLA+ has -4 and 1;
# `-2^2 = 4` holds, where `^` binds tighter than the sign (-4). TLC has 32 bits, and an error where they are not enough.
# What to do: keep counters in a TypeOK with bounds, and the dividend positive; write -(2^2).
#
# Needs npm, and Node 22 or newer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true,"dependencies":{"tla-checker":"0.9.0"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null 2>&1
cat > run.mjs <<'END'
import { readFileSync } from 'node:fs';
import { check_spec_with_cfg, initSync } from 'tla-checker';
initSync({ module: readFileSync('node_modules/tla-checker/tla_checker_bg.wasm') });
for (const invariant of String.raw`
2^62 > 0
2^63 > 0
(0 - 7) \div 2 = -4
(0 - 7) \div 2 = -3
(0 - 7) % 2 = -1
-2^2 = 4`.trim().split('\n')) {
  const spec = `---- MODULE m ----\nEXTENDS Integers\nVARIABLE x\nInit == x = 0\nNext == x' = x\nInv == ${invariant}\n====`;
  const { success } = JSON.parse(check_spec_with_cfg(spec, 'INIT Init\nNEXT Next\nINVARIANT Inv', '{}', 100, 100, true, false));
  console.log(success ? 'holds   ' : 'violated', invariant);
}
END
node run.mjs | tee seen.txt
cat > expected.txt <<'END'
holds    2^62 > 0
violated 2^63 > 0
violated (0 - 7) \div 2 = -4
holds    (0 - 7) \div 2 = -3
holds    (0 - 7) % 2 = -1
holds    -2^2 = 4
END
cmp seen.txt expected.txt
