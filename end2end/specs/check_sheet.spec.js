// 核查单 (第六条): one child on records of two provinces, and both schools say that theirs is right. The nation sends a sheet to both at once, each
// answers with a scan and reads of the other what it said, not how; the sheet says what follows and is printed; the nation settles by it. The one
// school works at a desk with JavaScript, the other on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { picture } from "../support/archive.js";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "check-sheet");

// Where the demo has one child in two provinces; the first school has said already that it gives its record up.
const JIANGSU = { way: ways[0], school: "2132000104", name: "秦淮区文枢小学" };
const SICHUAN = { way: ways[3], school: "2151000101", name: "锦江区锦官小学" };
const OUTCOME = "一方放弃佐证：认定为同一名学生，保留坚持佐证一方的学籍";
const PRINT = "打印跨省问题学籍核查单";

/** Says with a scan that the own record is right, in the form that is open. */
async function proves(who, statement) {
  await who.tick(/^佐证$/);
  await who.page.locator("#statement").fill(statement);
  await who.page.locator("#kind").selectOption("household_register");
  await who.choose(picture);
  await who.press("提交举证", "已提交举证");
}

/** Prints the sheet from the page of the problem, and gives what lies on the paper. */
async function prints(who) {
  await who.press(PRINT, "打印情况");
  const href = await who.page.getByRole("link", { name: "下载 PDF" }).getAttribute("href");
  const pdf = await who.page.request.get(new URL(href, who.page.url()).href);
  assert.equal(pdf.headers()["content-type"], "application/pdf");
  return who.page.locator(".paper").innerText();
}

describe("跨省问题学籍核查单", { concurrency: false }, () => {
  const step = steps(test);
  let path, number;
  const onTheDesk = (who) => who.page.locator(`.matter-link[href*="${path.split("/").at(-1)}"]`);

  step("两省学校都佐证；学校不能签发核查单", async () => {
    await as(JIANGSU.way, `${JIANGSU.school}.registrar`, async (who) => {
      await who.go("/problems");
      await who.page.getByRole("row").filter({ hasText: SICHUAN.name }).getByRole("link").first().click();
      await who.sees("信息比对");
      path = new URL(who.page.url()).pathname;
      await who.page.locator("summary").filter({ hasText: "修改举证" }).click();
      await proves(who, "重新核对了户口簿，该生在本校就读，证件号与对方不同。");
    });
    await as(SICHUAN.way, `${SICHUAN.school}.registrar`, async (who) => {
      await who.go(path);
      await proves(who, "户口簿和出生医学证明已核对。");
      await who.sees("待审查");
      assert.equal(await who.page.getByRole("button", { name: "向双方签发核查单" }).count(), 0, "the nation's alone");
      assert.equal(await who.page.getByRole("button", { name: PRINT }).count(), 0, "there is none yet");
    });
  });

  step("国家级学籍管理员同时向双方签发", async () => {
    await as(ways[0], "nation.registrar", async (who) => {
      await who.go("/desk?kind=problem");
      await onTheDesk(who).waitFor();
      await who.go(path);
      await who.sees("同时发给双方学校");
      await who.look("check-sheet-issue");
      await who.press("向双方签发核查单", "已向双方签发核查单");
      await who.sees("待答复核查单");
      number = (await who.page.locator("#check-sheet").innerText()).match(/核查单〔\d{4}〕\d+号/)[0];
      assert.equal(await who.page.getByRole("button", { name: "向双方签发核查单" }).count(), 0, "once");
      assert.equal(await who.page.getByText("认定为两名学生", { exact: true }).count(), 0, "nothing is settled meanwhile");
      await who.look("check-sheet-issued");
    });
  });

  step("一方答复：缺什么说什么，坚持佐证须附扫描件", async () => {
    await as(JIANGSU.way, `${JIANGSU.school}.registrar`, async (who) => {
      await who.go("/desk?kind=problem");
      await onTheDesk(who).waitFor();
      await who.go(path);
      await who.sees(number);
      await who.look("check-sheet-asked");
      await who.press("提交答复", "没有填写学生是否在本校实际就读");
      await who.sees("没有选择是否坚持佐证");
      await who.tick(/^在本校实际就读$/);
      await who.tick(/^坚持佐证$/);
      await who.page.locator("#statement").fill("每日考勤在册，家长已签字。");
      await who.press("提交答复", "有 1 处需要改正");
      await who.sees("请上传其中一种材料的扫描件");
      assert.equal(await who.page.locator("#statement").inputValue(), "每日考勤在册，家长已签字。", "what was typed is there");
      await who.look("check-sheet-errors");
      await who.page.locator("#kind").selectOption("signed_identity_copy");
      await who.choose(picture);
      await who.press("提交答复", "已答复核查单");
      await who.sees("每日考勤在册，家长已签字。");
      await who.look("check-sheet-answered");
      await who.go("/desk?kind=problem");
      await onTheDesk(who).waitFor({ state: "detached" });
    });
  });

  step("另一方只看得到对方已答复；双方都答复后公布结论，对方的说明和材料不公布", async () => {
    await as(SICHUAN.way, `${SICHUAN.school}.registrar`, async (who) => {
      await who.go("/desk?kind=problem");
      await onTheDesk(who).waitFor();
      await who.go(path);
      await who.sees(/^已于.+答复，双方都答复或者时段截止后公布/);
      assert.equal(await who.page.getByText("每日考勤在册").count(), 0);
      await who.look("check-sheet-other");
      const blank = await prints(who);
      assert.ok(blank.includes(number), "it can be filled in by hand");
      assert.ok(!blank.includes("每日考勤在册"), blank);
      await who.go(path);
      await who.tick(/^不在本校就读$/);
      await who.tick(/^放弃佐证$/);
      await who.page.locator("#statement").fill("原来按家长所持复印件佐证，学生已随父母离开本校。");
      await who.page.locator("#kind").selectOption("household_register");
      await who.choose(picture);
      await who.press("提交答复", "已答复核查单");
      await who.sees(OUTCOME);
      await who.page.locator("#check-sheet").getByText("坚持佐证", { exact: true }).waitFor();
      assert.equal(await who.page.getByText("每日考勤在册").count(), 0, "what, not how");
      assert.equal(await who.page.locator("#check-sheet a").count(), 1, "the own scan only");
      await who.look("check-sheet-outcome");
    });
  });

  step("国家级看到双方的说明和材料，核查单可以打印", async () => {
    await as(ways[0], "nation.registrar", async (who) => {
      await who.go(path);
      await who.sees(OUTCOME);
      await who.sees("每日考勤在册，家长已签字。");
      await who.sees("学生已随父母离开本校");
      const scans = who.page.locator("#check-sheet a");
      assert.equal(await scans.count(), 2);
      for (const file of await scans.evaluateAll((all) => all.map((link) => link.href))) {
        assert.equal((await who.page.request.get(file)).status(), 200);
      }
      await who.look("check-sheet-both");
      const paper = await prints(who);
      for (const words of [number, OUTCOME, JIANGSU.name, SICHUAN.name, "在本校实际就读", "坚持佐证", "不在本校就读", "放弃佐证"]) {
        assert.ok(paper.includes(words), `${words}: ${paper}`);
      }
      await who.look("check-sheet-print");
    });
  });

  step("按核查结果认定：不能认定为两名学生，合并后保留坚持佐证一方", async () => {
    await as(ways[0], "nation.registrar", async (who) => {
      await who.go(path);
      await who.page.locator("summary").filter({ hasText: "认定为两名学生" }).click();
      await who.page.locator("#reason").fill("两校说法不一。");
      await who.press("提交主管领导决定", "核查单上有一方放弃佐证，不能认定为两名学生");
      await who.page.locator("summary").filter({ hasText: "认定为同一名学生" }).click();
      await who.page.getByRole("link", { name: `保留「${JIANGSU.name}」` }).click();
      await who.sees("逐项选择合并后的内容");
      await who.page.locator("#reason").fill("对方放弃佐证，为同一名学生。");
      await who.press("提交主管领导决定", "已提交主管领导决定");
    });
    await as(ways[1], "nation.leader", async (who) => {
      await who.go(path);
      await who.sees(OUTCOME);
      await who.look("check-sheet-decide");
      await who.press("同意", "已决定");
    });
    await as(SICHUAN.way, `${SICHUAN.school}.registrar`, async (who) => {
      await who.go(path);
      await who.sees("已合并");
      await who.sees(OUTCOME);
      await who.follow("查看学籍档案", "这份学籍已合并");
    });
  });
});
