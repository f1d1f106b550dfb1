// 批量导入: what a file holds is accounted for before anything is confirmed, a cell that cannot be read is named with what is seen in it,
// and a file that would be read in part is refused on the form it came from. At a desk and on a phone, with and without JavaScript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";
import { child, fill, filledClass, mended } from "../support/children.js";

const schools = ["2132000101", "2132000104", "2132000201", "2151000101"];
const ENTERED = "2026-09-01";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

/** A workbook that failed once (`server/registry/tests/fixtures/import`). */
function workbook(name) {
  const buffer = readFileSync(new URL(`../../server/registry/tests/fixtures/import/${name}.xlsx`, import.meta.url));
  return { name: `${name}.xlsx`, buffer };
}

async function upload(who, name, then) {
  await who.go("/imports/new");
  await who.page.locator("#entry_date").fill(ENTERED);
  await who.choose(workbook(name));
  await who.press("上传并检查", then);
}

/** The figures of a row of the account, by the words of its first cell. */
async function figures(who, name) {
  const row = who.page.locator("#account tr, [aria-labelledby='account'] tr").filter({ has: who.page.getByRole("rowheader", { name, exact: true }) });
  const texts = await row.first().getByRole("cell").allInnerTexts();
  return texts.map((text) => Number(text.replace(/[^0-9]/g, "")));
}

ways.forEach((way, n) => {
  test(`文件里有什么、读了什么，确认之前都列清楚（${way.name}）`, async () => {
    await acting(browser, way, `${schools[n]}.registrar`, async (who) => {
      await upload(who, "06", "重名的列：");
      assert.equal(await who.page.locator("#entry_date").inputValue(), ENTERED, "nothing typed is lost");
      await upload(who, "08", "「学生信息 (2)」");
      await upload(who, "11", "打开密码");

      await upload(who, "03", "文件清点");
      if (!way.script) {
        for (let turn = 0; turn < 40 && (await who.page.getByText("待确认").count()) === 0; turn++) await who.page.reload();
      }
      await who.page.getByText("单元格 W3").first().waitFor({ timeout: 60_000 });
      await who.sees("1月2日");
      const [filled, read, headings, sample, without, other] = await figures(who, "学生信息");
      assert.deepEqual([filled, read, headings, sample, without, other], [3, 1, 1, 1, 0, 0]);
      const sum = await figures(who, "合计");
      assert.ok(sum[0] > filled);
      assert.equal(sum.slice(1).reduce((all, one) => all + one), sum[0], "every row with something in it is accounted for");
      await who.look("import-account");
      await who.press("放弃这次导入", "已取消");
    }, `imports-${n}`);
  });
});

/** The bytes of what a link gives. */
async function downloaded(who, link) {
  const [download] = await Promise.all([who.page.waitForEvent("download"), who.page.getByRole("link", { name: link }).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("四十人的班、十二行有错，改好并全部录入不超过十五步", async () => {
  await acting(browser, ways[0], "2132000102.registrar", async (who) => {
    let actions = 0;
    const act = async (what) => {
      actions += 1;
      return what();
    };
    const { right, typed, faults } = filledClass("320102", "夏侯", 40);

    // A menu is opened and an entry of it chosen.
    actions += 1;
    await act(() => who.follow("批量导入", "下载导入模板"));
    const template = await act(() => downloaded(who, "下载导入模板"));
    const bring = async (link, buffer, enter) => {
      await act(() => who.page.getByRole("link", { name: link }).click());
      await act(() => who.page.locator("#entry_date").fill(new Date().toISOString().slice(0, 10)));
      await act(() => who.choose({ name: "一年级1班.xlsx", buffer }));
      await act(() => who.page.getByRole("button", { name: "上传并检查" }).click());
      const button = who.page.getByRole("button", { name: `录入可录入的 ${enter} 名学生` });
      await button.waitFor({ timeout: 60_000 });
      await act(() => button.click());
      await who.page.getByText("录入的学生已提交学校主管领导审核").first().waitFor({ timeout: 60_000 });
    };
    await bring("上传填好的模板", await fill(template, typed), right.length - faults);
    const back = await mended(await act(() => downloaded(who, /下载未通过的行/)), right);
    assert.equal(back.rows, faults);
    await bring("上传改好的文件", back.bytes, faults);
    await who.look("import-mended");
    assert.ok(actions <= 15, `${actions} actions`);
  }, "imports-forty");
});

ways.forEach((way, n) => {
  test(`改正一行：不重新上传，改正以后可以录入，原来填的看得到（${way.name}）`, async () => {
    await acting(browser, way, "2132000102.registrar", async (who) => {
      await who.go("/imports");
      const template = await downloaded(who, "下载导入模板");
      const right = [0, 1].map((one) => child("320102", `欧阳${"甲乙丙丁"[n]}${"金木"[one]}`, `2019-0${n + 1}-1${one}`, 400 + n * 20 + one * 2, `1380002${n}00${one}`));
      const wrong = "320102201901010021";
      await who.go("/imports/new");
      await who.page.locator("#entry_date").fill(new Date().toISOString().slice(0, 10));
      await who.choose({ name: "插班.xlsx", buffer: await fill(template, [right[0], { ...right[1], 身份证件号: wrong }]) });
      await who.press("上传并检查", "文件清点");
      if (!way.script) {
        for (let turn = 0; turn < 40 && (await who.page.getByText("待确认").count()) === 0; turn++) await who.page.reload();
      }
      const row = who.page.locator("#report").getByRole("row").filter({ hasText: right[1].姓名 }).first();
      await row.getByRole("link", { name: /^改正/ }).click({ timeout: 60_000 });
      await who.sees("需要改正的项目");
      await who.look("import-row");
      const number = who.page.locator("[name='values[id_number]']");
      assert.equal(await number.inputValue(), wrong, "what the file says stands there");
      // What does not hold either is kept, and told beside its field.
      await number.fill("320102201901010022");
      await who.press("保存并检查这一行", "改正记录");
      await who.sees("校验");
      assert.equal(await number.inputValue(), "320102201901010022");
      await number.fill(right[1].身份证件号);
      await who.press("保存并检查这一行", "这一行已改正，通过了检查，可以录入");
      await who.sees(`填的是“${wrong}”`);
      await who.sees("录入可录入的 2 名学生");
      await who.press("放弃这次导入", "已取消");
    }, `import-row-${n}`);
  });
});
