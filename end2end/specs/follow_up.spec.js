// 辍学跟进 (第二十二条): a child who dropped out, and to whom nobody has spoken in this term, stands on the desk of the school's registrar; what is
// done about it is put down on the child's page, and the desk is free of it for this term. At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, found, open, steps, ways } from "../support/browser.js";
import { onDesk } from "../support/desk.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "follow-up");
const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

// No term is longer than 213 days: both days lie in an earlier one, whatever day it is.
const [ABSENT, SPOKEN_TO] = [day(-220), day(-215)];
const GRADE = "初中二年级";
const DESK = "/desk?kind=follow_up";

const plans = [
  { way: ways[0], school: "3132000103", county: "320102" },
  { way: ways[3], school: "3151000102", county: "510104" },
];

/** Fills the form of a follow-up and sends it. */
async function followsUp(who, { on, manner, result }, then) {
  await who.page.locator("#on").fill(on);
  await who.page.locator("#manner").fill(manner);
  await who.page.locator("#result").fill(result);
  await who.press("登记劝返", then);
}
const unfolds = (who, summary) => who.page.locator("summary").filter({ hasText: summary }).click();

for (const { way, school, county } of plans) {
  describe(`辍学跟进（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("上学期缺课、劝返未果的学生认定为辍学", async () => {
      let number;
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(DESK);
        await who.sees("没有符合条件的事项");
        await who.go("/pupils");
        await who.page.locator("#grade").selectOption({ label: GRADE });
        await who.press("查询", GRADE);
        await found(who, GRADE);
        // The first child about whom nothing is under way.
        const links = who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link");
        for (path of await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))) {
          await who.go(path);
          await who.sees("学籍情况");
          if ((await who.page.getByText("正在办理").count()) === 0) break;
        }
        await unfolds(who, "登记缺课");
        await who.page.locator("#since").fill(ABSENT);
        await who.press("登记缺课", "疑似辍学");
        await unfolds(who, "登记劝返");
        await followsUp(who, { on: SPOKEN_TO, manner: "家访", result: "学生随父母外出，劝返未果" }, "劝返记录");
        await who.page.getByRole("link", { name: "辍学", exact: true }).first().click();
        await who.page.getByRole("button", { name: "提交本校主管领导审核" }).waitFor();
        await who.page.locator("#values-note").fill("补录：上学期多次劝返未果，期满认定");
        await who.tick("劝返记录");
        await who.press("提交本校主管领导审核", "变动内容");
        number = (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
      });
      for (const login of [`${school}.leader`, `${county}.registrar`, `${county}.leader`]) {
        await as(way, login, async (who) => {
          await who.go("/cases");
          await who.page.getByRole("link", { name: number }).click();
          await who.sees("审核意见");
          await who.tick(/^同意$/);
          await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
        });
      }
    });

    step("本学期应跟进的事项在学校学籍管理员的待办台上，别人的待办台上没有", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        assert.equal(await onDesk(who, "follow_up", "待跟进"), path);
        await who.sees("应跟进劝返");
        await who.look("follow-up-desk");
        await who.page.locator(".matter-link").first().click();
        await who.follow("打开办理页面", "缺课与劝返");
        assert.equal(new URL(who.page.url()).pathname, path);
        await who.sees(/^待跟进，由.+办理，截止/);
        await who.look("follow-up-owed");
      });
      for (const login of [`${school}.leader`, `${county}.registrar`]) {
        await as(way, login, async (who) => {
          await who.go(DESK);
          await who.sees("没有符合条件的事项");
        });
      }
    });

    step("在学生页登记劝返后，本学期不再列在待办台上", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(path);
        await unfolds(who, "登记劝返");
        await followsUp(who, { on: day(0), manner: "电话", result: "" }, "请用4至500个字写明劝返情况");
        assert.equal(await who.page.locator("#manner").inputValue(), "电话", "what was typed is still there");
        await who.look("follow-up-errors");
        await followsUp(who, { on: day(0), manner: "电话", result: "家长答应下周送学生返校" }, /^本学期已跟进，由.+办理$/);
        await who.sees("家长答应下周送学生返校");
        await who.look("follow-up-done");
        await who.go(DESK);
        await who.sees("没有符合条件的事项");
        assert.equal(await who.page.locator(".matter").count(), 0);
        await who.look("follow-up-free");
      });
    });
  });
}
