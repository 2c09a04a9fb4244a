/* One state and no step: what starting costs. */
bool x;
init { assert(!x) }
