// 个人信息保护 (第二十五条): the notice for everybody, a guardian's consent and its withdrawal, what was signed on paper, the yearly report.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, person, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "privacy");

const plans = [
  { way: ways[0], guardian: "13900000007", registrar: "3151000202.registrar", auditor: "320102.audit_admin" },
  { way: ways[3], guardian: "13900000010", registrar: "2132000102.registrar", auditor: "510703.audit_admin" },
];

for (const { way, guardian, registrar, auditor } of plans) {
  describe(`个人信息保护（${way.name}）`, { concurrency: false }, () => {
    const step = steps(test);

    step("谁都能看告知书，每一项都写明性质、用途、依据", async () => {
      const who = await person(browser, way);
      await who.go("/");
      await who.follow("学生个人信息处理告知书", "处理哪些信息");
      await who.sees("选填·须同意");
      await who.look("privacy-notice");
      await who.leave();
    });

    step("监护人同意，又撤回，选填信息随即不再显示", async () => {
      await as(way, guardian, async (who) => {
        await who.page.locator('a[href^="/my/0"]:not([href$="/correct"]):not([href$="/review"])').first().click();
        await who.follow("选填信息的同意与撤回", "已填写的选填信息");
        await who.look("privacy-child");
        await who.press("我已阅读告知书，同意", "已登记您的同意");
        assert.equal(await who.page.getByRole("button", { name: "我已阅读告知书，同意" }).count(), 0, "nothing twice");
        await who.press("撤回同意", "选填信息不再显示");
        await who.look("privacy-withdrawn");
      });
    });

    step("学校登记书面同意：缺什么说什么，填好的不丢", async () => {
      await as(way, registrar, async (who) => {
        await who.go("/pupils");
        await who.page.locator('main table a[href^="/pupils/0"]').last().click();
        await who.follow("同意未登记", "登记书面同意");
        await who.page.locator("#guardian").fill("李强");
        await who.press("登记", "还没有选择监护人的意思");
        assert.equal(await who.page.locator("#guardian").inputValue(), "李强");
        await who.page.locator('label[for="word"]').click();
        await who.page.locator("#signed_on").fill("2026-09-01");
        await who.page.locator("#notice").fill("2020.1");
        await who.press("登记", "告知书已经更新");
        await who.look("privacy-paper-errors");
        const [, version] = (await who.page.locator("main").innerText()).match(/（版本 (\d{4}\.\d+)）/);
        await who.page.locator("#notice").fill(version);
        await who.press("登记", "已登记");
        await who.sees("书面");
        await who.look("privacy-paper");
      });
    });

    step("审计管理员生成年度报告，再要一次打开的是同一份", async () => {
      await as(way, auditor, async (who) => {
        await who.go("/privacy/audit");
        await who.look("privacy-audit-list");
        await who.press("生成报告", "本报告没有统计的");
        const address = new URL(who.page.url()).pathname;
        assert.match(address, /^\/privacy\/audit\/\d{4}-final$/);
        await who.look("privacy-audit");
        await who.go("/privacy/audit");
        await who.press("生成报告", "本报告没有统计的");
        assert.equal(new URL(who.page.url()).pathname, address);
      });
      await as(way, registrar, async (who) => {
        const answer = await who.page.request.get(new URL("/privacy/audit", who.page.url()).href);
        assert.equal(answer.status(), 403);
      });
    });
  });
}
