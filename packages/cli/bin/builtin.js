/**
 * A module of Node, with nothing loaded but itself: an import makes all that it exports, streams among it, which takes a tenth of a start.
 * Nodes that have no such function are too old for mmspec, and told so before anything of these is used.
 */
export const builtin = (name) => process.getBuiltinModule?.(name) ?? {};
