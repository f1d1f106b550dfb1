// 证书登记簿 (第十三条): the school's registrar issues what waits and replaces what was lost, its leader revokes, the authority reads. At a desk with
// JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "certificates");

const plans = [
  { way: ways[0], school: "2151000201", county: "510703", other: "3151000202" },
  { way: ways[3], school: "3151000102", county: "510104", other: "2151000101" },
];

for (const { way, school, county, other } of plans) {
  describe(`证书登记簿（${way.name}）`, { concurrency: false }, () => {
    let path;
    const step = steps(test);

    step("学籍管理员为待发证的学生发证，编号由登记簿给出", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/changes");
        await who.follow("证书登记簿", "待发证");
        await who.look("certificates");
        await who.page.locator("input[name='cases[]']").first().uncheck();
        await who.press("为选中的学生发证", "还没有选择学生");
        // Without JavaScript the page comes back with everybody ticked, with it as it was left.
        await who.page.locator("input[name='cases[]']").first().check();
        await who.press("为选中的学生发证", "已为 1 名学生登记发证");
        assert.equal(await who.page.getByText("待发证").count(), 0, "nobody waits");
        const row = who.page.getByRole("row").filter({ hasText: "有效" }).filter({ hasText: "毕业证书" }).last();
        const link = row.getByRole("link");
        assert.match(await link.innerText(), new RegExp(`^${school}\\d{10}$`));
        path = await link.getAttribute("href");
        await who.look("certificates-issued");
      });
    });

    step("整批打印：一个文件，首页为目录", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/certificates");
        await who.sees("整批打印证书");
        await who.look("certificates-together");
        await who.press("整批打印", "打印情况");
        await who.sees("证书整批打印目录");
        const href = await who.page.getByRole("link", { name: "下载 PDF" }).getAttribute("href");
        const pdf = await who.page.request.get(new URL(href, who.page.url()).href);
        assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
        await who.look("certificates-batch");
      });
    });

    step("遗失补办证明书，原证书作废", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(path);
        await who.sees("登记内容");
        await who.sees("打印毕业证书");
        await who.press("补办证明书", "没有写明原因");
        await who.look("certificate-wrong");
        await who.page.locator("#reason").fill("监护人书面说明证书遗失");
        await who.press("补办证明书", "已补办，原证书已作废");
        await who.sees("原证书编号");
        await who.look("certificate-proof");
        const proof = new URL(who.page.url()).pathname;
        assert.notEqual(proof, path);
        await who.go(path);
        await who.sees("遗失，已补办");
        assert.equal(await who.page.getByRole("button", { name: "撤销证书" }).count(), 0, "who issues does not revoke");
        path = proof;
      });
    });

    step("主管领导写明原因后撤销；主管部门查阅，其他学校看不到", async () => {
      await as(way, `${school}.leader`, async (who) => {
        await who.go(path);
        await who.press("撤销证书", "没有写明原因");
        await who.page.locator("#reason").fill("补办登记有误");
        await who.press("撤销证书", "已撤销");
        await who.look("certificate-revoked");
      });
      await as(way, `${county}.registrar`, async (who) => {
        await who.go("/certificates");
        await who.page.locator("#school").selectOption(school);
        await who.press("查看", "已登记的证书");
        await who.look("certificates-authority");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.sees("补办登记有误");
        assert.equal(await who.page.getByRole("button", { name: /补办|撤销/ }).count(), 0);
      });
      await as(way, `${other}.registrar`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404);
      });
    });

    step("毕业名册在登记簿页打印", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/certificates");
        await who.page.getByRole("button", { name: "打印毕（结、肄）业学生名册" }).click();
        await who.page.waitForURL(/\/prints\//);
      });
    });
  });
}
