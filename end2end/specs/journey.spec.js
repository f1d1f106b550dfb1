// The first journey, whole: a class is imported, approved by four eyes at each unit and numbered; a guardian binds the child,
// asks for a correction with a proof, and follows it to the end (第四条 to 第七条, 第十条). With and without JavaScript, at a
// desk and on a phone, each in a school of its own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { found, open, person, pictures, url, ways } from "../support/browser.js";
import { child, fill } from "../support/children.js";
import { onDesk } from "../support/desk.js";
import { answerStep, choosePassword, pressForCode, printCode, releaseCode, signUp } from "../support/guardians.js";

const places = [
  { school: "2132000101", authority: "320102", division: "320102", phone: "18600000001" },
  { school: "2132000104", authority: "320104", division: "320104", phone: "18600000002" },
  { school: "2132000201", authority: "320505", division: "320505", phone: "18600000003" },
  { school: "2151000101", authority: "510104", division: "510104", phone: "18600000004" },
];
const names = ["欧阳承志", "司马修远", "上官景行", "诸葛思齐"];
const PROOF = new URL("../../server/src/demo/household_register.png", import.meta.url).pathname;

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** Does something as somebody, in a browser of his own. */
async function as(way, login, what) {
  const who = await person(browser, way, login);
  await what(who);
  await who.leave();
}

/** Opens the newest case of the child in the queue and agrees. */
async function agree(who, name, reason = "", look = async () => {}) {
  await who.go("/cases");
  const row = who.page.getByRole("row").filter({ hasText: name });
  await row.getByRole("link").first().click();
  await who.sees("审核意见");
  await look(who);
  await who.tick(/^同意$/);
  if (reason) await who.page.locator("#reason").fill(reason);
  await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
}

/** What is corrected stands once, beside its proofs, in the form that decides it: in two columns where there is room for them. */
async function proofsBeside(who) {
  const form = who.page.locator("main form").filter({ has: who.page.locator("input[name='verdict']") });
  await form.locator(".beside .proof-list li").first().waitFor();
  assert.equal(await who.page.locator("main .compare").count(), 1, "the difference once");
  assert.equal(await form.locator(".beside .compare").count(), 1);
  const proofs = await form.locator(".beside-proofs").boundingBox();
  const difference = await form.locator(".beside-difference").boundingBox();
  const apart = who.page.viewportSize().width >= 1280 ? difference.x >= proofs.x + proofs.width : difference.y >= proofs.y + proofs.height;
  assert.ok(apart, `${JSON.stringify(proofs)} ${JSON.stringify(difference)}`);
}

ways.forEach((way, n) => {
  describe(`从入学到更正（${way.name}）`, { concurrency: false }, () => {
    const { school, authority, division, phone } = places[n];
    const name = names[n];
    const other = `${name.slice(0, 2)}知行`;
    let person_path;
    let code;
    let masked;
    let broken = false;
    // A step needs the ones before it: after a failure the rest says nothing.
    const step = (name, what) =>
      test(name, async (t) => {
        if (broken) return t.skip("an earlier step failed");
        broken = true;
        try {
          await what();
        } catch (error) {
          await pictures(`journey-${n}`);
          throw error;
        }
        broken = false;
      });

    step("学籍管理员下载模板、导入一个班，先检查后录入", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/imports");
        const [download] = await Promise.all([
          who.page.waitForEvent("download"),
          who.page.getByRole("link", { name: "下载导入模板" }).click(),
        ]);
        const chunks = [];
        for await (const chunk of await download.createReadStream()) chunks.push(chunk);
        const wrong = { ...child(division, `${name.slice(0, 2)}错号`, "2019-12-01", 300 + n) };
        wrong.身份证件号 = wrong.身份证件号.slice(0, 17) + (wrong.身份证件号.endsWith("1") ? "2" : "1");
        const file = await fill(Buffer.concat(chunks), [
          { ...child(division, name, "2020-01-15", 310 + n, phone), 成员二联系电话: `1870000010${n}` },
          child(division, other, "2020-02-16", 320 + n),
          wrong,
        ]);

        await who.go("/imports/new");
        await who.press("上传并检查", "处需要改正");
        await who.sees("还没有选择文件");
        await who.page.locator("#entry_date").fill(new Date().toISOString().slice(0, 10));
        await who.choose({
          name: "一年级1班.xlsx",
          buffer: file,
        });
        await who.page.getByRole("button", { name: "上传并检查" }).click();
        await who.sees("检查结果");
        await settled(who, "录入可录入的 2 名学生");
        await who.sees("身份证件号");
        await who.look("import-checked");
        await who.page.getByRole("button", { name: "录入可录入的 2 名学生" }).click();
        await settled(who, "录入的学生已提交学校主管领导审核");
      });
    });

    step("学校主管领导一并同意，主管部门两级核准，退回一件", async () => {
      await as(way, `${school}.leader`, async (who) => {
        await who.go("/cases");
        for (const one of [name, other]) {
          await who.page.getByRole("row").filter({ hasText: one }).getByRole("checkbox").check();
        }
        await who.tick(/^同意$/);
        await who.press("办理所选", "已同意 2 件");
      });
      await as(way, `${authority}.registrar`, async (who) => {
        await agree(who, `${name[0]}*`);
      });
    });

    step("补正与核准后生成学籍号", async () => {
      // The authority's registrar saw masked names: which of the two he agreed to, the school's registrar looks up.
      await as(way, `${authority}.registrar`, async (who) => {
        await who.go("/cases");
        await who.page.getByRole("row").filter({ hasText: `${name[0]}*` }).getByRole("link").first().click();
        await who.sees("审核意见");
        await who.tick(/^退回补正$/);
        await who.press("提交意见", "处需要改正");
        assert.ok(await who.page.getByLabel("退回补正", { exact: true }).isChecked(), "what was chosen is still there");
        await who.page.locator("#reason").fill("请核对户口所在地。");
        await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
      });
      await as(way, `${authority}.leader`, async (who) => agree(who, `${name[0]}*`));
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/cases");
        await who.page.getByRole("row").filter({ hasText: name.slice(0, 2) }).getByRole("link").first().click();
        await who.sees("退回的原因");
        await who.sees("请核对户口所在地。");
        await who.follow("补正后重新提交", "补正学籍信息");
        await who.page.locator("#values-name").waitFor();
        await who.page.locator("#values-current_address").fill("文昌巷9号101室");
        await who.press("重新提交", "第 2 轮");
      });
      await as(way, `${school}.leader`, async (who) => agree(who, name.slice(0, 2)));
      await as(way, `${authority}.registrar`, async (who) => agree(who, `${name[0]}*`));
      await as(way, `${authority}.leader`, async (who) => agree(who, `${name[0]}*`));
    });

    step("学籍管理员查到学生和学籍号，打印绑定码", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/pupils");
        await who.page.locator("#text").fill(name);
        await who.page.getByRole("button", { name: "查询" }).click();
        await found(who, name);
        await who.page.getByRole("link", { name, exact: true }).click();
        await who.sees("学籍情况");
        // L first; G as soon as the identity has been matched in the background.
        await settled(who, /G\d{3}\*+\d./);
        assert.ok(!(await who.page.content()).includes(child(division, name, "2020-01-15", 310 + n).身份证件号));
        person_path = new URL(who.page.url()).pathname;
        await who.look("pupil");
        await who.follow("监护人绑定", "给哪一位监护人");
        await who.look("binding-before");
        code = await pressForCode(who);
        assert.match(code, /^[2-9A-HJ-NP-Z]{10}$/);
        await who.sees("待第二人核发");
        await who.look("binding");
        await who.sees("您打印的，须由另一人核发");
        assert.equal(await who.page.getByRole("button", { name: "核发", exact: true }).count(), 0, "not by who printed it");
        await who.look("bindings-own");
      });
    });

    step("监护人注册：填错有提示，填过的都在", async () => {
      const who = await person(browser, way);
      await who.go("/guardian/sign-up");
      await who.sees("第 1 步，共 4 步");
      await answerStep(who, "code", "2222", "绑定码应为 10 位");
      assert.equal(await who.page.locator("input#code").inputValue(), "2222");
      await answerStep(who, "code", "2222222222", "第 2 步，共 4 步");
      await who.look("sign-up-phone");
      await answerStep(who, "phone", phone, "第 3 步，共 4 步");
      await who.follow("返回", "第 2 步，共 4 步");
      assert.equal(await who.page.locator("input#phone").inputValue(), phone, "going back finds the answer");
      await answerStep(who, "phone", phone, "第 3 步，共 4 步");
      await answerStep(who, "name", `${name[0]}建国`, "核对并设置密码");
      await who.look("sign-up-last");
      await choosePassword(who, "绑定码无效");
      await who.sees(phone);
      /** Changes one answer, as the last page offers it. */
      const change = async (label, field, value) => {
        await who.page.getByRole("link", { name: new RegExp(`^更改 ?${label}$`) }).click();
        await who.page.locator(`input#${field}`).waitFor();
        await answerStep(who, field, value, "核对并设置密码");
      };
      await change("绑定码", "code", code);
      await choosePassword(who, "还没有经学校第二人核发");
      await who.look("sign-up-unreleased");
      await as(way, `${school}.leader`, async (leader) => {
        await leader.go("/home");
        await leader.sees("件绑定码放行等您办理");
        await leader.go("/desk?kind=binding");
        await leader.look("bindings");
        await releaseCode(leader, person_path);
      });
      await choosePassword(who, "密码太容易被猜到", "Password123!");
      await change("您的姓名", "name", `${name[0]}建民`);
      await choosePassword(who, "与学校登记的不一致");
      await who.look("sign-up-wrong");
      await change("您的姓名", "name", `${name[0]}建国`);
      await choosePassword(who, "已收到");
      await who.look("signed-up");
      await who.leave();
    });

    step("监护人申请更正，一页一问，可以离开再回来", async () => {
      const who = await person(browser, way);
      await who.signIn(phone, "Bridge-Willow-58");
      await who.sees(`${name[0]}*`);
      assert.ok(!(await who.page.content()).includes(name), "the name is masked");
      await who.follow("申请更正信息", "要更正哪些信息");
      await who.press("继续", "还没有选择要更正的信息");
      await who.tick(/^出生日期$/);
      await who.tick(/^籍贯$/);
      await who.look("choose");
      await who.press("继续", "出生日期应改为");
      await who.page.locator("#value").fill("2099-01-01");
      await who.press("继续", "晚于今天");
      assert.equal(await who.page.locator("#value").inputValue(), "2099-01-01");
      await who.look("item-wrong");
      await who.follow("返回", "要更正哪些信息");
      await who.tick(/^出生日期$/);
      await who.press("继续", "籍贯应改为");
      await who.page.locator("#value").fill("浙江省绍兴市");
      await who.press("继续", "上传证明材料");

      // Leaves, and goes on later from the first page.
      await who.go("/my");
      await who.follow("继续填写上次的申请", "要更正哪些信息");
      await who.press("继续", "上传证明材料");
      await who.choose({ name: "fake.png", buffer: Buffer.from("not a picture") });
      await who.page.getByRole("button", { name: "上传这份材料" }).click();
      await who.sees("处需要改正");
      await who.choose(PROOF);
      await who.page.getByRole("button", { name: "上传这份材料" }).click();
      await who.sees("已上传的材料");
      await who.look("proof");
      await who.follow("材料齐了，继续", "请核对后提交");
      await who.press("提交申请", "请确认所填内容和材料真实");
      await who.tick(/我确认以上内容和材料真实/);
      await who.look("check");
      await who.press("提交申请", "申请已提交");
      assert.match(await who.page.locator(".panel-number").textContent(), /^02\d{15}$/);
      await who.sees("应于");
      await who.look("sent");
      // Another child's record is not there.
      const stranger = await who.page.request.get(`${url}/my/01900000-0000-7000-8000-000000000000`);
      assert.equal(stranger.status(), 404);
      await who.leave();
    });

    step("学校、主管部门逐级同意后，监护人看到办结，档案留有变动记录", async () => {
      for (const [login, shown] of [
        [`${school}.registrar`, name],
        [`${school}.leader`, name],
        [`${authority}.registrar`, `${name[0]}*`],
        [`${authority}.leader`, `${name[0]}*`],
      ]) {
        await as(way, login, async (who) => agree(who, shown, "", proofsBeside));
      }
      const who = await person(browser, way);
      await who.signIn(phone, "Bridge-Willow-58");
      await who.sees("已办完");
      masked = await who.page.getByRole("link", { name: "查看学籍信息" }).getAttribute("href");
      await who.go(masked);
      await who.sees("信息变动情况");
      await who.sees("浙江省绍兴市");
      await who.sees("完整");
      await who.look("my-child");
      // One press, by a form that posts: nothing of it in the address, and nothing kept by the browser.
      assert.ok(!(await who.page.content()).includes(name), "masked until it is asked for");
      const id = child(division, name, "2020-01-15", 310 + n).身份证件号;
      await who.press("显示完整信息", "现在显示的是孩子的完整信息");
      await who.sees(name);
      assert.ok((await who.page.content()).includes(id));
      assert.ok(!who.page.url().includes("?") && !who.page.url().includes(id), who.page.url());
      assert.match((await who.page.request.get(who.page.url())).headers()["cache-control"], /no-store/);
      await who.look("my-child-whole");
      await who.press("马上遮住", "为保护孩子，号码和住址等只显示一部分");
      await who.page.getByText(id).first().waitFor({ state: "detached" });
      assert.ok(!(await who.page.content()).includes(id));
      await who.follow("谁查看过我孩子的学籍", "本人子女完整信息");
      await who.go(masked);
      await who.follow("孩子的档案目录", "已核对");
      await who.sees("学年");
      await who.look("my-archive");
      await who.go("/my");
      await who.page.getByRole("row").filter({ hasText: "已办完" }).getByRole("link").first().click();
      await who.sees("更正了 1 项。");
      await who.look("my-case-done");
      await who.leave();
      await as(way, `${school}.registrar`, async (registrar) => {
        await registrar.go(`${person_path}/timeline`);
        await registrar.sees("由「");
        await registrar.look("timeline");
      });
    });

    step("监护人忘记密码，凭学校新打印的绑定码重设", async () => {
      await as(way, `${school}.registrar`, async (who) => (code = await printCode(who, person_path)));
      await as(way, `${school}.leader`, (who) => releaseCode(who, person_path));
      await as(way, null, async (who) => {
        await who.go("/sign-in");
        await who.follow("凭绑定码重设密码", "请向孩子的学校要一张新的绑定码");
        await who.page.locator("#phone").fill(phone);
        for (const [typed, then] of [["2222222222", "绑定码无效"], [code, "密码已修改，请用新密码登录"]]) {
          await who.page.locator("#code").fill(typed);
          await who.page.locator("#password").fill("Harbour*Pickle27");
          await who.page.locator("#repeat").fill("Harbour*Pickle27");
          await who.press("设置新密码", then);
          if (typed !== code) assert.equal(await who.page.locator("#phone").inputValue(), phone);
        }
        await who.look("recovered");
        await who.signIn(phone, "Harbour*Pickle27");
        await who.sees(`${name[0]}*`);
        await who.sees("暂时不能提交申请");
        await who.look("quiet");
        const child = person_path.split("/").pop();
        await who.go(`/my/${child}/consent`);
        await who.press("我已阅读告知书，同意", "小时内不能提交");
        await who.go(`/my/${child}`);
        await who.press("显示完整信息", "不能查看完整信息");
        assert.ok(!(await who.page.content()).includes(name), "masked after a recovery");
        await who.look("quiet-refused");
      });
    });

    step("另一位监护人绑定后，第一位看到告知并报告学校，学校解除", async () => {
      const mother = { name: null, phone: null };
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(`${person_path}/info`);
        await who.page.locator("details").filter({ has: who.page.locator("#item") }).locator("summary").click();
        await who.page.locator("#item").selectOption({ label: "成员二联系电话" });
        await who.page.locator("#reason").fill("为家长核对登记的手机号");
        await who.press("查看", /^成员二联系电话：1/);
        mother.phone = (await who.page.getByText(/^成员二联系电话：1\d{10}$/).first().innerText()).slice(-11);
        await who.go(`${person_path}/binding`);
        const label = who.page.locator("#print label.choice-label").filter({ hasText: "母亲" });
        mother.name = (await label.first().innerText()).split("（")[0].trim();
        await label.first().click();
        code = await pressForCode(who);
      });
      await as(way, `${school}.leader`, (who) => releaseCode(who, person_path));
      await as(way, null, (who) => signUp(who, mother, code));
      await as(way, null, async (who) => {
        await who.signIn(phone, "Harbour*Pickle27");
        await who.sees("孩子的监护人账号有变化");
        assert.ok(!(await who.page.content()).includes(mother.name), "the name is masked");
        await who.look("told");
        await who.press("不是我家人，报告学校", "已报告学校");
        assert.equal(await who.page.getByText("孩子的监护人账号有变化").count(), 0);
      });
      await as(way, `${school}.leader`, async (who) => {
        const bond = await onDesk(who, "bond", name);
        assert.equal(bond, `${person_path}/binding`);
        await who.go(bond);
        await who.sees("其他监护人提出疑问");
        await who.look("bindings-reported");
        await who.sees("办理绑定");
        await who.page.locator("#bonds label.choice-label").filter({ hasText: mother.name }).click();
        await who.press("解除绑定", "没有写明核实的情况");
        await who.look("bond-wrong");
        await who.page.locator("#reason").fill("电话联系登记的监护人未能核实");
        await who.press("解除绑定", "已办理");
        await who.sees("已解除");
        await who.look("bond-ended");
      });
      await as(way, null, async (who) => {
        await who.signIn(mother.phone, "Bridge-Willow-58");
        await who.sees("您的账号下还没有孩子");
      });
    });
  });
});

/** Waits for words that come by themselves; without JavaScript by asking again, as a person would. */
async function settled(who, words) {
  if (who.way.script) return who.sees(words);
  for (let turn = 0; turn < 100; turn++) {
    if (await who.page.getByText(words).filter({ visible: true }).count()) return;
    await who.page.reload();
  }
  throw new Error(`never saw ${words}`);
}
