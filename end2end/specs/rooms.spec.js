// The program in pieces, as a release has it: a guardian loads no room, a room comes when its link is pointed at, and where it does not come
// the browser goes to the page itself. After `make serve` the program is whole, and there is nothing to look at.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { open, person, pictures, ways } from "../support/browser.js";

const list = new URL("../../target/site/pkg/names.json", import.meta.url);
const whole = !existsSync(list) && "the program is whole";
const names = whole ? { rooms: {} } : JSON.parse(readFileSync(list, "utf8"));
let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** Which files below /pkg a page has asked for. */
function listen(page) {
  const asked = [];
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith("/pkg/")) asked.push(path.slice("/pkg/".length));
  });
  return asked;
}

async function walk(login, steps) {
  const who = await person(browser, ways[0], login);
  try {
    await steps(who, listen(who.page));
  } catch (error) {
    await pictures("rooms");
    throw error;
  }
  await who.leave();
}

test("家长只载入程序本身", { skip: whole }, () =>
  walk("13900000001", async (who, asked) => {
    await who.go("/my");
    await who.page.locator("body[data-running]").waitFor();
    await who.page.locator("main a").first().hover();
    const rooms = new Set(Object.values(names.rooms).flat());
    assert.deepEqual(asked.filter((name) => rooms.has(name)), []);
    assert.equal(asked.filter((name) => name === names.module).length, 1, "what was fetched ahead is what is used");
  }),
);

test("指向链接时取来那一部分，点击后不再等", { skip: whole }, () =>
  walk("2132000101.registrar", async (who, asked) => {
    await who.go("/home");
    await who.page.locator("body[data-running]").waitFor();
    for (const file of names.rooms.desk) assert.equal(asked.filter((name) => name === file).length, 1, `${file}, once`);
    const own = names.rooms.pupils.filter((file) => !names.rooms.desk.includes(file));
    assert.ok(own.every((file) => !asked.includes(file)), "not before it is needed");
    const link = who.page.locator('nav a[href="/pupils"]').first();
    const came = who.page.waitForResponse((response) => own.some((file) => response.url().endsWith(`/pkg/${file}`)));
    await link.hover();
    await came;
    let documents = 0;
    who.page.on("request", (request) => (documents += request.isNavigationRequest() ? 1 : 0));
    await link.click();
    await who.page.locator("#text").waitFor();
    assert.equal(documents, 0, "the page's program went there");
    for (const file of own) assert.equal(asked.filter((name) => name === file).length, 1, `${file}, once`);
  }),
);

test("待办旁边打开的事项所在的部分，随页面一起取来", { skip: whole }, () =>
  walk("2132000101.leader", async (who, asked) => {
    await who.go("/desk?open=%2Fletters%2Fnone");
    await who.page.locator("body[data-running]").waitFor();
    for (const file of [...names.rooms.desk, ...names.rooms.paper]) assert.ok(asked.includes(file), file);
    assert.equal(await who.page.locator("body[data-plain]").count(), 0);
  }),
);

test("那一部分取不来，浏览器自己打开那一页", { skip: whole }, () =>
  walk("2132000102.registrar", async (who) => {
    await who.go("/home");
    await who.page.locator("body[data-running]").waitFor();
    const own = names.rooms.pupils.at(-1);
    await who.page.route(`**/pkg/${own}`, (route) => route.fulfill({ status: 404, body: "" }));
    await who.page.locator('nav a[href="/pupils"]').first().click();
    // Its program cannot take it over either; it is what the server made of it.
    await who.page.locator("#text").waitFor();
    assert.equal(new URL(who.page.url()).pathname, "/pupils");
    assert.equal(await who.page.locator("body[data-running]").count(), 0);
    who.troubles.length = 0;
  }),
);
