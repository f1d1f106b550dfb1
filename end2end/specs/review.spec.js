// 学籍复核 (第二十四条): a county opens it with two persons; the system lists what is doubtful; a school answers for every pupil, a guardian
// confirms on a phone, the school's leader and two persons of the county sign; the report. At a desk with JavaScript and without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, person, steps, ways } from "../support/browser.js";
import { codeFor, guardianOnRecord, signUp } from "../support/guardians.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "review");

const plans = [
  { way: ways[0], phone: ways[3], county: "320505", school: "2132000202" },
  { way: ways[2], phone: ways[1], county: "510104", school: "3151000102" },
];
const day = (after) => new Date(Date.now() + after * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

/** Waits for words that come by themselves, asking again as a person would. */
async function settled(who, words) {
  for (let turn = 0; turn < 60; turn++) {
    if (await who.page.getByText(words).filter({ visible: true }).count()) return;
    await who.page.reload();
  }
  throw new Error(`never saw ${words}`);
}

async function tickAll(who) {
  for (const box of await who.page.locator('input[name="people[]"]').all()) await box.check();
}

/** Confirms who is ticked, and waits until nobody of the class is left. */
async function confirm(who) {
  await who.page.getByRole("button", { name: "所选学生在校且信息准确", exact: true }).click();
  await who.page.locator("tbody").getByText("未核对").first().waitFor({ state: "detached" });
}

for (const { way, phone, county, school } of plans) {
  describe(`学籍复核（${way.name}，家长用${phone.name}）`, { concurrency: false }, () => {
    let path;
    let own;
    let child;
    let father;
    const step = steps(test);

    step("县级学籍管理员发起，主管领导批准，系统逐校比对", async () => {
      await as(way, `${county}.registrar`, async (who) => {
        await who.go("/reviews");
        await who.page.locator("summary").filter({ hasText: "发起复核" }).click();
        await who.press("提交主管领导批准", /没有填写.*有效的日期/);
        await who.look("review-open-wrong");
        for (const [field, after] of [["start", 0], ["school", 1], ["county", 2], ["province", 3]]) {
          await who.page.locator(`#${field}`).fill(day(after));
        }
        await who.press("提交主管领导批准", "已提交主管领导批准");
        path = new URL(who.page.url()).pathname;
        assert.equal(await who.page.getByRole("button", { name: "批准并启动" }).count(), 0, "not alone");
      });
      await as(way, `${school}.registrar`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
      await as(way, `${county}.leader`, async (who) => {
        await who.go("/home");
        await who.sees("件学籍复核事项等您办理");
        await who.go(path);
        await who.look("review-approve");
        await who.press("批准并启动", "已办理");
        await settled(who, "核对中");
        await who.look("review-progress");
      });
    });

    step("学校逐班核对、答复疑点；没有说完的不能提交", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/home");
        await who.sees("件学校学籍复核等您办理");
        await who.look("review-home");
        await who.go("/reviews");
        await who.page.getByRole("row").filter({ hasText: "进行中" }).getByRole("link").first().click();
        await who.sees("班级核对表");
        own = new URL(who.page.url()).pathname;
        await settled(who, "系统比对日期");
        await who.press("提交本校主管领导签字", "名学生没有核对");
        await who.sees("项系统发现的疑点没有答复");
        await who.look("review-school");
        await who.page.getByRole("link", { name: "疑点清单" }).click();
        await who.sees("包括已答复的");
        await who.look("review-anomalies");

        await who.go(own);
        const classes = who.page.locator('a[href*="/class?"]');
        const sheets = await classes.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        await who.go(sheets[0]);
        await who.sees("所选学生在校且信息准确");
        await who.look("review-sheet");
        // Somebody with a number: who is still to be registered gets no binding code.
        await who.page.locator("main tbody tr").filter({ hasText: "***" }).first().locator("th a").click();
        await who.sees("逐人核对");
        await who.tick(/^人籍分离$/);
        await who.press("保存核对结果", "须写明情况");
        await who.look("review-pupil-wrong");
        await who.page.locator("#note").fill("随父母在外地就读，已联系家长办理转学。");
        await who.press("保存核对结果", "已保存");
        await who.page.locator("summary").filter({ hasText: "登记纸质确认表" }).click();
        await who.tick(/^信息无误，已签字$/);
        await who.press("登记", "已保存");
        await who.sees("信息无误（纸质）");
        // Another child's guardian confirms online: one who has no account yet.
        const others = [];
        for (const sheet of sheets) {
          await who.go(sheet);
          const unconfirmed = who.page.locator("main tbody tr").filter({ hasText: "***" }).filter({ hasText: "未确认" }).locator("th a");
          others.push(...(await unconfirmed.evaluateAll((links) => links.map((link) => link.getAttribute("href")))));
        }
        for (const other of others) {
          await who.go(other);
          await who.page.locator("main").getByRole("link", { name: "学生档案", exact: true }).click();
          await who.sees("学籍情况");
          child = { path: new URL(who.page.url()).pathname, name: await who.page.locator("h1").innerText() };
          await who.go(`${child.path}/binding`);
          await who.sees("已绑定的账号");
          if (await who.page.getByText("还没有监护人绑定").count()) break;
          child = undefined;
        }
        assert.ok(child, "a child whose guardian has no account");
        await who.go(child.path);
        father = await guardianOnRecord(who);

        for (const [n, sheet] of sheets.entries()) {
          await who.go(sheet);
          await who.sees("所选学生在校且信息准确");
          if (n > 0) {
            await tickAll(who);
            await confirm(who);
          } else {
            for (const row of await who.page.locator("tbody tr").filter({ hasText: "未核对" }).all()) {
              await row.locator('input[name="people[]"]').check();
            }
            for (const row of await who.page.locator("tbody tr").filter({ hasText: "人籍分离" }).all()) {
              await row.locator('input[name="people[]"]').uncheck();
            }
            if (await who.page.locator('input[name="people[]"]:checked').count()) {
              await confirm(who);
            }
          }
          const kinds = await who.page
            .locator("#kind option")
            .evaluateAll((all) => all.map((one) => [one.value, one.textContent]).filter(([value]) => value));
          for (const [turn, [kind, label]] of kinds.entries()) {
            await tickAll(who);
            if (!(await who.page.locator("#kind").isVisible())) {
              await who.page.locator("summary").filter({ hasText: "统一答复疑点" }).click();
            }
            await who.page.locator("#kind").selectOption(kind);
            await who.page.locator("#outcome").selectOption("under_way");
            if (n === 0 && turn === 0) {
              await who.press("答复所选学生的这项疑点", "须写明理由");
              await who.look("review-settle-wrong");
            }
            await who.page.locator("#note").fill("已通知家长，材料收齐后归档。");
            await who.press("答复所选学生的这项疑点", `${label}：正在办理`);
            await who.go(sheet);
          }
        }
        await who.look("review-sheet-done");
      });
    });

    step("家长在手机上核对并确认", async () => {
      const code = await codeFor(browser, way, school, child.path, "review");
      const who = await person(browser, phone);
      await signUp(who, father, code);
      await who.signIn(father.phone, "Bridge-Willow-58");
      await who.sees("请核对孩子的学籍信息");
      await who.look("review-my");
      await who.follow("核对孩子的学籍信息", "以上信息无误，我确认");
      await who.look("review-my-check");
      await who.press("以上信息无误，我确认", "已收到您的确认");
      await who.sees("您已确认信息无误");
      await who.leave();
    });

    step("学校主管领导签字，县级审核、签字，完成", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(own);
        await who.press("提交本校主管领导签字", "已办理");
        await who.sees("待学校主管领导签字");
      });
      await as(way, `${school}.leader`, async (who) => {
        await who.go(own);
        await who.press("签字并报主管部门", "已办理");
      });
      await as(way, `${county}.registrar`, async (who) => {
        await who.go(own);
        await who.page.locator("summary").filter({ hasText: "退回" }).click();
        await who.press("退回", "没有写明理由");
        await who.look("review-return-wrong");
        await who.press("审核通过，报主管领导签字", "已办理");
      });
      await as(way, `${county}.leader`, async (who) => {
        await who.go(own);
        await who.press("签字，完成复核", "已办理");
        await who.sees("主管部门领导签字");
        await who.look("review-signed");
        await who.go(path);
        await who.page.locator("summary").filter({ hasText: "结束复核" }).click();
        await who.press("结束复核", "所学校没有完成复核");
      });
    });

    step("结果报告；上级看进度和数字，不看学生", async () => {
      await as(way, `${county}.leader`, async (who) => {
        await who.go(path);
        await settled(who, "已完成学校");
        await who.follow("复核结果报告", "疑点及处理");
        await settled(who, "1 / ");
        await who.look("review-report");
      });
      const province = `${county.slice(0, 2)}0000`;
      await as(way, `${province}.official`, async (who) => {
        await who.go("/reviews");
        await who.sees("复核进度");
        await who.look("review-province");
        await who.go(own);
        await who.sees("班级核对表");
        assert.equal(await who.page.locator('a[href*="/class?"]').count(), 0);
      });
      await as(way, "nation.official", async (who) => {
        await who.go("/reviews");
        await who.sees("复核进度");
        await who.look("review-nation");
      });
    });
  });
}
