// SPDX-License-Identifier: GPL-2.0
/* A walker and its counter, for tests: page_get() is declared here and defined below. */

struct counter {
	int refs;
	unsigned long flags;
};

static int page_get(struct counter *counter);

#define WALK_MAX \
	16

static void
walk_one(struct counter *counter, int (*visit)(struct counter *counter),
	 unsigned long flags)
{
	if (!page_get(counter))
		return;
	visit(counter);
	page_put(counter);
}

static int page_get(struct counter *counter)
{
	return counter->refs++ > 0;
}

int walk_all(struct counter *counters) __must_hold(lock)
{
	walk_one(counters, NULL, 0);
	return 0;
}

SYSCALL_DEFINE1(walk, int, number)
{
	return walk_all(NULL);
}

static int walks = 0;

enum walk_mode {
	WALK_SLOW,
	WALK_FAST, /* without the lock */
};
