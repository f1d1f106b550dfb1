// The manuals are walked: every word in 「」 stands on the page that its line names, as that reader sees it, so that no manual grows old. With
// XUEJI_MANUAL=1 (`make manual`) their pictures are taken on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, pictures } from "../support/browser.js";
import { MANUALS, reader, standing, steps, take } from "../support/manual.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** How long words that come after a press may take. */
const PATIENCE = 10_000;

/** What of these words stands on the page; where only this page is named for them, they are waited for. */
async function found(page, names, sure) {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const there = await standing(page, names);
    if (sure.every((name) => there.includes(name)) || Date.now() > until) return there;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

for (const { name, way } of MANUALS) {
  test(`手册里的每个名称都在它说的那一页上（${name}）`, { timeout: 600_000 }, async () => {
    const lines = steps(name);
    assert.ok(lines.flatMap((one) => one.names).length >= 10, "the manual names links and buttons");
    const shown = lines.filter((one) => one.picture);
    assert.ok(shown.length >= 4 && shown.length <= 6, `four to six pictures: ${shown.length}`);
    assert.deepEqual(lines.filter((one) => one.pages.length === 0).map((one) => `${name}:${one.line}`), [], "lines that name no page");
    assert.deepEqual(shown.filter((one) => one.pages.length !== 1).map((one) => one.picture), [], "a picture is of one page");

    // Page by page, reader by reader: each page is gone to once.
    const readers = new Set(lines.flatMap((one) => one.pages.map((page) => page.who)));
    const stands = new Map();
    for (const who of readers) {
      const at = await reader(browser, way, who);
      const pages = new Map(lines.flatMap((one) => one.pages.filter((page) => page.who === who).map((page) => [page.whole, page])));
      try {
        for (const [whole, page] of pages) {
          const on = lines.filter((one) => one.pages.some((other) => other.whole === whole));
          await at.reach(page);
          const sure = on.filter((one) => one.pages.length === 1).flatMap((one) => one.names);
          stands.set(whole, await found(at.page, on.flatMap((one) => one.names), sure));
          if (process.env.XUEJI_MANUAL) for (const { picture } of on.filter((one) => one.picture)) await take(at, picture);
        }
      } catch (error) {
        await pictures(`manual-${who}`);
        throw error;
      }
      await at.leave();
    }
    const missing = lines.flatMap(({ line, names, pages }) =>
      names.filter((words) => !pages.some((page) => stands.get(page.whole).includes(words))).map((words) => `${name}:${line}: 「${words}」 is not on ${pages.map((page) => page.whole).join(", ")}`),
    );
    assert.deepEqual(missing, []);
  });
}
