// 对外提供和访问日志 (第二十五条): a school's registrar asks, the county's registrar examines, its leader approves, the file leaves marked and counted;
// the guardian reads who looked; the audit administrator reads the log.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import ExcelJS from "exceljs";
import { picture } from "../support/archive.js";
import { acting, onDisk, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "disclosure");

const plans = [
  { way: ways[0], county: "320102", school: "2132000102" },
  { way: ways[3], county: "510703", school: "2151000201" },
];
const field = (who, key) => who.page.locator(`[name="values[${key}]"]`);

for (const { way, county, school } of plans) {
  describe(`对外提供（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("学校申请：缺什么说什么，填好的不丢", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/disclosures/new");
        await who.press("提交申请", "没有写明来函文号");
        await who.sees("没有选择提供的信息类别");
        await who.look("disclosure-new-errors");
        await field(who, "recipient").fill("某区疾病预防控制中心");
        await field(who, "recipient_kind").selectOption("public_body");
        await field(who, "contact").fill("李医生");
        await field(who, "phone").fill("02512345678");
        await field(who, "letter").fill("疾控函〔2026〕8号");
        await field(who, "purpose").fill("核对入学预防接种证查验情况");
        await field(who, "ground").selectOption("statutory_duty");
        await field(who, "proof_of_ground").fill("疫苗管理法第四十八条");
        await field(who, "range").selectOption("grade");
        await field(who, "grade").selectOption("1");
        await who.tick("基本信息");
        await who.tick("身份证件");
        await who.press("提交申请", "没有说明必要性");
        assert.equal(await field(who, "letter").inputValue(), "疾控函〔2026〕8号", "what was typed is there");
        await field(who, "necessity").fill("按证件号比对接种记录");
        await who.press("提交申请", "有 1 处需要改正");
        await who.sees("没有附证明材料");
        await field(who, "file").setInputFiles(onDisk(picture));
        await who.press("提交申请", "申请已提交");
        await who.sees("来函扫描件");
        path = new URL(who.page.url()).pathname;
        const early = await who.page.request.get(new URL(`/files${path}`, who.page.url()).href);
        assert.equal(early.status(), 403, "nothing leaves before it is approved");
        await who.look("disclosure-asked");
      });
    });

    step("主管部门学籍管理员审查、主管领导批准", async () => {
      await as(way, `${county}.registrar`, async (who) => {
        await who.go("/disclosures");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.press("审查通过，报主管领导", "没有写明审查意见");
        await who.page.locator("#words").fill("来函属实。");
        await who.press("审查通过，报主管领导", "已办理");
        assert.equal(await who.page.getByRole("button", { name: "批准", exact: true }).count(), 0, "not alone");
      });
      await as(way, `${county}.leader`, async (who) => {
        await who.go("/home");
        await who.sees("对外提供申请等您办理");
        await who.go(path);
        await who.page.locator("#words").fill("同意。");
        await who.page.locator("#downloads").fill("9");
        await who.press("批准", "下载次数应为 1 至 5 次");
        await who.page.locator("#downloads").fill("1");
        await who.press("批准", "学籍信息对外提供批准书");
        await who.look("disclosure-approved");
      });
    });

    step("学校下载一次，每张表都有水印，第二次不行；登记销毁", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(path);
        await who.sees("还可以下载 1 次");
        await who.look("disclosure-fetch");
        const file = new URL(`/files${path}`, who.page.url()).href;
        const answer = await who.page.request.get(file);
        assert.equal(answer.status(), 200);
        const book = new ExcelJS.Workbook();
        await book.xlsx.load(await answer.body());
        assert.deepEqual(book.worksheets.map((sheet) => sheet.name), ["学生信息", "提供说明"]);
        for (const sheet of book.worksheets) assert.match(String(sheet.getCell("A1").value), /批准编号 .+接收方 某区疾病预防控制中心/);
        const headings = book.getWorksheet("学生信息").getRow(2).values.filter(Boolean);
        assert.ok(headings.includes("身份证件号") && !headings.includes("现住址"), headings.join());
        assert.equal((await who.page.request.get(file)).status(), 403);
        await who.go(path);
        await who.page.locator("#settle_words").fill("销毁证明第3号");
        await who.press("登记返还或销毁", "没有附证明材料");
        await who.page.locator("#file").setInputFiles(onDisk(picture));
        await who.press("登记返还或销毁", "已返还或销毁");
        await who.sees("销毁证明或返还回执扫描件");
      });
      await as(way, `${county}.leader`, async (who) => {
        await who.go("/disclosures/register");
        await who.sees("某区疾病预防控制中心");
        await who.look("disclosure-register");
      });
    });
  });
}

describe("访问日志", { concurrency: false }, () => {
  test("监护人看得到谁查看过孩子的学籍，看不到姓名", async () => {
    await as(ways[3], "13900000001", async (who) => {
      await who.page.locator('a[href^="/my/0"]:not([href$="/correct"]):not([href$="/review"])').first().click();
      await who.follow("谁查看过我孩子的学籍", "工作人员每次查看");
      await who.look("access-child");
      assert.equal(await who.page.getByText(".registrar").count(), 0);
    });
  });

  test("审计管理员查日志和报警，主管领导看到本单位报警和一名学生的访问记录", async () => {
    await as(ways[0], "320104.audit_admin", async (who) => {
      await who.go("/access");
      await who.sees("一小时内查阅次数过多");
      await who.sees("按单位汇总");
      await who.look("access-audit");
      await who.page.locator("#kind").selectOption("search");
      await who.page.getByRole("button", { name: "查询", exact: true }).click();
      await who.sees("学生查询");
    });
    await as(ways[1], "2132000104.leader", async (who) => {
      await who.go("/home");
      await who.sees("异常查阅报警");
      await who.look("access-home");
      await who.go("/pupils");
      await who.page.locator('a[href^="/pupils/0"]').first().click();
      await who.follow("访问记录", "谁看过这名学生的学籍信息");
      await who.sees("2132000104.registrar");
      await who.look("access-pupil");
    });
    await as(ways[0], "320104.official", async (who) => {
      const answer = await who.page.request.get(new URL("/access", who.page.url()).href);
      assert.equal(answer.status(), 403);
    });
  });
});
