import type { Locator, Page } from './workbench.ts';

/*
 * What a person does in the workbench.
 */

/** Opens a file of the folder by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().waitFor({ timeout: 60_000 });
  await page.keyboard.type(name, { delay: 20 });
  const own = name.split('/').at(-1) ?? name;
  // Until it is found the list has files that were open before, and Enter would open one of these.
  await page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${own},"]`).waitFor({ timeout: 60_000 });
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${own}"]`).waitFor({ timeout: 60_000 });
}

/** Calls a command of the palette. */
export async function callCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().waitFor({ timeout: 60_000 });
  await page.keyboard.type(title, { delay: 10 });
  // The first entry may be one that was called before and has more words.
  const row = `.quick-input-list .monaco-list-row`;
  await page.locator(`${row}[aria-label="${title}"], ${row}[aria-label^="${title},"]`).first().click({ timeout: 60_000 });
}

/** Waits until what is shown is so. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await isSo()) return;
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
  throw new Error(`the workbench does not show ${what}`);
}

/** The texts of what is shown. */
export const texts = (locator: Locator): Promise<string[]> => locator.allInnerTexts();
