// 待办台: everything that waits in one list, found, filtered, decided one by one and many together, with keys, and nobody else's matter in
// it. A leader and a county's registrar, at a desk and on a phone, with and without JavaScript.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, person, pictures, ways } from "../support/browser.js";
import { child, enterByWorkbook } from "../support/children.js";

const SCHOOL = "2151000104";
const COUNTY = "510107";
const names = [..."甲乙丙丁戊己庚辛壬癸子丑寅卯"].map((one) => `轩辕${one}`);

let browser;
before(async () => {
  browser = await open();
  const who = await person(browser, ways[0], `${SCHOOL}.registrar`);
  try {
    const children = names.map((name, n) => child(COUNTY, name, `2019-10-${String(n * 2 + 2).padStart(2, "0")}`, 300 + n * 7));
    await enterByWorkbook(who, children);
  } catch (error) {
    await pictures("desk-import");
    throw error;
  }
  await who.leave();
});
after(() => browser.close());

const row = (who, name) => who.page.locator(".matter").filter({ hasText: name });
const opened = (who) => new URL(who.page.url()).searchParams.get("open");
/** Until an address holds something. */
const at = (who, what) => who.page.waitForURL((url) => what(url));

ways.forEach((way, n) => {
  const [one, two, three] = names.slice(n * 3, n * 3 + 3);

  test(`主管领导登录后就在待办台，筛选、逐件办理、一并办理（${way.name}）`, async () => {
    await acting(browser, way, `${SCHOOL}.leader`, async (who) => {
      assert.equal(new URL(who.page.url()).pathname, "/desk", "whoever decides lands on the desk");
      await who.sees("待办台");
      await row(who, one).waitFor();
      await who.look("desk");

      // Filters stand in the address, and no name does.
      await who.page.locator(".kinds").getByRole("link", { name: /学籍建立/ }).click();
      await at(who, (url) => url.searchParams.get("kind") === "registration");
      await row(who, one).waitFor();
      await who.page.locator(".matter-kind").filter({ hasNotText: "学籍建立" }).first().waitFor({ state: "detached" });
      assert.deepEqual([...new Set(await who.page.locator(".matter-kind").allInnerTexts())], ["学籍建立"]);
      assert.ok(!decodeURIComponent(who.page.url()).includes("轩辕"));
      await who.page.locator("#overdue").check();
      await who.page.getByRole("button", { name: "筛选" }).click();
      await at(who, (url) => url.searchParams.get("overdue") === "1" && url.searchParams.get("kind") === "registration");
      await row(who, one).waitFor({ state: "detached" });
      await who.go("/desk?kind=registration");

      // One: it opens beside the list or in its place, and the next one follows.
      await row(who, one).getByRole("link").click();
      await at(who, (url) => url.searchParams.get("open"));
      await who.sees("审核意见");
      const before = opened(who);
      assert.equal(await who.page.locator("input[name=verdict]:checked").count(), 0, "no verdict is chosen beforehand");
      assert.equal(await who.page.locator(".desk-side").isVisible(), way.width >= 1200, "the list stands beside it where there is room");
      await who.look("desk-open");
      await who.press("提交意见", "处需要改正");
      assert.equal(opened(who), before, "what is wrong is told where it was pressed");
      await who.tick(/^同意$/);
      await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
      await at(who, (url) => url.searchParams.get("open") && url.searchParams.get("open") !== before);
      // The words of what was done hold “审核意见” too: the next matter is there when its form is.
      await who.page.locator(".desk-pane").getByRole("heading", { name: "审核意见" }).waitFor();
      assert.equal(await who.page.locator("input[name=verdict]:checked").count(), 0);
      await who.look("desk-next");

      // Many: they are named again before they are decided, and what is selected is kept meanwhile.
      await who.go("/desk");
      assert.equal(await row(who, one).count(), 0);
      await who.page.getByRole("button", { name: "办理所选" }).click();
      await who.sees("还没有选择事项");
      for (const name of [two, three]) await row(who, name).getByRole("checkbox").check();
      if (way.script) await who.sees("已选 2 件");
      await who.press("办理所选", "一并办理");
      await at(who, (url) => url.pathname === "/desk/many");
      for (const name of [two, three]) await who.page.getByRole("row").filter({ hasText: name }).waitFor();
      assert.equal(await who.page.getByRole("checkbox", { checked: true }).count(), 2);
      assert.equal(await who.page.locator("input[name=verdict]:checked").count(), 0, "no verdict is chosen beforehand");
      await who.look("desk-many");
      await who.follow("返回待办台", "已选 2 件");
      for (const name of [two, three]) assert.ok(await row(who, name).getByRole("checkbox").isChecked(), "still selected");
      await who.press("办理所选", "一并办理");
      await who.page.getByRole("row").filter({ hasText: two }).waitFor();
      await who.press("提交意见", "还没有选择审核意见");
      await who.tick(/^同意$/);
      await who.press("提交意见", "已同意 2 件");
      await at(who, (url) => url.pathname === "/desk");
      for (const name of [two, three]) assert.equal(await row(who, name).count(), 0);

      await who.follow("我发起的", "您还没有发起过事项");
      await who.look("desk-mine");
    }, "desk-leader");
  });

  test(`县级学籍管理员用四步办完一批（${way.name}）`, async () => {
    await acting(browser, way, `${COUNTY}.registrar`, async (who) => {
      const count = await who.page.locator(".kinds a").filter({ hasText: "学籍建立" }).locator(".kind-count").innerText();
      assert.ok(Number(count) >= 3, `what the school agreed to waits here: ${count}`);
      assert.ok((await row(who, "轩").count()) >= 3);
      assert.equal(await row(who, one).count(), 0, "an authority sees no whole name");
      await who.go("/desk?kind=registration");
      const all = await who.page.locator(".matter").count();
      await who.page.getByRole("button", { name: "全选本页" }).click();
      await who.sees(`已选 ${all} 件`);
      await who.press("办理所选", "一并办理");
      await at(who, (url) => url.pathname === "/desk/many");
      await who.tick(/^同意$/);
      await who.press("提交意见", `已同意 ${all} 件`);
      await who.sees("没有符合条件的事项");
    }, "desk-county");
  });
});

test("快捷键移动、勾选、打开和选意见，写字时不起作用", async () => {
  await acting(browser, ways[0], `${SCHOOL}.leader`, async (who) => {
    await who.page.locator("body[data-running]").waitFor();
    await who.go("/desk?kind=registration");
    await who.page.locator("body[data-running]").waitFor();
    await who.page.locator(".keys").waitFor();
    const focused = () => who.page.evaluate(() => [...document.querySelectorAll(".matter-link")].indexOf(document.activeElement));
    const key = (name) => who.page.keyboard.press(name);
    await key("j");
    assert.equal(await focused(), 0);
    await key("j");
    assert.equal(await focused(), 1);
    await key("k");
    assert.equal(await focused(), 0);
    await key("k");
    assert.equal(await focused(), 0, "above the first there is nothing");
    await key("x");
    const box = who.page.locator(".matter").first().getByRole("checkbox");
    assert.ok(await box.isChecked());
    await who.sees("已选 1 件");
    await key("x");
    assert.ok(!(await box.isChecked()));
    await key("?");
    await who.sees("勾选或取消勾选所在的一件");
    await who.look("desk-keys");
    await key("?");
    await who.page.locator(".matter-link").first().focus();
    await key("Enter");
    await who.sees("审核意见");
    await key("r");
    assert.ok(await who.page.locator("input[name=verdict][value=return]").isChecked());
    await key("a");
    assert.ok(await who.page.locator("input[name=verdict][value=agree]").isChecked());
    const url = who.page.url();
    await who.page.locator("#reason").fill("");
    await who.page.locator("#reason").pressSequentially("jkxr?");
    assert.equal(await who.page.locator("#reason").inputValue(), "jkxr?");
    assert.ok(await who.page.locator("input[name=verdict][value=agree]").isChecked(), "a letter that is typed is a letter");
    assert.equal(await who.page.getByRole("checkbox", { checked: true }).count(), 0);
    assert.equal(who.page.url(), url, "and nothing was sent");
  }, "desk-keys");
});

test("按住 Shift 连选；别人办了一件，勾选仍在原来的学生上", async () => {
  const who = await person(browser, ways[0], `${SCHOOL}.leader`);
  const other = await person(browser, ways[0], `${SCHOOL}.registrar`);
  try {
    await who.go("/desk?kind=registration");
    await who.page.locator("body[data-running]").waitFor();
    const boxes = who.page.locator(".matter input[type=checkbox]");
    const values = (only = "") => who.page.locator(`.matter input[name='cases[]']${only}`).evaluateAll((all) => all.map((one) => one.value));
    const before = await values();
    assert.ok(before.length >= 2, `enough wait: ${before.length}`);
    const last = before.length - 1;
    await boxes.nth(0).click();
    await boxes.nth(last).click({ modifiers: ["Shift"] });
    assert.deepEqual(await values(":checked"), before, "everything between the two");
    await who.sees(`已选 ${before.length} 件`);

    await other.go(`/cases/${before[0].split("@")[0]}`);
    await other.page.locator("summary").filter({ hasText: "撤回" }).click();
    await other.page.locator("details[open] #reason").fill("材料不全");
    await other.page.locator("details[open]").getByRole("button", { name: "撤回" }).click();
    await other.sees("已撤回");
    await who.page.waitForFunction((gone) => !document.querySelector(`input[name='cases[]'][value='${gone}']`), before[0]);
    assert.deepEqual(await values(":checked"), before.slice(1), "the ticks stand where they were set");
    await who.sees(`已选 ${before.length - 1} 件`);
  } catch (error) {
    await pictures("desk-range");
    throw error;
  }
  await who.leave();
  await other.leave();
});

for (const way of [ways[0], ways[3]]) {
  test(`没有待办时说明没有；别处的事项看不到（${way.name}）`, async () => {
    let foreign;
    await acting(browser, way, `${SCHOOL}.leader`, async (who) => {
      await who.go("/desk?kind=registration");
      foreign = await row(who, "轩辕").first().getByRole("link").getAttribute("href");
    }, "desk-own");
    // Only what an authority itself gave to outsiders waits for an official; in the demo schools alone ask.
    await acting(browser, way, "nation.official", async (who) => {
      await who.go("/desk");
      await who.sees("没有等您办理的事项");
      assert.equal(await who.page.locator(".matter").count(), 0);
      await who.look("desk-empty");
    }, "desk-empty");
    await acting(browser, way, "320500.leader", async (who) => {
      await who.go(foreign);
      await who.sees("没有找到，或您的账号无权查看。");
      assert.equal(await who.page.getByText("轩").count(), 0, "nobody else's matter is seen");
    }, "desk-foreign");
  });
}

test("首页只问一次，待办数字通向待办台", async () => {
  await acting(browser, ways[0], `${SCHOOL}.leader`, async (who) => {
    await who.go("/home");
    const link = who.page.locator("#waiting .section-more");
    const n = Number((await link.innerText()).match(/（(\d+)）/)[1]);
    assert.equal(await who.page.locator(".nav .nav-count").first().locator("[aria-hidden]").innerText(), String(n), "the header says the same");
    const asked = [];
    who.page.on("request", (request) => request.url().includes("/api/") && asked.push(new URL(request.url()).pathname));
    const feed = who.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
    await who.page.reload();
    await feed;
    await who.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(asked, [], "the server sent everything with the page");
    await who.look("desk-home");
    await who.page.locator("#waiting li a").first().click();
    await at(who, (url) => url.pathname === "/desk" && url.searchParams.get("kind"));
    await who.page.locator(".matter").first().waitFor();
  }, "desk-home");
});
