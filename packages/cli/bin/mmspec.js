#!/usr/bin/env node
import "../dist/mmspec.js";
