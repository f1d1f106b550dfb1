// The paper archive (第八条, 第九条, 第十五条): a class is put on the shelf, a dossier is lent and comes back, an archive is handed over
// piece by piece with one piece missing, the difference is settled. At a desk with JavaScript, on a phone without; every page is looked at
// in all four ways.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";
import { onDesk } from "../support/desk.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "paper");

/** A day from today on, as the form takes it. */
const day = (days) => new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

const plans = [
  { way: ways[0], from: "2151000104", to: "2151000101", third: "2151000201" },
  { way: ways[3], from: "2151000201", to: "2151000104", third: "2151000101" },
];

describe("纸质档案的页面", { concurrency: false }, () => {
  for (const way of ways) {
    test(`目录、案卷、移交、逾期、永久保存（${way.name}）`, async () => {
      await as(way, "2132000101.registrar", async (who) => {
        await who.go("/home");
        await who.follow("纸质档案", "借出和待批准的借阅");
        await who.sees("逾期未还");
        await who.look("paper-shelf");
        await who.page.locator("summary").filter({ hasText: "整班上架" }).click();
        await who.look("paper-place-class");
        await who.page.locator("#loans a").first().click();
        await who.sees("案卷内目录");
        await who.look("paper-dossier");
        await who.follow("查看档案内容（七类）", "完整");
      });
      await as(way, "3432000203.registrar", async (who) => {
        await who.go("/changes");
        await who.follow("永久保存的学籍档案", "最后就读学校");
        await who.sees("退学");
        await who.look("paper-kept");
        await who.page.locator("#text").fill("没有此人");
        await who.press("查询", "没有这样的档案");
      });
      await as(way, "2132000104.registrar", async (who) => {
        await who.go("/letters?box=inbox");
        await who.page.getByRole("row").filter({ hasText: "玄武区锁金小学" }).first().getByRole("link").click();
        await who.follow("查看移交清单", "逐件清点签收");
        await who.look("paper-desk");
      });
      await as(way, "2132000102.leader", async (who) => {
        await who.go("/letters?box=outbox");
        await who.page.getByRole("row").filter({ hasText: "秦淮区文枢小学" }).first().getByRole("link").click();
        await who.follow("查看移交清单", "待清点");
        await who.follow("打印档案袋封面", "密封处");
        await who.look("paper-envelope");
        await who.page.emulateMedia({ media: "print" });
        assert.equal(await who.page.locator(".site-header").isVisible(), false);
        assert.equal(await who.page.locator(".qr svg").isVisible(), true);
        await who.look("paper-envelope-printed");
      });
      await as(way, "2132000201.registrar", async (who) => {
        await who.go("/paper/late");
        await who.sees("未移交");
        await who.look("paper-late");
      });
      await as(way, "320505.registrar", async (who) => {
        await who.go("/changes");
        await who.follow("逾期移交的档案", "这里只列学校");
        await who.sees("虎丘区枫桥小学");
        await who.look("paper-late-authority");
        await who.follow("移交保管", "没有这样的档案");
        await who.look("paper-entrusted");
      });
    });
  }
});

for (const { way, from, to, third } of plans) {
  describe(`纸质档案（${way.name}）`, { concurrency: false }, () => {
    let letter;
    let pupil;
    let dossier;
    const step = steps(test);

    step("整班上架：依次装盒，按架上位置查得到", async () => {
      await as(way, `${to}.registrar`, async (who) => {
        await who.go("/paper");
        await who.page.locator("summary").filter({ hasText: "整班上架" }).click();
        await who.press("指定全班位置", "没有选择班级");
        await who.page.locator("#of_class").selectOption({ index: 1 });
        await who.press("指定全班位置", "没有填写库房");
        await who.page.locator("#room").fill("档案室");
        await who.page.locator("#cabinet").fill("7");
        await who.page.locator("#case").fill("甲");
        await who.page.locator("#each").fill("1");
        await who.press("指定全班位置", "起始盒号应为数字");
        assert.equal(await who.page.locator("#cabinet").inputValue(), "7", "what was typed stays");
        await who.page.locator("#case").fill("9");
        await who.press("指定全班位置", "个案卷的位置");
        await who.page.locator("#place").fill("7柜");
        await who.press("按位置查", "档案室 7柜 9盒");
        await who.look("paper-by-place");
        dossier = await who.page.locator("main table a[href$='/paper']").last().getAttribute("href");
      });
    });

    step("借阅：管理员申请，主管领导批准，归还后登记", async () => {
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(dossier);
        await who.page.locator("summary").filter({ hasText: "申请借阅" }).click();
        await who.page.locator("#borrower").fill("赵老师（教务处）");
        await who.page.locator("#loan_reason").fill("核对户籍材料");
        await who.page.locator("#due_back").fill(day(40));
        await who.press("提交主管领导批准", "三十天以内");
        assert.equal(await who.page.locator("#borrower").inputValue(), "赵老师（教务处）");
        await who.page.locator("#due_back").fill(day(10));
        await who.press("提交主管领导批准", "等待主管领导批准");
        assert.equal(await who.page.getByRole("button", { name: "批准借阅" }).count(), 0, "not by who asked");
      });
      await as(way, `${to}.leader`, async (who) => {
        await who.go("/paper");
        await who.page.locator(`#loans a[href="${dossier}"]`).click();
        await who.sees("赵老师");
        await who.press("批准借阅", "案卷借出");
        await who.look("paper-lent");
      });
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(dossier);
        await who.press("登记归还", "已登记归还");
      });
    });

    step("移交：列清单，改正一次，领导签发后确认密封", async () => {
      await as(way, `${from}.registrar`, async (who) => {
        letter = await onDesk(who, "letter", "待拟稿");
        await who.go(letter);
        await who.sees("移交档案件数");
        await who.follow("纸质档案逐件列清单移交", "列清单并提交签发");
        await who.look("paper-to-list");
        await who.press("列清单并提交签发", "已列移交清单");
        await who.page.locator("summary").filter({ hasText: "撤回清单" }).click();
        await who.press("撤回清单", "已撤回清单");
        await who.page.getByRole("link", { name: "查看案卷" }).first().click();
        await who.sees("登记一件材料");
        pupil = new URL(who.page.url()).pathname;
        await who.page.locator("summary").filter({ hasText: "登记一件材料" }).click();
        await who.press("归入案卷", "没有选择类别");
        await who.page.locator("#title").fill("视力检查记录");
        await who.page.locator("#category").selectOption("health");
        await who.page.locator("#pages").fill("1");
        await who.press("归入案卷", "视力检查记录");
        await who.page.locator("summary").filter({ hasText: "登记留存的复印件" }).click();
        await who.tick("第1件");
        await who.page.getByRole("button", { name: "保存", exact: true }).click();
        await who.sees("已登记留存的复印件");
        await who.go(`${letter}/pieces`);
        await who.press("列清单并提交签发", "已列移交清单");
        await who.go(letter);
        await who.sees("都在清单中办理");
        assert.equal(await who.page.locator("#pieces").count(), 0, "pieces are not typed");
      });
      await as(way, `${from}.leader`, async (who) => {
        await who.go(letter);
        await who.press("签发并送达", "公文已送达对方单位");
        await who.follow("查看移交清单", "确认密封移交");
        await who.press("确认已密封移交", "没有填写密封条编号");
        await who.page.locator("#number").fill("封-2026-018");
        await who.page.locator("#signatory").fill("钱主任");
        await who.look("paper-seal");
        await who.press("确认已密封移交", "等待接收学校清点");
        await who.look("paper-sealed");
      });
    });

    step("接收学校逐件清点，缺一件；第三方看不到", async () => {
      await as(way, `${third}.registrar`, async (who) => {
        const answer = await who.page.request.get(new URL(`${letter}/pieces`, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(letter);
        assert.equal(await who.page.getByRole("button", { name: "确认签收" }).count(), 0, "receipted piece by piece");
        await who.follow("查看移交清单", "逐件清点签收");
        const checks = who.page.locator("#receive select");
        assert.equal(await checks.count(), 5);
        for (const n of [0, 1, 3]) await checks.nth(n).selectOption("received");
        await checks.nth(2).selectOption("missing");
        await who.press("确认清点签收", "没有清点");
        assert.equal(await checks.nth(2).inputValue(), "missing", "what was found stays");
        await checks.nth(4).selectOption("damaged");
        await who.look("paper-checked");
        await who.press("确认清点签收", "应收 5 件，实收 4 件");
        await who.look("paper-differs");
      });
    });

    step("差异逐件处理后办结，双方都看得到", async () => {
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(`${letter}/pieces`);
        await who.press("保存处理结果", "没有选择材料");
        await who.page.locator("#no").selectOption("3");
        await who.page.locator("label.choice-label").filter({ hasText: "已补交" }).click();
        await who.press("保存处理结果", "没有写明差异如何处理");
        await who.page.locator("#note").fill("已补寄收到。");
        await who.press("保存处理结果", "应收 5 件，实收 5 件");
        await who.page.locator("label.choice-label").filter({ hasText: "按现状接收" }).click();
        await who.page.locator("#note").fill("封面破损，内容完整。");
        await who.press("保存处理结果", "已办结");
        await who.look("paper-closed");
        await who.page.emulateMedia({ media: "print" });
        assert.equal(await who.page.locator("#facts").isVisible(), false, "the paper has the list only");
        await who.look("paper-list-printed");
      });
      await as(way, `${from}.registrar`, async (who) => {
        await who.go(`${letter}/pieces`);
        await who.sees("封面破损，内容完整。");
        await who.go(pupil);
        await who.sees("本校只保留复印件");
        await who.look("paper-gone");
      });
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(pupil);
        await who.sees("5 件");
      });
    });
  });
}
