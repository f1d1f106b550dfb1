// Every other kind of Chapter 3 from opening to effect, by the people whose it is (第十一条, 第十七条, 第十九条 to 第二十二条): extension and
// resumption, drop-out with its report and the return, withdrawal in senior high, repeating, skipping, placement, return from
// abroad, death; a transfer to a school of another system, with its receipt (第十四条, 第十五条). Alternately at a desk with JavaScript and on a phone without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { acting, found, open, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "walks");
const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

/** Fills a change's form: dates, texts and lists by the names of their controls, boxes and radios by their words. */
async function fill(who, values, ticks) {
  for (const [name, value] of Object.entries(values)) {
    const control = who.page.locator(`#values-${name}`);
    if ((await control.evaluate((node) => node.tagName)) === "SELECT") await control.selectOption({ label: value });
    else await control.fill(value);
  }
  for (const words of ticks) await who.tick(words);
}

const schools = {
  primary: { school: "2132000202", county: "320505" },
  junior: { school: "3132000103", county: "320102" },
  senior: { school: "3432000106", county: "320100" },
  special: { school: "5151000103", county: "510104" },
  sichuan: { school: "2151000104", county: "510107" },
};

/** kind, where, grade, then the changes one after another: link, values, ticks, what the record says then. */
const walks = [
  {
    name: "休学、延长休学、复学",
    at: schools.primary,
    grade: "小学二年级",
    changes: [
      { link: "休学", values: { on: day(-5), until: day(60), suspension_ground: "家庭原因" }, ticks: ["监护人书面申请"], then: "由「在读」变为「休学」" },
      { link: "延长休学", values: { on: day(0), until: day(120) }, ticks: ["监护人书面申请"], then: "由「休学」变为「休学」" },
      { link: "复学", values: { on: day(0), class_name: "1班" }, ticks: ["原年级", "监护人书面申请"], then: "由「休学」变为「在读」" },
    ],
  },
  {
    name: "辍学、书面报告、返校",
    at: schools.junior,
    grade: "初中一年级",
    before: async (who) => {
      await who.page.locator("summary").filter({ hasText: "登记缺课" }).click();
      await who.page.locator("#since").fill(day(-45));
      await who.press("登记缺课", "疑似辍学");
      await who.page.locator("summary").filter({ hasText: "登记劝返" }).click();
      await who.page.locator("#on").fill(day(-20));
      await who.page.locator("#manner").fill("家访");
      await who.page.locator("#result").fill("学生随父母外出，劝返未果");
      await who.press("登记劝返", "劝返记录");
    },
    changes: [
      {
        link: "辍学",
        values: { note: "多次劝返未果，期满认定" },
        ticks: ["劝返记录"],
        then: "由「在读」变为「流失（辍学）」",
        after: async (who) => {
          await who.go("/letters");
          await who.page.getByRole("row").filter({ hasText: "辍学" }).first().getByRole("link").first().click();
          await who.sees("第一街道");
          await who.look("dropout-letter");
        },
      },
      { link: "辍学返校", values: { on: day(0), grade: "初中一年级", class_name: "1班" }, ticks: [], then: "由「流失（辍学）」变为「在读」" },
    ],
  },
  {
    name: "高中退学；义务教育阶段没有退学",
    at: schools.senior,
    grade: "高中二年级",
    changes: [
      { link: "退学", values: { on: day(0), days: "10" }, ticks: ["连续旷课", "劝返记录"], wrong: "旷课的天数还不够", mend: { days: "16" }, then: "由「在读」变为「退学」" },
    ],
  },
  {
    name: "特殊安置，再留级一次",
    at: schools.special,
    grade: "小学三年级",
    changes: [
      {
        link: "特殊安置",
        values: { on: day(0), host: "锦江区锦官小学", agreement: "学籍留在本校，由就读学校评价" },
        ticks: ["到普通学校随班就读", "与监护人的书面约定"],
        wrong: "还没有查验残疾人证或教育评估意见",
        mendTicks: ["残疾人证或教育评估意见"],
        then: "到普通学校随班就读（锦江区锦官小学）",
      },
      { link: "留级", values: { on: day(0), class_name: "1班" }, ticks: ["监护人书面申请"], then: "小学二年级" },
    ],
  },
  {
    name: "送教上门，残疾类型一并登记",
    at: schools.primary,
    grade: "小学五年级",
    changes: [
      {
        link: "特殊安置",
        values: { on: day(0), agreement: "学籍留在本校，由本校教师送教" },
        ticks: ["送教上门", "与监护人的书面约定", "残疾人证或教育评估意见"],
        wrong: "学籍信息中没有残疾类型",
        mend: { disability: "肢体残疾" },
        then: "送教上门",
      },
    ],
  },
  {
    name: "跳级（本省细则准许的学段）",
    at: schools.sichuan,
    grade: "小学二年级",
    changes: [{ link: "跳级", values: { on: day(0), class_name: "1班" }, ticks: ["监护人书面申请", "残疾人证或教育评估意见"], then: "小学三年级" }],
  },
  {
    name: "出境就读，回国（境）复学，再注销",
    at: schools.sichuan,
    grade: "小学四年级",
    changes: [
      { link: "出境就读", values: { on: day(-3), country: "新加坡" }, ticks: ["护照、签证或出境证件", "境外学校的录取或就读证明"], then: "由「在读」变为「出境就读」" },
      { link: "回国（境）复学", values: { on: day(0), grade: "小学五年级", grade_reason: "经学业评估", note: "经评估达到五年级水平", class_name: "2班" }, ticks: ["监护人书面申请", "境外学校的录取或就读证明"], then: "由「出境就读」变为「在读」" },
      { link: "注销学籍（死亡）", values: { on: day(0) }, ticks: ["死亡医学证明"], then: "由「在读」变为「死亡」" },
    ],
  },
  {
    name: "转往本系统外学校，对方签收后转出",
    at: schools.primary,
    grade: "小学三年级",
    changes: [
      {
        link: "转往本系统外学校",
        values: { on: day(0), province: "四川省", to_code: "2144010999", to_name: "天河区第九小学", transfer_ground: "父母工作调动或务工" },
        ticks: ["监护人书面申请", "转入学校同意接收的证明"],
        wrong: "转入学校标识码的第三、四位与所选省份不符",
        mend: { province: "广东省" },
        then: "登记对方回执前仍在本校在籍",
        after: async (who, way, school, path) => {
          await who.go("/packages");
          await who.sees("申请制作档案包");
          const offered = who.page.locator("#case option", { hasText: "天河区第九小学" });
          assert.ok((await offered.count()) > 0, "the package rests on this case");
          await who.go(path);
          await who.page.getByRole("link", { name: "办理档案移交函和回执" }).click();
          await who.sees("移交档案件数");
          const letter = new URL(who.page.url()).pathname;
          await who.page.locator("#pieces").fill("2");
          await who.page.locator("#words").fill("登记表、成绩册");
          await who.press("提交主管领导签发", "已提交主管领导签发");
          await as(way, `${school}.leader`, async (chief) => {
            await chief.go(letter);
            await chief.page.locator("summary").filter({ hasText: "对方未接收，终止移交" }).click();
            await chief.press("终止移交", "没有写明终止的原因");
            await chief.look("walk-out-cancel");
            await chief.press("签发并送达", "已签发");
          });
          await who.go(letter);
          await who.page.locator("#received_by").fill("陈老师");
          await who.page.locator("#on").fill(day(0));
          await who.page.locator("#pieces").fill("2");
          await who.press("登记回执", "已签收");
          await who.follow("查看学生档案", "转学（转出）");
          await who.look("walk-out-gone");
        },
      },
    ],
  },
];

walks.forEach((walk, n) => {
  const way = n % 2 ? ways[3] : ways[0];
  const { school, county } = walk.at;
  test(`${walk.name}（${way.name}）`, async () => {
    let path;
    await as(way, `${school}.registrar`, async (who) => {
      await who.go("/pupils");
      await who.page.locator("#grade").selectOption({ label: walk.grade });
      await who.press("查询", walk.grade);
      await found(who, walk.grade);
      // The first child about whom nothing is under way.
      const links = who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link");
      const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      for (path of paths) {
        await who.go(path);
        await who.sees("学籍情况");
        if ((await who.page.getByText("正在办理").count()) === 0) break;
      }
      if (walk.at !== schools.senior) {
        assert.equal(await who.page.getByRole("link", { name: "退学", exact: true }).count(), 0, "compulsory education");
      }
      if (walk.before) await walk.before(who);
    });
    for (const change of walk.changes) {
      let number;
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(path);
        await who.page.getByRole("link", { name: change.link, exact: true }).first().click();
        await who.page.getByRole("button", { name: "提交本校主管领导审核" }).waitFor();
        await fill(who, change.values, change.ticks);
        if (change.wrong) {
          await who.press("提交本校主管领导审核", change.wrong);
          await who.look(`walk-${n}-wrong`);
          await fill(who, change.mend ?? {}, change.mendTicks ?? []);
        }
        await who.press("提交本校主管领导审核", "变动内容");
        number = (await who.page.locator("h1").innerText()).match(/\d{17}/)[0];
      });
      for (const login of [`${school}.leader`, `${county}.registrar`, `${county}.leader`]) {
        await as(way, login, async (who) => {
          await who.go("/cases");
          await who.page.getByRole("link", { name: number }).click();
          await who.sees("审核意见");
          await who.tick(/^同意$/);
          await who.pressAgain(who.page.getByRole("button", { name: "提交意见" }), "已提交您的审核意见");
        });
      }
      await as(way, `${school}.registrar`, async (who) => {
        // What changed from what to what stands in the timeline, everything else on the overview.
        await who.go(change.then.startsWith("由「") ? `${path}/timeline` : path);
        await who.sees(change.then);
        await who.look(`walk-${n}-${change.link.slice(0, 2)}`);
        if (change.after) await change.after(who, way, school, path);
      });
    }
  });
});
