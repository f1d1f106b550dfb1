// A page that follows what changes: nothing changed, nothing asked; what changed elsewhere asks nothing here.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileMark } from "../support/archive.js";
import { open, person, pictures, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const [desktop] = ways;
const SCHOOL = "2151000104";
const LEADER = `${SCHOOL}.leader`;
const REGISTRAR = `${SCHOOL}.registrar`;

/** What the page asks for, and when its feed is up. */
function listening(page) {
  const asked = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) asked.length = 0;
    else if (request.url().includes("/api/")) asked.push(new URL(request.url()).pathname);
  });
  return asked;
}

/** Opens a page and waits until its program runs and it follows its feed. */
async function live(who, path) {
  const feed = who.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
  await who.go(path);
  await feed;
  await who.page.locator("body[data-running]").waitFor();
}

/** Does something as several people, each in a browser of their own. */
async function together(logins, what) {
  const all = [];
  try {
    for (const login of logins) all.push(await person(browser, desktop, login));
    await what(...all);
  } catch (error) {
    await pictures("feed");
    throw error;
  }
  for (const who of all) await who.leave();
}

/** Files a mark into a pupil's archive. */
async function file(who, pupil, subject, mark) {
  await who.go(`${pupil}/archive`);
  await fileMark(who.page, subject, mark);
}

test("别人的变化不打扰：只有自己看的那名学生变了才重新取数", async () => {
  await together([LEADER, REGISTRAR], async (who, other) => {
    await other.go("/pupils");
    const links = other.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link");
    const [mine, another] = await links.evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute("href")))].slice(0, 2));
    const asked = listening(who.page);
    await live(who, `${mine}/archive`);
    await file(other, another, "语文", "81");
    await file(other, mine, "数学", "82");
    await who.page.getByRole("row").filter({ hasText: "数学" }).filter({ hasText: "82" }).first().waitFor();
    // The numbers of the navigation are the frame's, whichever page is shown.
    const pages = asked.filter((path) => !["/api/whoami", "/api/desk_numbers"].includes(path));
    assert.equal(new Set(pages).size, pages.length, `asked once, for its own pupil: ${asked}`);
    assert.ok(pages.length <= 3, `one page's data: ${asked}`);
  });
});

for (const [login, path] of [[LEADER, "/home"], ["510107.registrar", "/home"], ["510107.registrar", "/cases"], [REGISTRAR, "/pupils"]]) {
  test(`没有变化就不再取数（${login} ${path}）`, async () => {
    await together([login, "5132000107.registrar"], async (who, other) => {
      const asked = listening(who.page);
      await live(who, path);
      // Somebody elsewhere works meanwhile; nothing of it belongs to this page.
      await other.go("/pupils");
      const pupil = await other.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").first().getAttribute("href");
      await file(other, pupil, "数学", "77");
      assert.deepEqual(asked, [], "the server had already sent it");
    });
  });
}

test("在页内换页后，只听新页面的变化，期间的变化不漏", async () => {
  await together([LEADER, REGISTRAR], async (who, other) => {
    await live(who, "/home");
    const feed = who.page.waitForRequest((request) => new URL(request.url()).pathname === "/feed");
    await who.page.locator("nav a[href='/pupils']").first().click();
    await who.page.waitForURL(/\/pupils$/);
    const query = new URL((await feed).url()).searchParams;
    assert.equal(query.get("topics"), "desk,numbers");
    assert.match(query.get("from"), /^\d+$/);
    await other.go("/pupils");
  });
});

test("没有脚本时页面照样完整，也不连数据流", async () => {
  const who = await person(browser, ways[2], LEADER);
  const feeds = [];
  who.page.on("request", (request) => request.url().includes("/feed") && feeds.push(request.url()));
  await who.go("/home");
  await who.sees("等我办理");
  assert.deepEqual(feeds, []);
  await who.leave();
});
