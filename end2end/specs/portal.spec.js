// Every page of guardians, each of them looked at: barriers, what a thumb presses, text at twice the size, the narrowest phone, the order in
// which it is heard, forced colours, no program. On a phone and at a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, pictures, ways } from "../support/browser.js";
import { dead, lowLinks, outOfOrder, small, tooWide, untold, violations, withoutEdge } from "../support/checks.js";
import { PAGES, everyPage, routes } from "../support/portal.js";

/** The narrowest phone that is sold: 1,280 px at 400 % are as wide (WCAG 1.4.10). */
const NARROW = 320;

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** Does something with a page, and brings its window back to what it was. */
async function narrowed(page, width, what) {
  const usual = page.viewportSize();
  await page.setViewportSize({ width, height: usual.height });
  const found = await what();
  await page.setViewportSize(usual);
  return found;
}

/** Does something with a page whose text is twice as large, as a browser's setting makes it. */
async function enlarged(page, what) {
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  const found = await what();
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  return found;
}

/** The words of the test → what is wrong with one page. */
const CHECKS = {
  "没有可以自动查出的障碍": (page) => violations(page),
  "要按的地方不小于44像素": async (page) => [...(await small(page, 1)), ...(await lowLinks(page))],
  "字放大一倍，不用左右移动": (page) => enlarged(page, () => tooWide(page)),
  "320像素宽，不用左右移动": (page) => narrowed(page, NARROW, () => tooWide(page)),
  "按键盘走的次序就是看到的次序": (page) => outOfOrder(page),
  "标题不跳级，各区域、各输入框都有名称": (page) => untold(page),
  "强制配色下看得出边框和焦点": (page) => withoutEdge(page),
};

/** Every page is gone to once a way; each test tells its own part of what was found. */
const walks = new Map();
function walked(way, checks) {
  const found = walks.get(way) ?? walk(way, checks);
  walks.set(way, found);
  return found;
}

async function walk(way, checks) {
  const found = Object.fromEntries(Object.keys(checks).map((name) => [name, []]));
  let pages = 0;
  try {
    await everyPage(browser, way, async (who, path) => {
      pages += 1;
      for (const [name, check] of Object.entries(checks)) found[name].push(...(await check(who.page)).map((words) => `${path}: ${words}`));
    });
  } catch (error) {
    await pictures("portal");
    throw error;
  }
  assert.equal(pages, PAGES.length, "every page was gone to");
  return found;
}

test("监护人能到的每一页都在清单里", () => {
  const all = routes();
  assert.ok(all.length > 20, `the routes are read: ${all.length}`);
  const listed = new Set(PAGES.map((page) => page.route));
  assert.deepEqual(all.filter((route) => !listed.has(route)), [], "to be added to support/portal.js");
  assert.deepEqual([...listed].filter((route) => !all.includes(route)), [], "no such route");
});

for (const way of ways.filter((way) => way.script)) {
  for (const name of Object.keys(CHECKS)) {
    test(`监护人的每一页：${name}（${way.name}）`, { timeout: 900_000 }, async () => assert.deepEqual((await walked(way, CHECKS))[name], []));
  }
}

for (const way of ways.filter((way) => !way.script)) {
  const WITHOUT = {
    "没有脚本也能办": (page) => dead(page),
    "没有脚本也不用左右移动": (page) => tooWide(page),
    "没有脚本，标题和名称也都在": (page) => untold(page),
  };
  for (const name of Object.keys(WITHOUT)) {
    test(`监护人的每一页：${name}（${way.name}）`, { timeout: 900_000 }, async () => assert.deepEqual((await walked(way, WITHOUT))[name], []));
  }
}
