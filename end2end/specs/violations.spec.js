// 责令改正 (第二十六条, 第二十七条): the authority's registrar enters and examines, its leader orders, the school's leader answers with a file, the
// leader accepts. At a desk, and on a phone without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "violation");
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

const plans = [
  { way: ways[0], county: "320102", school: "2132000102" },
  { way: ways[3], county: "510703", school: "3151000202" },
];

for (const { way, county, school } of plans) {
  describe(`责令改正（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("主管部门学籍管理员登记并核查，学校此时看不到", async () => {
      await as(way, `${county}.registrar`, async (who) => {
        await who.go("/violations");
        await who.page.locator("summary").filter({ hasText: "登记违规事项" }).click();
        await who.press("登记", "还没有选择单位");
        await who.look("violation-enter");
        await who.page.locator("#subject").selectOption(school);
        await who.page.locator("#case").selectOption("disclosure");
        await who.page.locator("#fact").fill("班级群内公布学生名单。");
        await who.press("登记", "没有附证明材料");
        await who.choose({ name: "截图.png", buffer: png });
        await who.press("登记", "已登记，请核查");
        path = new URL(who.page.url()).pathname;
        await who.sees("第二十七条第七项");
        await who.page.locator("#words").fill("经核查属实。");
        await who.press("属实，报主管领导", "已办理");
        assert.equal(await who.page.getByRole("button", { name: "签发责令改正通知书" }).count(), 0, "not alone");
      });
      await as(way, `${school}.leader`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
    });

    step("主管领导签发通知书，学校主管领导附材料报告，验收通过", async () => {
      await as(way, `${county}.leader`, async (who) => {
        await who.go(path);
        await who.page.locator("#words").fill("立即撤下名单，开展保密培训。");
        await who.page.locator("#days").fill("0");
        await who.press("签发责令改正通知书", "改正期限应为 1 至 60 个工作日");
        await who.page.locator("#days").fill("5");
        await who.press("签发责令改正通知书", "已办理");
        await who.sees("经核查");
        await who.look("violation-order");
      });
      await as(way, `${school}.leader`, async (who) => {
        await who.go("/violations");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.sees("报告改正情况并附证明材料");
        await who.page.locator("#statement").fill("名单已撤下，培训已完成。");
        await who.press("报告改正情况", "没有附证明材料");
        await who.choose({ name: "培训.png", buffer: png });
        await who.press("报告改正情况", "已办理");
        await who.look("violation-reply");
      });
      await as(way, `${county}.leader`, async (who) => {
        await who.go(path);
        const file = await who.page.getByRole("link", { name: "查看材料" }).first().getAttribute("href");
        assert.equal((await who.page.request.get(new URL(file, who.page.url()).href)).status(), 200);
        await who.page.locator("#words").fill("已核实。");
        await who.press("验收通过", "已改正");
        await who.go("/violations?box=below");
        await who.sees("泄露或非法使用学生学籍信息");
        await who.look("violations-ledger");
      });
    });

    step("省里看各类件数，不看单件", async () => {
      await as(way, `${county.slice(0, 2)}0000.official`, async (who) => {
        await who.go("/violations");
        await who.sees("责令改正");
        assert.equal(await who.page.locator(`a[href="${path}"]`).count(), 0);
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
    });
  });
}
