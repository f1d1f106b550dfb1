// 表格设置 and 常用筛选: whoever works in lists all day chooses columns, order and density, keeps filters under names, finds both on another
// machine; the numbers beside the navigation follow by themselves; what is ticked outlives the turning of a page. With and without
// JavaScript, at a desk and on a phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, open, person, pictures, ways } from "../support/browser.js";
import { child, enterByWorkbook } from "../support/children.js";

const SCHOOL = "2151000104";
const COUNTY = "510107";
// More than a page of the desk holds.
const names = Array.from({ length: 54 }, (_, n) => `司空${[..."甲乙丙丁戊己庚辛壬"][n % 9]}${[..."子丑寅卯辰巳"][Math.floor(n / 9)]}`);

let browser;
before(async () => {
  browser = await open();
  const who = await person(browser, ways[0], `${SCHOOL}.registrar`);
  try {
    await enterByWorkbook(who, names.map((name, n) => child(COUNTY, name, `2019-${String(1 + (n % 9)).padStart(2, "0")}-${String(1 + (n % 27)).padStart(2, "0")}`, 201 + n * 2)));
  } catch (error) {
    await pictures("tables-import");
    throw error;
  }
  await who.leave();
});
after(() => browser.close());

const unfold = async (who, words) => {
  const details = who.page.locator("details.details").filter({ has: who.page.locator("summary", { hasText: words }) });
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
};

ways.forEach((way, n) => {
  test(`表格设置：选列、排列和行距，换一页还在（${way.name}）`, async () => {
    await acting(browser, way, `${SCHOOL}.registrar`, async (who) => {
      await who.go("/pupils");
      await who.page.locator("main table a").first().waitFor();
      const numbers = who.page.locator("td[data-label='学籍号']");
      const rows = await who.page.locator("main table tbody tr").count();
      await unfold(who, "表格设置");
      await who.page.locator("#column-number").setChecked(n % 2 === 1);
      await who.page.locator("#column-sex").setChecked(false);
      await who.page.locator("#order").selectOption("name");
      await who.tick(/^宽松$/);
      await who.press("保存设置", "表格设置已保存");
      await who.sees("按姓名的汉字排列");
      assert.equal(await numbers.count(), n % 2 === 1 ? rows : 0);
      assert.equal(await who.page.locator("td[data-label='性别']").count(), 0);
      assert.equal(await who.page.locator("main table tbody th").count(), rows, "the name is always there");
      assert.equal(await who.page.locator("main .table-long .table-dense").count(), 0);
      await who.look("tables-pupils");
      await who.go("/pupils");
      assert.equal(await who.page.locator("td[data-label='性别']").count(), 0);
      await unfold(who, "表格设置");
      for (const column of ["sex", "number"]) await who.page.locator(`#column-${column}`).setChecked(true);
      await who.page.locator("#order").selectOption("pinyin");
      await who.press("保存设置", "按姓名的读音排列");
      await numbers.first().waitFor();
    }, "tables-columns");
  });

  test(`每一张清单都能选列（${way.name}）`, async () => {
    for (const [path, column] of [["/imports", "by"], ["/letters", "from"], ["/problems", "score"], ["/registrars", "post"]]) {
      await acting(browser, way, `${SCHOOL}.registrar`, async (who) => {
        await who.go(path);
        await who.page.locator("main summary", { hasText: "表格设置" }).waitFor();
        await unfold(who, "表格设置");
        const label = (await who.page.locator(`label[for='column-${column}']`).innerText()).trim();
        await who.page.locator(`#column-${column}`).setChecked(false);
        await who.press("保存设置", "表格设置已保存");
        assert.equal(await who.page.locator(`td[data-label='${label}']`).count(), 0, `${path} hides ${label}`);
        await unfold(who, "表格设置");
        assert.ok(!(await who.page.locator(`#column-${column}`).isChecked()), "it stays chosen");
        await who.page.locator(`#column-${column}`).setChecked(true);
        await who.press("保存设置", "表格设置已保存");
      }, `tables-every-${path.slice(1)}`);
    }
  });

  test(`常用筛选：起名、打开、改名、删除（${way.name}）`, async () => {
    await acting(browser, way, `${SCHOOL}.leader`, async (who) => {
      await who.go("/desk?kind=registration");
      await who.page.locator(".matter").first().waitFor();
      await unfold(who, "管理常用筛选");
      await who.press("存为常用筛选", "没有填写筛选的名称");
      await unfold(who, "管理常用筛选");
      await who.page.locator("#filter_name").fill(`待核准${n}`);
      await who.press("存为常用筛选", "已存为常用筛选");
      await who.go("/desk");
      await who.page.locator(".saved-filters").getByRole("link", { name: `待核准${n}` }).click();
      await who.page.waitForURL((url) => url.searchParams.get("kind") === "registration");
      await who.page.waitForFunction(() => {
        const kinds = [...document.querySelectorAll(".matter-kind")].map((one) => one.innerText);
        return kinds.length > 0 && kinds.every((kind) => kind === "学籍建立");
      });
      await who.look("tables-filters");
      await unfold(who, "管理常用筛选");
      const filter = (name) => who.page.locator(".filter-change", { has: who.page.getByLabel(`“${name}”的新名称`) });
      await filter(`待核准${n}`).getByLabel("的新名称").fill(`先核准${n}`);
      await filter(`待核准${n}`).getByRole("button", { name: "改名" }).click();
      await who.page.locator(".saved-filters").getByRole("link", { name: `先核准${n}` }).waitFor();
      await unfold(who, "管理常用筛选");
      await filter(`先核准${n}`).getByRole("button", { name: "删除" }).click();
      await who.page.locator(".saved-filters").waitFor({ state: "detached" });
    }, "tables-filters");
  });

  test(`勾选翻页不丢，清空后一件不留（${way.name}）`, async () => {
    await acting(browser, way, `${SCHOOL}.leader`, async (who) => {
      await who.go("/desk?kind=registration");
      const boxes = who.page.locator(".matter input[type=checkbox]");
      await boxes.first().waitFor();
      const first = await boxes.nth(0).getAttribute("value");
      for (const at of [0, 1]) await boxes.nth(at).check();
      await who.page.getByRole("button", { name: "下一页" }).click();
      await who.page.waitForURL((url) => url.searchParams.has("after"));
      await who.sees("已选 2 件，其中 2 件不在本页");
      await boxes.first().check();
      await who.page.getByRole("button", { name: "回到第一页" }).click();
      await who.page.waitForURL((url) => !url.searchParams.has("after"));
      await who.sees("已选 3 件，其中 1 件不在本页");
      assert.ok(await who.page.locator(`.matter input[type=checkbox][value='${first}']`).isChecked());
      await who.look("tables-ticks");
      await who.press("办理所选", "一并办理");
      assert.equal(await who.page.locator("main table tbody tr").count(), 3, "all are named again");
      await who.follow("返回待办台", "已选 3 件");
      await who.page.getByRole("button", { name: "清空选择" }).click();
      await who.sees("已选 0 件");
      assert.equal(await who.page.locator(".matter input:checked").count(), 0);
    }, "tables-ticks");
  });
});

test("导航旁的数字自己跟着变", async () => {
  const [who, other] = [await person(browser, ways[0], `${SCHOOL}.leader`), await person(browser, ways[0], `${SCHOOL}.registrar`)];
  try {
    const feed = who.page.waitForResponse((answer) => new URL(answer.url()).pathname === "/feed");
    await who.go("/pupils");
    await feed;
    const count = who.page.locator("nav a[href='/desk'] .nav-count [aria-hidden]");
    const before = Number(await count.innerText());
    assert.match(await who.page.locator("nav a[href='/desk'] .nav-count .visually-hidden").innerText(), /件待办/);
    await enterByWorkbook(other, [child(COUNTY, "司空末", "2019-11-09", 477)]);
    await who.page.waitForFunction((n) => Number(document.querySelector("nav a[href='/desk'] .nav-count [aria-hidden]").textContent) > n, before);
    const opened = other.page.locator("nav a[href='/desk?tab=mine'] .nav-count [aria-hidden]");
    await other.go("/home");
    assert.ok(Number(await opened.innerText()) >= names.length, "what the registrar opened and is not closed");
  } catch (error) {
    await pictures("tables-numbers");
    throw error;
  }
  await who.leave();
  await other.leave();
});

test("长表：往下翻时表头还在，窄屏上一行一张卡片", async () => {
  for (const way of [ways[0], ways[1]]) {
    await acting(browser, way, `${SCHOOL}.registrar`, async (who) => {
      await who.go("/pupils");
      const wrap = who.page.locator(".table-long").first();
      await wrap.waitFor();
      const position = (selector) => who.page.locator(selector).first().evaluate((one) => getComputedStyle(one).position);
      if (way.width >= 640) {
        assert.equal(await position(".table-long thead th"), "sticky");
        assert.equal(await position(".table-long tbody th"), "sticky");
      } else {
        assert.equal(await who.page.locator(".table-long tbody tr").first().evaluate((one) => getComputedStyle(one).display), "block");
      }
    }, "tables-long");
  }
});
