// 学籍档案: the pages of one record as plain links, the search of the header, whose records were opened last, the command palette and the list
// of keys. With and without JavaScript, at a desk and on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const SCHOOL = "2132000104";
const TABS = ["概况", "学籍信息", "档案内容", "事项", "变动记录"];
const as = (way, login, what) => acting(browser, way, login, what, "pupil-page");

/** Opens the record of the first pupil of the list and gives its name and address. */
const first = async (who) => {
  await who.go("/pupils");
  await who.page.locator("#text").fill("");
  await who.page.getByRole("button", { name: "查询", exact: true }).click();
  await who.page.getByRole("row").filter({ hasText: "在读" }).first().waitFor();
  const link = who.page.getByRole("row").filter({ hasText: "在读" }).first().getByRole("link").first();
  const [name, path] = [(await link.textContent()).trim(), await link.getAttribute("href")];
  await who.go(path);
  await who.sees("学籍情况");
  return { name, path };
};

for (const way of ways) {
  describe(`学籍档案各页（${way.name}）`, { concurrency: false }, () => {
    test("概况一屏看完，各页是普通链接，都有姓名和当前页标记", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        const { name, path } = await first(who);
        const nav = who.page.getByRole("navigation", { name: "学籍档案各页" });
        for (const term of ["学籍号", "学校", "年级班级", "监护人", "档案还缺"]) await who.sees(term);
        await who.sees("未办结的事项");
        if (way.width > 1000) {
          const bottom = await who.page.locator("#standing").evaluate((section) => section.getBoundingClientRect().bottom);
          assert.ok(bottom < 1000, `the summary ends at ${bottom} px`);
        }
        await who.look("record-overview");
        for (const tab of TABS) {
          await nav.getByRole("link", { name: tab, exact: true }).click();
          await nav.locator("[aria-current=page]").filter({ hasText: tab }).waitFor();
          assert.equal(await who.page.locator("h1").count(), 1, tab);
          assert.equal((await who.page.locator("h1").innerText()).trim(), name, tab);
          assert.equal(await nav.locator("[aria-current=page]").count(), 1, tab);
          await who.look(`record-${TABS.indexOf(tab)}`);
        }
        assert.equal(new URL(who.page.url()).pathname, `${path}/timeline`);
        assert.equal(await nav.getByRole("link", { name: "访问记录" }).count(), 0, "that is the leader's");
      });
      await as(way, `${SCHOOL}.leader`, async (who) => {
        await first(who);
        await who.follow("访问记录", "谁看过这名学生的学籍信息");
        await who.sees("信息变动情况");
        await who.look("record-looks");
      });
    });

    test("变动记录按事项分组，系统自动记录折叠", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        const { path } = await first(who);
        await who.go(`${path}/timeline`);
        await who.sees("变动记录的哈希链已核对，完整。");
        const folded = who.page.locator("details").filter({ hasText: "系统自动记录" }).first();
        await folded.waitFor();
        assert.equal(await folded.getAttribute("open"), null);
        await folded.locator("summary").click();
        await folded.getByText("学籍系统").first().waitFor();
      });
    });

    test("页眉查找学生，地址里没有姓名；最近查看的学生", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        const { name, path } = await first(who);
        await who.go("/home");
        await who.page.locator("#find-pupil").fill(name);
        await who.page.getByRole("button", { name: "找学生", exact: true }).click();
        await who.page.locator(`main table a[href="${path}"]`).waitFor();
        const address = new URL(who.page.url());
        assert.equal(address.pathname + address.search, "/pupils", "what is looked for stands in no address");
        assert.equal(await who.page.locator("#text").inputValue(), name);
        const recent = who.page.getByRole("region", { name: "最近查看的学生" });
        await recent.locator(`a[href="${path}"]`).waitFor();
        await who.look("recent");
        // On the list's own page the list follows the search of the header.
        await who.page.locator("#find-pupil").fill("没有这个人");
        await who.page.getByRole("button", { name: "找学生", exact: true }).click();
        await who.sees("没有找到符合条件的学生");
        await who.page.locator("#text").fill("");
        await who.page.getByRole("button", { name: "查询", exact: true }).click();
        await who.page.locator("main table a").first().waitFor();
      });
    });
  });
}

test("命令面板：输入、方向键、回车、退出；找到的学生直接打开", async () => {
  await as(ways[0], `${SCHOOL}.registrar`, async (who) => {
    await who.go("/home");
    await who.page.locator("body[data-running]").waitFor();
    const palette = who.page.getByRole("dialog", { name: "命令面板" });
    const field = palette.getByRole("combobox");
    await who.page.keyboard.press("Control+k");
    await field.waitFor();
    assert.ok(await field.evaluate((input) => input === document.activeElement), "one can type at once");
    await field.pressSequentially("学籍变");
    const selected = palette.getByRole("option", { selected: true });
    await selected.filter({ hasText: "学籍变动" }).waitFor();
    assert.equal(await field.getAttribute("aria-activedescendant"), await selected.getAttribute("id"));
    await who.page.keyboard.press("ArrowDown");
    await selected.filter({ hasText: "找学生：学籍变" }).waitFor();
    await who.page.keyboard.press("ArrowUp");
    await selected.filter({ hasText: "学籍变动" }).waitFor();
    await who.look("palette");
    await who.page.keyboard.press("Enter");
    await who.page.waitForURL(/\/changes$/);

    await who.page.keyboard.press("Control+k");
    await field.waitFor();
    assert.equal(await field.inputValue(), "", "it starts anew");
    // Nobody is called so: it is said, and the list can be asked for the same.
    await field.pressSequentially("没有这个人");
    await who.page.keyboard.press("Enter");
    await palette.getByText("没有找到这样的学生").waitFor();
    await selected.filter({ hasText: "在学生名单中查找：没有这个人" }).waitFor();
    await who.page.keyboard.press("Enter");
    await palette.waitFor({ state: "hidden" });
    assert.equal(await who.page.locator("#find-pupil").inputValue(), "没有这个人");
    assert.ok(await who.page.locator("#find-pupil").evaluate((input) => input === document.activeElement));
    assert.ok(!decodeURIComponent(who.page.url()).includes("没有这个人"));

    await who.page.keyboard.press("Control+k");
    await field.waitFor();
    await who.page.keyboard.press("Escape");
    await palette.waitFor({ state: "hidden" });
  });
});

test("命令面板：直接打开学生、最近查看的学生、本页学生的变动、办件编号", async () => {
  await as(ways[0], `${SCHOOL}.registrar`, async (who) => {
    const palette = who.page.getByRole("dialog", { name: "命令面板" });
    const field = palette.getByRole("combobox");
    const selected = palette.getByRole("option", { selected: true });
    const typed = async (words) => {
      await who.page.locator("body[data-running]").waitFor();
      await who.page.keyboard.press("Control+k");
      await field.pressSequentially(words);
    };
    // One about whom something can be begun: nobody else's business is under way.
    await who.go("/pupils");
    const rows = who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link");
    const pupils = await rows.evaluateAll((links) => links.slice(0, 20).map((link) => [link.textContent.trim(), link.getAttribute("href")]));
    let [name, address] = pupils[0];
    for (const pupil of pupils) {
      [name, address] = pupil;
      await who.go(address);
      if (await who.page.locator('#changes .actions a[href*="/change/"], #changes .actions a[href$="/correct"]').count()) break;
    }
    await who.go(`${address}/timeline`);
    const number = (await who.page.locator("main").innerText()).match(/(?<!\d)\d{17}(?!\d)/)?.[0];
    assert.ok(number, "the record tells the number of its registration");
    const posted = [];
    who.page.on("request", (request) => {
      if (request.url().includes("/api/palette_")) posted.push(`${request.method()} ${decodeURIComponent(request.url())}`);
    });

    // Who is found opens by one more press. While one types nobody is looked for.
    await who.go("/home");
    await typed(name);
    assert.equal(posted.filter((one) => one.includes("palette_find")).length, 0);
    await palette.getByRole("option", { name: `找学生：${name}` }).click();
    await palette.getByRole("option", { name }).filter({ hasText: "学生" }).first().waitFor();
    await palette.getByText(/名学生|列出前/).waitFor();
    await selected.filter({ hasText: name }).waitFor();
    await who.page.keyboard.press("Enter");
    await who.page.waitForURL(/\/pupils\/[-0-9a-f]{36}$/);
    assert.ok(posted.length > 0 && posted.every((one) => one.startsWith("POST ") && !one.includes(name)), "names stand in no address");

    // Of a record that is open: what may be begun about the pupil now.
    await who.go(address);
    await typed("");
    const begins = palette.getByRole("option").filter({ hasText: "本页学生" });
    await begins.first().waitFor();
    const words = (await begins.first().innerText()).replace("本页学生", "").trim();
    await field.pressSequentially(words);
    await selected.filter({ hasText: "本页学生" }).waitFor();
    await who.page.keyboard.press("Enter");
    await who.page.waitForURL(new RegExp(`${address}/(change/|correct)`));

    // Elsewhere the pupil is among those looked at last.
    await who.go("/home");
    await typed("");
    await palette.getByRole("option").filter({ hasText: "最近查看" }).filter({ hasText: name }).first().click();
    await who.page.waitForURL(/\/pupils\/[-0-9a-f]{36}$/);

    // A case by its number; one that is not there is told as one that may not be opened.
    await who.go("/home");
    await typed(number);
    await selected.filter({ hasText: `打开办件编号${number}` }).waitFor();
    await who.page.keyboard.press("Enter");
    await who.page.waitForURL(/\/cases\/[-0-9a-f]{36}$/);
    await who.go("/home");
    await typed("01200001010999999");
    await who.page.keyboard.press("Enter");
    await palette.getByText("没有这个编号的事项，或者不由您办理").waitFor();
    await who.look("palette-case");
  });
});

test("快捷键一览：任何页面按问号打开，待办台上列出本页的", async () => {
  await as(ways[0], `${SCHOOL}.leader`, async (who) => {
    await who.go("/home");
    await who.page.locator("body[data-running]").waitFor();
    const keys = who.page.getByRole("dialog", { name: "键盘快捷键" });
    await who.page.keyboard.press("?");
    await keys.getByText("打开命令面板").waitFor();
    assert.equal(await keys.getByText("下一件").count(), 0, "this page has none of its own");
    await who.page.keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });
    await who.go("/desk");
    await who.page.locator("body[data-running]").waitFor();
    await who.page.locator(".keys").click();
    await keys.getByText("下一件").waitFor();
    await who.page.keyboard.press("?");
    await keys.waitFor({ state: "hidden" });
    await who.page.locator("#find-pupil").fill("");
    await who.page.locator("#find-pupil").pressSequentially("?");
    assert.equal(await keys.isVisible(), false, "a letter that is typed is a letter");
    await who.page.locator("#find-pupil").fill("");
  });
});
