/* As it was before. */
static void walk_one(struct counter *counter)
{
	if (!page_get(counter))
		return;
	page_release(counter);
}
