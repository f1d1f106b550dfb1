// 断网: what is shown without a connection, what becomes of what is being typed, and that a telephone keeps nothing of a child.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, person, pictures, ways } from "../support/browser.js";

const GUARDIAN = "13900000001";
const REGISTRAR = "2132000102.registrar";
/** What the worker may keep: all of it is public and the same for everybody. */
const KEPT = ["/favicon.svg", "/icon-192.png", "/manifest.webmanifest", "/offline", "/offline.js", "/pkg/xueji.css"];
const telephone = { ...ways[1], name: "手机、断网", worker: true };
const desk = { ...ways[0], name: "桌面、断网", worker: true };
let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** Does something as somebody whose connection breaks. Of each request that failed the browser tells in its console. */
async function cutOff(way, login, what, name) {
  const who = await person(browser, way, login);
  // Whoever leaves with something unsaved is asked; here he means it.
  who.page.on("dialog", (dialog) => dialog.accept());
  try {
    await what(who);
  } catch (error) {
    await pictures(name);
    throw error;
  } finally {
    await who.page.context().setOffline(false);
  }
  who.troubles.length = 0;
  await who.leave();
}

/** Waits until the worker stands before the page. */
async function controlled(page) {
  await page.waitForFunction(() => navigator.serviceWorker?.controller?.state === "activated");
}

/** Everything the browser has kept of this site: addresses in caches, and what stands in its storages. */
function left(page) {
  return page.evaluate(async () => {
    const kept = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      kept[name] = requests.map((request) => new URL(request.url).pathname + new URL(request.url).search).sort();
    }
    const databases = (await indexedDB.databases()).length;
    return { kept, databases, local: localStorage.length, session: Object.entries(sessionStorage) };
  });
}

/** The first child: its id, and its name as its own page bears it. */
async function child(who) {
  await who.go("/my");
  const link = await who.page.locator("main a[href^='/my/0']").first().getAttribute("href");
  const id = link.split("/")[2];
  await who.go(`/my/${id}`);
  const name = (await who.page.title()).split(" · ")[0];
  assert.ok(name.length >= 2, name);
  return { id, name };
}

/** Types and waits for the words beside the form. */
async function types(who, field, text, words) {
  await who.page.locator(field).fill(text);
  await who.page.locator(".draft-state").filter({ hasText: words }).waitFor();
}

test("断网时看到的是离线页，浏览器里没有留下任何人的信息", async () => {
  await cutOff(telephone, GUARDIAN, async (who) => {
    const { id, name } = await child(who);
    await controlled(who.page);
    // Pages of the child, through the worker.
    for (const path of ["", "/archive", "/access", "/correct"]) await who.go(`/my/${id}${path}`);
    const { kept, databases, local } = await left(who.page);
    const [[cache, addresses], ...others] = Object.entries(kept);
    assert.match(cache, /^xueji-[0-9a-f]{16}$/, "the cache bears the name of the release");
    assert.deepEqual([addresses, others, databases, local], [KEPT, [], 0, 0]);
    const texts = await who.page.evaluate(async () => {
      const all = await (await caches.open((await caches.keys())[0])).matchAll();
      return (await Promise.all(all.map((answer) => answer.text()))).join("");
    });
    assert.ok(texts.includes("网络连接断了") && !texts.includes(id) && !texts.includes(name), "nor in what was kept");

    await who.page.context().setOffline(true);
    await who.page.goto(new URL(`/my/${id}/archive`, who.page.url()).href);
    await who.sees("网络连接断了");
    await who.sees("The connection is gone");
    assert.equal(new URL(who.page.url()).pathname, `/my/${id}/archive`, "the address stays, so that trying again leads there");
    assert.ok(!(await who.page.content()).includes(name), "nothing of the child");
    const styled = await who.page.evaluate(() => document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 100);
    assert.ok(styled, "the style sheet is there without a connection");
    await who.look("offline");
    await who.page.getByRole("link", { name: "再试一次", exact: true }).click();
    await who.sees("网络连接断了");

    // The connection comes back, and the page by itself.
    await who.page.context().setOffline(false);
    await who.page.locator("body[data-running]").waitFor();
    assert.equal(new URL(who.page.url()).pathname, `/my/${id}/archive`);
    assert.equal(await who.page.getByText("网络连接断了").count(), 0);
  }, "offline");
});

test("填到一半断网：内容还在页上，连上后自动保存，刷新也不丢，退出后什么都不留", async () => {
  await cutOff(telephone, GUARDIAN, async (who) => {
    const { id } = await child(who);
    await controlled(who.page);
    const path = `/my/${id}/correct/item/name`;
    await who.go(path);
    await who.page.locator("body[data-running]").waitFor();
    const state = who.page.locator(".draft-state");
    assert.equal(await state.innerText(), "", "nothing is said before anything is typed");
    assert.equal(await state.getAttribute("aria-live"), "polite");
    await types(who, "#value", "欧阳若", /^已保存 \d\d:\d\d$/);
    await who.look("draft-saved");

    await who.page.context().setOffline(true);
    await types(who, "#value", "欧阳若涵", "连接断了，您填的内容还在这一页");
    assert.equal(await state.getAttribute("data-state"), "lost");
    await who.look("draft-lost");
    // Pressed all the same: it stays, and so does what was typed.
    await who.page.getByRole("button", { name: "继续", exact: true }).click();
    await who.page.locator(".draft-state[data-state=lost]").waitFor();
    assert.equal(await who.page.locator("#value").inputValue(), "欧阳若涵");
    assert.equal(new URL(who.page.url()).pathname, path);

    await who.page.context().setOffline(false);
    await who.page.locator(".draft-state").filter({ hasText: /^已保存 \d\d:\d\d$/ }).waitFor();
    const time = (await state.innerText()).slice(-5);

    // Loaded again without a connection: the page says what the server has.
    await who.page.context().setOffline(true);
    await who.page.reload();
    await who.sees(`到 ${time} 为止的都已经保存`);
    await who.look("offline-kept");
    const { session } = await left(who.page);
    assert.deepEqual(session, [[`kept:${path}`, time]], "the time alone, and not a word of what was typed");
    await who.page.context().setOffline(false);
    await who.page.locator("body[data-running]").waitFor();
    assert.equal(await who.page.locator("#value").inputValue(), "欧阳若涵", "the server had it");

    // Sent: what was kept on the way goes.
    await who.page.getByRole("button", { name: "继续", exact: true }).click();
    await who.page.waitForURL((address) => address.pathname !== path);
    assert.deepEqual((await left(who.page)).session, []);

    // Signing out takes what another form has left.
    await who.go(path);
    await who.page.locator("body[data-running]").waitFor();
    await types(who, "#value", "欧阳若寒", /^已保存/);
    assert.equal((await left(who.page)).session.length, 1);
    await who.page.getByRole("button", { name: "退出", exact: true }).click();
    await who.page.waitForURL((address) => address.pathname === "/");
    const { kept, databases, local, session: after } = await left(who.page);
    assert.deepEqual([Object.values(kept), databases, local, after], [[KEPT], 0, 0, []]);
  }, "offline-draft");
});

test("学校的表单一样：断网要离开先问一声，填过的字段下次还在", async () => {
  await cutOff(desk, REGISTRAR, async (who) => {
    await who.go("/pupils/new");
    await who.page.locator("body[data-running]").waitFor();
    await types(who, "#values-name", "慕容晓", /^已保存/);
    await who.page.context().setOffline(true);
    await types(who, "#values-name", "慕容晓月", "连接断了");
    let asked = "";
    who.page.once("dialog", (dialog) => (asked = dialog.message()));
    await who.page.locator("nav a").first().evaluate((link) => link.click());
    assert.match(asked, /离开后会丢失/);
    await who.page.context().setOffline(false);
    await who.go("/pupils/new");
    const value = await who.page.locator("#values-name").inputValue();
    assert.match(value, /^慕容晓月?$/, "what the server had when it was left");
  }, "offline-staff");
});

test("在另一个标签页退出：这一页说登录已经结束，什么都不再保存", async () => {
  await cutOff(telephone, GUARDIAN, async (who) => {
    const { id } = await child(who);
    await who.go(`/my/${id}/correct/item/name`);
    await who.page.locator("body[data-running]").waitFor();
    await types(who, "#value", "欧阳若云", /^已保存/);
    const other = await who.page.context().newPage();
    await other.goto(new URL("/my", who.page.url()).href);
    await other.locator("body[data-running]").waitFor();
    await other.getByRole("button", { name: "退出", exact: true }).click();
    await other.waitForURL((address) => address.pathname === "/");
    await who.page.locator(".draft-state[data-state=ended]").waitFor();
    assert.deepEqual((await left(who.page)).session, []);
    await other.close();
  }, "offline-other-tab");
});
