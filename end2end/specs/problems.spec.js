// Problem records (第六条): one child on two records is found by the check; both schools give evidence, the authority above both merges
// the records with two persons, and takes the merge back. At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "problems");

// Where the demo has one child twice, and who stands above both schools.
const plans = [
  { way: ways[0], one: "2132000201", two: "2132000202", above: "320505", names: ["虎丘区枫桥小学", "虎丘区通安教学点"] },
  { way: ways[3], one: "2151000104", two: "3451000105", above: "510107", names: ["武侯区浣花小学", "武侯区望江十二年一贯制学校"] },
];
// The smallest picture there is; whoever looks at it cleans it first.
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

for (const { way, one, two, above, names } of plans) {
  describe(`问题学籍（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("查重发现的问题列在两校和上级的待办里，学生档案上有提示", async () => {
      await as(way, `${one}.registrar`, async (who) => {
        await who.go("/home");
        await who.sees("件问题学籍等您办理");
        await who.go("/problems");
        await who.look("problems-queue");
        await who.page.getByRole("row").filter({ hasText: names[1] }).getByRole("link").first().click();
        await who.sees("证件号仅一位或相邻两位不同");
        path = new URL(who.page.url()).pathname;
        await who.look("problem");
        assert.equal(await who.page.getByRole("link", { name: "查看学籍档案" }).count(), 1, "the own record only");
        await who.follow("查看学籍档案", "这份学籍属于问题学籍");
        await who.look("problem-pupil");
      });
      await as(way, "2132000101.registrar", async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404, "a third school");
      });
    });

    step("两校各自举证；佐证须附材料", async () => {
      await as(way, `${one}.registrar`, async (who) => {
        await who.go(path);
        await who.page.getByText("佐证", { exact: true }).first().click();
        await who.page.locator("#statement").fill("该生在我校就读，户口簿已核对。");
        await who.press("提交举证", "没有附证明材料");
        await who.page.locator("#kind").selectOption("household_register");
        await who.choose({ name: "户口簿.png", buffer: png });
        await who.press("提交举证", "已提交举证");
        await who.sees("居民户口簿（第 1 份）");
      });
      await as(way, `${two}.registrar`, async (who) => {
        await who.go(path);
        await who.sees("仅提交单位和认定单位可以查看");
        await who.page.getByText("删除（并入对方学籍）", { exact: true }).first().click();
        await who.page.locator("#statement").fill("该生实际不在我校就读。");
        await who.press("提交举证", "已提交举证");
      });
    });

    step("上级管理员逐项选择并提出合并，主管领导决定", async () => {
      await as(way, `${above}.registrar`, async (who) => {
        await who.go("/problems");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.sees("审查意见");
        await who.page.locator("summary").filter({ hasText: "认定为同一名学生" }).click();
        await who.look("problem-settle");
        await who.page.getByRole("link", { name: `保留「${names[0]}」` }).click();
        await who.sees("逐项选择合并后的内容");
        await who.look("problem-merge");
        await who.press("提交主管领导决定", "没有写明理由");
        await who.page.locator("#reason").fill("户口簿和两校说明一致，为同一名学生。");
        await who.press("提交主管领导决定", "已提交主管领导决定");
        await who.sees("合并后的学籍");
        assert.equal(await who.page.getByRole("button", { name: "同意", exact: true }).count(), 0, "not alone");
      });
      await as(way, `${above}.leader`, async (who) => {
        await who.go("/problems");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.sees("提出人不能自己决定");
        await who.look("problem-decide");
        await who.press("同意", "已决定");
        await who.sees("前可以撤销");
      });
      await as(way, `${two}.registrar`, async (who) => {
        await who.go(path);
        await who.follow("查看学籍档案", "这份学籍已合并");
        await who.look("problem-merged");
      });
    });

    step("三十天内由两人撤销合并，两份学籍恢复", async () => {
      await as(way, `${above}.registrar`, async (who) => {
        await who.go(path);
        await who.page.locator("summary").filter({ hasText: "撤销合并" }).click();
        await who.page.locator("#undo_reason").fill("家长补充材料，需重新核实。");
        await who.press("提请撤销合并", "已提请主管领导撤销合并");
      });
      await as(way, `${above}.leader`, async (who) => {
        // The register has it among those that are settled; what is to be decided stands on the desk.
        await who.go("/desk?kind=problem");
        const links = await who.page.locator(".matter-link").evaluateAll((all) => all.map((one) => new URL(one.href).searchParams.get("open")));
        assert.ok(links.includes(path), links.join(" "));
        await who.go(path);
        await who.sees("家长补充材料，需重新核实。");
        await who.press("同意撤销合并", "两份学籍已恢复");
        await who.sees("待审查");
      });
      await as(way, `${two}.registrar`, async (who) => {
        await who.go(path);
        await who.follow("查看学籍档案", "这份学籍属于问题学籍");
        assert.equal(await who.page.getByText("这份学籍已合并").count(), 0);
      });
      await as(way, `${above}.registrar`, async (who) => {
        await who.go(path);
        await who.page.locator("summary").filter({ hasText: "认定为两名学生" }).click();
        await who.page.locator("#reason").fill("出生医学证明为两名学生。");
        await who.press("提交主管领导决定", "已提交主管领导决定");
      });
      await as(way, `${above}.leader`, async (who) => {
        await who.go(path);
        await who.press("同意", "已决定");
        await who.go("/problems?box=settled");
        const row = who.page.getByRole("row").filter({ has: who.page.locator(`a[href="${path}"]`) });
        await row.getByText("认定为两名学生").waitFor();
      });
    });

    step("省级发起全库查重，已认定的不再列出；查阅人员只看数量", async () => {
      await as(way, `${above.slice(0, 2)}0000.official`, async (who) => {
        await who.go("/problems");
        await who.sees("未办结的问题学籍");
        await who.press("开始查重", "已开始查重");
        assert.equal(await who.page.locator(`a[href^="/problems/"]`).count(), 0, "numbers, no names");
        for (let n = 0; n < 100; n += 1) {
          await who.go("/problems");
          if (await who.page.getByText("上次查重").count()) break;
        }
        await who.sees("上次查重");
        await who.look("problems-official");
      });
      await as(way, `${one}.registrar`, async (who) => {
        await who.go("/problems?box=open");
        assert.equal(await who.page.locator(`a[href="${path}"]`).count(), 0);
      });
    });
  });
}
