// Changes of a pupil's status: a transfer between two schools of one county, a suspension and the way back, each from the form
// to the record (第十四条 to 第十六条, 第十九条). At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, found, open, steps, ways } from "../support/browser.js";
import { codeFor, guardianOnRecord, signUp } from "../support/guardians.js";

let browser;
before(async () => (browser = await open()));
const as = (way, login, what) => acting(browser, way, login, what, "change");
after(() => browser.close());

/** Opens the case with this number and agrees. */
async function agree(who, number, then = "已提交您的审核意见") {
  await who.go("/cases");
  await who.page.getByRole("link", { name: number }).click();
  await who.sees("审核意见");
  await who.tick(/^同意$/);
  await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), then);
}

const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const FROM = "2132000101";
const COUNTY = "320102";

[ways[0], ways[3]].forEach((way, n) => {
  describe(`转学、休学、复学（${way.name}）`, { concurrency: false }, () => {
    let path;
    let name;
    let number;
    let to;
    let case_number;
    const step = steps(test);

    step("原学校：学生在读，记下学籍号", async () => {
      await as(way, `${FROM}.registrar`, async (who) => {
        await who.go("/pupils");
        const grade = n === 0 ? "小学三年级" : "小学五年级";
        await who.page.locator("#grade").selectOption({ label: grade });
        await who.press("查询", grade);
        await found(who, grade);
        const rows = who.page.getByRole("row").filter({ hasText: "在读" });
        await rows.first().getByRole("link").first().click();
        await who.sees("学籍情况");
        name = await who.page.locator("h1").innerText();
        path = new URL(who.page.url()).pathname;
        await who.go(`${path}/info`);
        const details = who.page.locator("details").filter({ has: who.page.locator("#reason") });
        await details.locator("summary").click();
        await who.page.locator("#reason").fill("办理转学核对学籍号");
        await who.press("查看", "学籍号：");
        number = (await who.page.getByText(/^学籍号：[GLJ]/).innerText()).replace("学籍号：", "");
        assert.match(number, /^[GLJ][0-9X]{18}$/);
        await who.look("changes-open");
      });
    });

    step("转入学校发起：填错有提示，填过的都在", async () => {
      to = "2132000102";
      await as(way, `${to}.registrar`, async (who) => {
        await who.go("/transfers/new");
        await who.press("提交本校主管领导审核", "处需要改正");
        await who.page.locator("#values-number").fill(number);
        await who.page.locator("#values-name").fill("不是这个名字");
        await who.page.locator("#values-on").fill(today);
        await who.page.locator("#values-transfer_ground").selectOption({ label: "家庭住址变动" });
        await who.page.locator("#values-class_name").fill("2班");
        await who.tick("监护人书面申请");
        await who.tick("居住证明");
        await who.press("提交本校主管领导审核", "没有查到姓名与号码相符的学生");
        assert.equal(await who.page.locator("#values-class_name").inputValue(), "2班");
        assert.ok(await who.page.getByLabel("居住证明").isChecked(), "what was ticked is still ticked");
        await who.look("transfer-wrong");
        await who.page.locator("#values-name").fill(name);
        await who.press("提交本校主管领导审核", "变动内容");
        case_number = (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
        assert.ok(case_number.startsWith("03"));
        await who.look("transfer-case");
      });
    });

    step("监护人看到转学办到哪一步", async () => {
      let father;
      await as(way, `${FROM}.registrar`, async (who) => {
        await who.go(path);
        father = await guardianOnRecord(who);
      });
      const code = await codeFor(browser, way, FROM, path, "change");
      await as(way, null, async (who) => {
        await signUp(who, father, code);
        await who.signIn(father.phone, "Bridge-Willow-58");
        await who.follow("查看办理进度", "转入学校");
        await who.sees("正在办理");
        await who.look("transfer-guardian");
      });
    });

    step("双方学校和学籍主管部门依次核办，学籍随学生转入", async () => {
      for (const login of [`${to}.leader`, `${FROM}.registrar`, `${FROM}.leader`, `${COUNTY}.registrar`, `${COUNTY}.leader`]) {
        await as(way, login, (who) => agree(who, case_number));
      }
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(`${path}/timeline`);
        await who.sees("转学接续学籍");
        await who.sees("由「");
        await who.go(`${path}/info`);
        assert.equal(await who.page.locator("#spells").getByRole("row").count(), 3, "two schools and the heading");
        await who.look("transferred");
      });
      await as(way, `${FROM}.registrar`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404, "no longer its pupil");
      });
    });

    step("休学，期满复学", async () => {
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(path);
        await who.follow("休学", "休学期间学校保留学籍");
        await who.page.locator("#values-on").fill(today);
        await who.page.locator("#values-until").fill(inDays(500));
        await who.page.locator("#values-suspension_ground").selectOption({ label: "疾病或意外伤害" });
        await who.tick("监护人书面申请");
        await who.tick("县级以上医院的诊断或病历材料");
        await who.press("提交本校主管领导审核", "休学时间过长");
        await who.page.locator("#values-until").fill(inDays(200));
        await who.press("提交本校主管领导审核", "变动内容");
        case_number = (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
      });
      for (const login of [`${to}.leader`, `${COUNTY}.registrar`, `${COUNTY}.leader`]) {
        await as(way, login, (who) => agree(who, case_number));
      }
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(`${path}/timeline`);
        await who.sees("由「在读」变为「休学」");
        await who.go(path);
        await who.follow("复学", "学生复学时学校应及时办理");
        await who.page.locator("#values-on").fill(today);
        await who.tick("原年级");
        await who.page.locator("#values-class_name").fill("1班");
        await who.tick("监护人书面申请");
        await who.look("resumption");
        await who.press("提交本校主管领导审核", "变动内容");
        case_number = (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
      });
      await as(way, `${to}.leader`, async (who) => {
        await who.go("/cases");
        await who.page.getByRole("link", { name: case_number }).click();
        await who.tick(/^退回补正$/);
        await who.page.locator("#reason").fill("请编入2班。");
        await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
      });
      await as(way, `${to}.registrar`, async (who) => {
        await who.go("/cases");
        await who.page.getByRole("link", { name: case_number }).click();
        await who.follow("补正后重新提交", "请编入2班。");
        assert.equal(await who.page.locator("#values-class_name").inputValue(), "1班");
        await who.page.locator("#values-class_name").fill("2班");
        await who.press("重新提交", "第 2 轮");
      });
      for (const login of [`${to}.leader`, `${COUNTY}.registrar`, `${COUNTY}.leader`]) {
        await as(way, login, (who) => agree(who, case_number));
      }
      await as(way, `${to}.registrar`, async (who) => {
        await who.go(`${path}/timeline`);
        await who.sees("由「休学」变为「在读」");
        await who.look("resumed");
      });
    });
  });
});
