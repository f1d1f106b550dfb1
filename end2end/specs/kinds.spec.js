// The business of a school's year, each kind from opening to effect by the people whose it is: the rules of the province, absence and
// drop-out, graduation by class, progression within the school, a guardian's application, going abroad (第十一条 to 第二十二条). At a desk
// with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, found, open, steps, ways } from "../support/browser.js";
import { codeFor, guardianOnRecord, signUp } from "../support/guardians.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "kinds");

const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
const PROOF = new URL("../../server/src/demo/household_register.png", import.meta.url).pathname;
const plans = [
  { way: ways[0], school: "3132000105", county: "320104", province: "320000" },
  { way: ways[3], school: "3451000105", county: "510107", province: "510000" },
];

/** Opens the case in the queue and agrees. */
async function agree(who, number) {
  await who.go("/cases");
  await who.page.getByRole("link", { name: number }).click();
  await who.sees("审核意见");
  await who.tick(/^同意$/);
  await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
}

for (const { way, school, county, province } of plans) {
  describe(`学年业务（${way.name}）`, { concurrency: false }, () => {
    const step = steps(test);
    const through = async (number, first = []) => {
      for (const login of [...first, `${school}.leader`, `${county}.registrar`, `${county}.leader`]) {
        await as(way, login, (who) => agree(who, number));
      }
    };
    const numberOf = async (who) => (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
    /** Opens the record of the first pupil in school of a grade. */
    const pick = async (who, grade) => {
      await who.go("/pupils");
      await who.page.locator("#text").fill("");
      await who.page.locator("#grade").selectOption({ label: grade });
      await who.press("查询", grade.slice(0, 2));
      await found(who, grade);
      const list = who.page.url();
      // Somebody about whom nothing is under way.
      for (let n = 0; ; n++) {
        await who.page.getByRole("row").filter({ hasText: "在读" }).nth(n).getByRole("link").first().click();
        await who.sees("学籍情况");
        if (!(await who.page.getByText("正在办理").count())) break;
        await who.page.goto(list);
      }
      return { path: new URL(who.page.url()).pathname, name: await who.page.locator("h1").innerText() };
    };

    step("省里修改实施细则：核对、审批、留下历史", async () => {
      await as(way, `${province}.official`, async (who) => {
        await who.go("/rules");
        await who.follow("修改", "修改实施细则");
        await who.press("下一步：核对", "没有填写施行日期");
        const field = who.page.locator("#own-suspension_max_months");
        await who.page.locator("details").filter({ has: field }).first().locator("> summary").click();
        await field.check({ force: true });
        await who.page.locator("#values-suspension_max_months").fill("30");
        await who.page.locator("#source").fill("试行〔2026〕1号");
        await who.page.locator("#valid_from").fill(day(30));
        await who.press("下一步：核对", "应为1至24之间的整数");
        await who.page.locator("#values-suspension_max_months").fill("6");
        await who.look("rules-edit");
        await who.press("下一步：核对", "将要改变的规定");
        await who.sees("一次休学的最长时间");
        await who.look("rules-check");
        await who.press("提交主管领导审批", "等待审批的草案");
      });
      await as(way, `${province}.leader`, async (who) => {
        await who.go("/rules");
        await who.tick("不同意");
        await who.press("提交审批意见", "还没有填写理由");
        await who.tick("同意，按施行日期生效");
        await who.press("提交审批意见", "已批准");
        await who.look("rules-approved");
      });
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/changes");
        await who.follow("实施细则", "历次版本");
        assert.equal(await who.page.getByRole("link", { name: "修改", exact: true }).count(), 0, "a school only reads");
      });
    });

    step("登记缺课和劝返；不到天数不能认定辍学", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await pick(who, "初中二年级");
        await who.page.locator("summary").filter({ hasText: "登记缺课" }).click();
        await who.page.locator("#since").fill(day(-10));
        await who.press("登记缺课", "疑似辍学");
        await who.page.locator("summary").filter({ hasText: "登记劝返" }).click();
        await who.page.locator("#on").fill(day(-1));
        await who.page.locator("#manner").fill("家访");
        await who.press("登记劝返", "写明劝返情况");
        await who.page.locator("#result").fill("家长称下周送学生返校");
        await who.press("登记劝返", "劝返记录");
        await who.look("absence");
        await who.follow("辍学", "书面报告");
        await who.tick("劝返记录");
        await who.press("提交本校主管领导审核", "连续缺课的天数还不够");
        await who.go("/look-after");
        await who.sees("缺课与辍学学生");
        await who.sees("疑似辍学");
        await who.look("look-after");
      });
    });

    step("出境就读：缺材料有提示，办结后学籍保留", async () => {
      let number;
      let path;
      await as(way, `${school}.registrar`, async (who) => {
        ({ path } = await pick(who, "小学二年级"));
        await who.follow("出境就读", "回到境内后接续");
        await who.page.locator("#values-on").fill(day(0));
        await who.page.locator("#values-country").selectOption({ label: "新加坡" });
        await who.tick("护照、签证或出境证件");
        await who.press("提交本校主管领导审核", "还没有查验境外学校的录取或就读证明");
        await who.tick("境外学校的录取或就读证明");
        await who.press("提交本校主管领导审核", "变动内容");
        number = await numberOf(who);
        assert.ok(number.startsWith("10"));
        await who.page.locator("summary").filter({ hasText: "上传扫描件" }).click();
        await who.page.locator("#kind").selectOption({ label: "其他证明文件" });
        await who.choose(PROOF);
        await who.press("上传扫描件", "证明材料");
        await who.look("abroad-case");
      });
      await through(number);
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(`${path}/timeline`);
        await who.sees("由「在读」变为「出境就读」");
        await who.go(path);
        await who.sees("回国（境）复学");
      });
    });

    step("按班级办理毕业，再升入本校初中", async () => {
      let number;
      let name;
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/completions");
        await who.page.getByRole("link", { name: /^小学六年级/ }).first().click();
        await who.sees("本班结果");
        assert.equal(await who.page.locator("#class_outcome").inputValue(), "", "nothing is chosen for the person");
        await who.page.locator("#on").fill(day(0));
        await who.press("检查", "还没有选择学生");
        await who.page.locator("#on").fill(day(0));
        // The class finishes; all but the first of it are left for later.
        await who.page.locator("#class_outcome").selectOption({ label: "毕业" });
        const rows = who.page.locator("#class tbody").getByRole("row").filter({ has: who.page.locator("select") });
        name = (await rows.first().getByRole("rowheader").innerText()).trim();
        for (let n = 1; n < (await rows.count()); n++) await rows.nth(n).locator("select").first().selectOption({ label: "暂不办理" });
        await rows.first().locator("input").first().fill("1号");
        await who.tick("已查验并留存每名学生");
        await who.press("检查", "证书编号不是4至30个");
        await who.look("completions-wrong");
        const again = who.page.locator("#class tbody").getByRole("row").filter({ hasText: name });
        await again.locator("input").first().fill("2026小001号");
        assert.ok(await who.page.locator("#sighted").isChecked(), "what was ticked is still ticked");
        await who.page.locator("#note").fill("秋季补办上学年毕业手续");
        await who.press("检查", "检查通过，还没有提交");
        await who.sees("将提交毕业 1 名");
        await who.press("提交本校主管领导审核", "已提交 1 名学生");
      });
      await as(way, `${school}.leader`, async (who) => {
        await who.go("/cases");
        const row = who.page.getByRole("row").filter({ hasText: "毕（结、肄）业" });
        number = (await row.first().getByRole("link").first().innerText()).trim();
      });
      await through(number);
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/progressions/new");
        await who.page.locator("#on").fill(day(0));
        await who.tick(name);
        await who.page.locator("#class_name").fill("1班");
        await who.page.locator("#lines").fill("G320102201901010010 查无此人 1班");
        await who.look("progression");
        await who.press("提交本校主管领导审核", "没有查到姓名与号码相符的学生");
        assert.equal(await who.page.getByText(name).count(), 0, "the own graduate was taken");
        assert.ok((await who.page.locator("#lines").inputValue()).includes("查无此人"), "the line stays");
      });
      await as(way, `${school}.leader`, async (who) => {
        await who.go("/cases");
        number = (await who.page.getByRole("row").filter({ hasText: "升学" }).first().getByRole("link").first().innerText()).trim();
      });
      await through(number);
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/pupils");
        await who.page.locator("#text").fill(name);
        // What was looked for last stands there still.
        await who.page.locator("#grade").selectOption({ label: "全部年级" });
        await who.press("查询", name);
        await who.page.getByRole("row").filter({ hasText: name }).filter({ hasText: "初中一年级" }).waitFor();
      });
    });

    step("监护人申请休学，学校先审，办结后看得到", async () => {
      let path;
      let child;
      let number;
      let father;
      await as(way, `${school}.registrar`, async (who) => {
        ({ path, name: child } = await pick(who, "小学三年级"));
        father = await guardianOnRecord(who);
      });
      const { phone } = father;
      const code = await codeFor(browser, way, school, path, "kinds");
      await as(way, null, async (who) => {
        await signUp(who, father, code);
        await who.signIn(phone, "Bridge-Willow-58");
        await who.go(`/my/${path.split("/").pop()}`);
        await who.follow("申请休学", "学校同意以后报教育局登记");
        await who.look("ask-begin");
        // One question a page; what is wrong is said by the question, and what was typed stays.
        await who.follow("开始填写", "为什么要休学？");
        await who.press("继续", "还没有选择原因");
        await who.tick("疾病或意外伤害");
        await who.look("ask-ground");
        // The narrowest phone.
        const usual = who.page.viewportSize();
        await who.page.setViewportSize({ width: 320, height: 640 });
        await who.look("ask-ground-narrow");
        await who.page.setViewportSize(usual);
        await who.press("继续", "从哪一天开始休学？");
        await who.page.locator("#value").fill(day(1));
        await who.press("继续", "休学到哪一天？");
        await who.page.locator("#value").fill(day(0));
        await who.press("继续", "休学的最后一天应晚于第一天");
        assert.equal(await who.page.locator("#value").inputValue(), day(0), "what was typed stays");
        await who.page.locator("#value").fill(day(120));
        await who.press("继续", "还有什么要向学校说明？");
        // Left and come back to, it goes on where it was.
        await who.go(`/my/${path.split("/").pop()}`);
        await who.follow("申请休学", "继续填写");
        await who.follow("继续填写", "还有什么要向学校说明？");
        await who.page.locator("#value").fill("需要住院治疗");
        await who.press("继续", "因病休学的，请上传医院的诊断或病历材料");
        await who.press("不上传，继续", "因病休学的，需要医院的诊断或病历材料");
        await who.choose(PROOF);
        await who.press("上传这份材料", "已上传的材料");
        await who.look("ask-proof");
        await who.press("材料齐了，继续", "请核对后提交");
        await who.sees("需要住院治疗");
        // A line leads back to its question, and on to the check again.
        await who.page.locator(".summary-row").filter({ hasText: "休学到哪一天？" }).getByRole("link").click();
        await who.page.locator("#value").waitFor();
        await who.sees("休学到哪一天？");
        assert.equal(await who.page.locator("#value").inputValue(), day(120));
        await who.page.locator("#value").fill(day(110));
        await who.press("继续", "请核对后提交");
        await who.press("提交学校审核", "请确认所填内容和材料真实");
        await who.tick("我确认所填内容和材料真实");
        await who.look("ask-check");
        await who.press("提交学校审核", "申请已提交");
        await who.sees("休学第一天");
        await who.look("ask-sent");
      });
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/cases");
        const row = who.page.getByRole("row").filter({ hasText: child }).filter({ hasText: "休学" });
        number = (await row.first().getByRole("link").first().innerText()).trim();
      });
      await through(number, [`${school}.registrar`]);
      await as(way, null, async (who) => {
        await who.signIn(phone, "Bridge-Willow-58");
        await who.go(`/my/${path.split("/").pop()}`);
        await who.sees("由「在读」变为「休学」");
        await who.follow("申请延长休学", "延长期间学校继续保留学籍");
        await who.follow("开始填写", "要延长到哪一天？");
        await who.sees("现在的休学时间");
        await who.look("ask-extension");
        await who.go(`/my/${path.split("/").pop()}`);
        await who.follow("申请复学", "回到原来的班级");
        await who.follow("开始填写", "哪一天回学校上课？");
      });
    });

    step("升级的预览，督办事项，打印办件", async () => {
      await as(way, `${school}.leader`, async (who) => {
        await who.go("/promotion");
        await who.sees("统一升级的日期");
        await who.sees("不升级的学生");
        await who.look("promotion");
      });
      await as(way, `${county}.registrar`, async (who) => {
        await who.go("/promotion");
        await who.sees("各学校的升级情况");
        await who.go("/late");
        await who.sees("督办事项");
        await who.go("/cases/print");
        await who.sees("打印本页办件");
        await who.look("print");
      });
    });
  });
}
