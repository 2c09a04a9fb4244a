#!/usr/bin/env node
import * as nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`mmspec needs Node 22.12 or newer; this is ${process.version}.`);
  process.exit(2);
}
nodeModule.enableCompileCache?.();
await import('../dist/bundle/mmspec.js');
