// A correction that the school takes in: a paper application at the counter and an error that it found itself, from the pupil's page to
// the record and to the guardian's phone (第十条, 第十三条). At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, found, open, steps, ways } from "../support/browser.js";
import { codeFor, guardianOnRecord, signUp } from "../support/guardians.js";

let browser;
before(async () => (browser = await open()));
const as = (way, login, what) => acting(browser, way, login, what, "counter");
after(() => browser.close());

const PROOF = new URL("../../server/src/demo/household_register.png", import.meta.url).pathname;
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const SCHOOL = "2132000102";
const COUNTY = "320102";

/** Opens the case with this number and agrees. */
async function agree(who, number) {
  await who.go("/cases");
  await who.page.getByRole("link", { name: number }).click();
  await who.sees("审核意见");
  await who.tick(/^同意$/);
  await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
}

/** Chooses one item, gives it a value, files the proof and stands before the last page. */
async function fill(who, item, value) {
  await who.sees("要更正哪些信息");
  await who.tick(item);
  await who.press("继续", "应改为");
  await who.page.locator("#value").fill(value);
  await who.press("继续", "上传证明材料");
  await who.choose(PROOF);
  await who.page.getByRole("button", { name: "上传这份材料" }).click();
  await who.sees("已上传的材料");
  await who.follow("材料齐了，继续", "请核对后提交");
}

/** Sends what is ready, and stands before the case that was opened: it has a number. */
async function sent(who) {
  await who.page.getByRole("button", { name: "提交申请", exact: true }).click();
  await who.page.getByRole("heading", { level: 1 }).filter({ hasText: /\d{17}/ }).waitFor();
}

[ways[0], ways[3]].forEach((way, n) => {
  describe(`柜台受理更正（${way.name}）`, { concurrency: false }, () => {
    const step = steps(test);
    let path;
    let name;
    let father;
    let number;

    step("找到学生，监护人绑定", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        await who.go("/pupils");
        const grade = n === 0 ? "小学四年级" : "小学五年级";
        await who.page.locator("#grade").selectOption({ label: grade });
        await who.press("查询", grade);
        await found(who, grade);
        await who.page.getByRole("row").filter({ hasText: "在读" }).last().getByRole("link").first().click();
        await who.sees("学籍情况");
        name = await who.page.locator("h1").innerText();
        path = new URL(who.page.url()).pathname;
        father = await guardianOnRecord(who);
      });
      const code = await codeFor(browser, way, SCHOOL, path, "counter");
      await as(way, null, (who) => signUp(who, father, code));
    });

    step("从学生页受理书面申请：填错有提示，填过的都在", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        await who.go(path);
        await who.follow("受理更正申请", "申请途径");
        await who.press("继续", "还没有选择申请途径");
        await who.page.locator("label.choice-label").filter({ hasText: /^书面申请$/ }).click();
        await who.press("继续", "还没有选择申请人");
        await who.page.locator("label.choice-label").filter({ hasText: father.name }).first().click();
        await who.page.locator("#dated").fill(inDays(2));
        await who.press("继续", "书面申请的日期晚于今天");
        await who.look("counter-wrong");
        await who.page.locator("#dated").fill(inDays(-1));
        await who.press("继续", "要更正哪些信息");
        await fill(who, /^籍贯$/, "浙江省绍兴市");
        await who.sees(father.name);
        await who.press("提交申请", "请确认所填内容和材料真实");
        await who.tick(/我已核对证明材料的原件/);
        await who.look("counter-check");
        await sent(who);
        await who.sees("学校柜台代为受理");
        number = (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
        assert.ok(number.startsWith("02"));
        await who.look("counter-case");
        await who.go(path);
        assert.equal(await who.page.getByRole("link", { name: "受理更正申请" }).count(), 0, "one at a time");
      });
    });

    step("监护人在手机上看到", async () => {
      await as(way, null, async (who) => {
        await who.signIn(father.phone, "Bridge-Willow-58");
        await who.sees("收下了更正");
        await who.look("counter-told");
        await who.page.getByRole("link", { name: number }).first().click();
        await who.sees("学校柜台代您收下并办理");
        await who.look("counter-mine");
        await who.go("/my");
        await who.press("知道了", "我的孩子");
        await who.page.getByText("收下了更正").first().waitFor({ state: "detached" });
      });
    });

    step("主管领导和主管部门核准，档案已更正", async () => {
      for (const login of [`${SCHOOL}.leader`, `${COUNTY}.registrar`, `${COUNTY}.leader`]) {
        await as(way, login, (who) => agree(who, number));
      }
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        await who.go(`${path}/timeline`);
        await who.sees("改为「浙江省绍兴市」");
        await who.look("counter-done");
      });
    });

    step("学校发现的错误，不用申请人", async () => {
      await as(way, `${SCHOOL}.registrar`, async (who) => {
        await who.go(path);
        await who.follow("受理更正申请", "申请途径");
        await who.page.locator("label.choice-label").filter({ hasText: /^学校发现的错误$/ }).click();
        await who.press("继续", "没有写明学校发现了什么错误");
        await who.page.locator("#reason").fill("核对户口簿时发现籍贯录错");
        await who.press("继续", "要更正哪些信息");
        await fill(who, /^籍贯$/, "江苏省南京市");
        await who.tick(/我已核对证明材料的原件/);
        await sent(who);
        await who.sees("学校更正发现的错误");
        await who.look("counter-found");
      });
    });
  });
});
