// Official letters: the archive of a pupil who moved goes to the new school with a receipt (第十五条), and a school run by the city or
// the province tells its county of every term (第十八条). At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";
import { onDesk } from "../support/desk.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "letter");

// The demo's approved transfers, and its schools that answer to somebody else than their county.
const plans = [
  { way: ways[0], from: "2132000101", to: "2132000102", direct: "5132000107", county: "320104" },
  { way: ways[3], from: "2151000101", to: "2132000104", direct: "3432000203", county: "320505" },
];

for (const { way, from, to, direct, county } of plans) {
  describe(`公文往来（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("转学办结后，原学校有一份待拟稿的档案移交函，一个月内办结", async () => {
      await as(way, `${from}.registrar`, async (who) => {
        await who.go("/home");
        await who.sees("份公文等您办理");
        await who.follow("公文往来", "书面告知、报告和移交");
        await who.look("letters-waiting");
        path = await onDesk(who, "letter", "待拟稿");
        await who.go(path);
        await who.sees("请以此为基础接续档案");
        await who.press("提交主管领导签发", "没有填写移交档案的件数");
        await who.look("letter-wrong");
        await who.page.locator("#pieces").fill("9");
        await who.page.locator("#words").fill("学籍登记表、户籍证明、体检表");
        await who.press("提交主管领导签发", "已提交主管领导签发");
        await who.sees("随函移交纸质档案 9 件");
        assert.equal(await who.page.getByRole("button", { name: "签发并送达" }).count(), 0, "the drafter does not sign");
      });
    });

    step("送达以前转入学校看不到；领导退回一次后签发", async () => {
      await as(way, `${to}.registrar`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
      await as(way, `${from}.leader`, async (who) => {
        await who.go(path);
        await who.page.locator("summary").filter({ hasText: "退回修改" }).click();
        await who.press("退回修改", "没有写明退回的原因");
        await who.page.locator("#reason").fill("请补充预防接种证。");
        await who.press("退回修改", "已退回修改");
      });
      await as(way, `${from}.registrar`, async (who) => {
        await who.go(path);
        await who.sees("请补充预防接种证。");
        assert.equal(await who.page.locator("#pieces").inputValue(), "9", "what was counted stays");
        await who.page.locator("#pieces").fill("10");
        await who.press("提交主管领导签发", "随函移交纸质档案 10 件");
      });
      await as(way, `${from}.leader`, async (who) => {
        await who.go("/letters");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.sees("不能再修改");
        await who.look("letter-to-sign");
        await who.press("签发并送达", "公文已送达对方单位");
        await who.sees(`学籍函${from}〔`);
      });
    });

    step("转入学校清点签收，件数不符要写明；第三方看不到", async () => {
      await as(way, "2132000201.registrar", async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404, "a third school");
      });
      await as(way, `${to}.registrar`, async (who) => {
        await who.go("/letters?box=inbox");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.sees("特此函告");
        await who.look("letter-to-receive");
        await who.page.locator("#pieces").fill("9");
        await who.press("确认签收", "与移交的 10 件不符");
        await who.page.locator("#note").fill("缺预防接种证，已请原学校补寄。");
        await who.press("确认签收", "实收档案 9 件");
        await who.look("letter-received");
        await who.page.emulateMedia({ media: "print" });
        assert.equal(await who.page.locator(".site-header").isVisible(), false);
        assert.equal(await who.page.locator("#facts").isVisible(), false, "the paper has the letter only");
        await who.look("letter-printed");
      });
      await as(way, `${from}.registrar`, async (who) => {
        await who.go("/letters?box=outbox");
        const row = who.page.getByRole("row").filter({ has: who.page.locator(`a[href="${path}"]`) });
        await row.getByText("已签收").waitFor();
        await who.go(path);
        await who.sees("缺预防接种证");
      });
    });

    step("直管学校每学期告知所在县（区），生成两次仍是一份", async () => {
      let notice;
      await as(way, `${direct}.registrar`, async (who) => {
        await who.go("/letters");
        await who.press("生成转学告知书", "学生转入、转出情况书面告知如下");
        notice = new URL(who.page.url()).pathname;
        await who.go("/letters");
        await who.press("生成转学告知书", "学生转入、转出情况书面告知如下");
        assert.equal(new URL(who.page.url()).pathname, notice);
        await who.look("term-notice");
      });
      await as(way, `${direct}.leader`, async (who) => {
        await who.go(notice);
        await who.press("签发并送达", "公文已送达对方单位");
      });
      await as(way, `${county}.registrar`, async (who) => {
        await who.go("/letters");
        await who.look("letters-county");
        await who.page.locator(`a[href="${notice}"]`).click();
        await who.press("确认签收", "已收到");
        await who.go("/letters");
        await who.press("生成移交函", "没有需要移交档案的辍学随迁子女");
      });
      await as(way, `${from}.registrar`, async (who) => {
        await who.go("/letters");
        assert.equal(await who.page.getByRole("button", { name: "生成转学告知书" }).count(), 0, "its county runs it");
      });
    });
  });
}
