// 学籍档案包 (第九条, 第十五条, 第十六条): the registrar of the school that hands over asks, its leader releases and learns the passphrase, the file
// is fetched, uploaded by the receiving school, compared, proposed and accepted. At a desk with JavaScript, on a phone without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "package");

const FROM = "2151000201";
const TO = "2132000201";
const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

for (const way of [ways[0], ways[3]]) {
  describe(`学籍档案包（${way.name}）`, { concurrency: false }, () => {
    let path;
    let passphrase;
    let fingerprint;
    let file;
    let received;
    const step = steps(test);

    step("移交学校学籍管理员凭已办结的转学申请，没有放行不能下载", async () => {
      await as(way, `${FROM}.registrar`, async (who) => {
        await who.go("/packages");
        await who.sees("已放行");
        await who.page.locator("summary").filter({ hasText: "申请制作档案包" }).click();
        await who.look("packages");
        const cases = who.page.locator("#case option");
        const offered = (await cases.evaluateAll((all) => all.map((one) => one.value))).filter(Boolean);
        if (offered.length > 1) await who.press("提交申请", "还没有选择移交的依据");
        await who.page.locator("#case").selectOption(offered.at(-1));
        await who.press("提交申请", "已申请，请主管领导放行");
        path = new URL(who.page.url()).pathname;
        const answer = await who.page.request.get(new URL(`/files${path}`, who.page.url()).href);
        assert.equal(answer.status(), 403, "not released");
        assert.equal(await who.page.getByRole("button", { name: "放行并制作" }).count(), 0, "not alone");
      });
    });

    step("主管领导放行，口令只告诉放行的人", async () => {
      await as(way, `${FROM}.leader`, async (who) => {
        await who.go("/packages");
        await who.page.locator(`a[href="${path}"]`).click();
        await who.press("不予放行", "没有写明不予放行的原因");
        await who.press("放行并制作", "已放行。口令");
        passphrase = (await who.page.locator("main").innerText()).match(/口令：([0-9A-Z]{4}(-[0-9A-Z]{4}){4})/)[1];
        fingerprint = await who.page.locator("code").first().innerText();
        await who.look("package-released");
        const answer = await who.page.request.get(new URL(`/files${path}`, who.page.url()).href);
        assert.equal(answer.status(), 403, "the leader does not fetch it");
      });
    });

    step("学籍管理员下载加密文件，下载有记录", async () => {
      await as(way, `${FROM}.registrar`, async (who) => {
        await who.go(path);
        assert.equal(await who.page.getByText(passphrase).count(), 0, "the passphrase is not the registrar's");
        const answer = await who.page.request.get(new URL(`/files${path}`, who.page.url()).href);
        assert.equal(answer.status(), 200);
        file = await answer.body();
        assert.ok(file.subarray(0, 6).equals(Buffer.from("XJDAB1")));
        await who.go(path);
        await who.sees("下载记录");
        await who.look("package-made");
      });
      await as(way, `${TO}.registrar`, async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404, "another school's");
      });
    });

    step("接收学校上传：口令错、文件被改动都有说明；核验后提请接收", async () => {
      await as(way, `${TO}.registrar`, async (who) => {
        await who.go("/packages?box=received");
        await who.page.locator("summary").filter({ hasText: "接收档案包" }).click();
        await who.press("上传并核验", "还没有选择档案包文件");
        const upload = async (bytes, phrase, then) => {
          await who.choose({ name: "档案.xjdab", buffer: bytes });
          await who.page.locator("#passphrase").fill(phrase);
          await who.page.locator("#fingerprint").fill(fingerprint);
          // A wrong passphrase and an altered file are told in the same words: what is read is read on the page that answers.
          const answers = who.page.waitForEvent("domcontentloaded");
          await who.page.getByRole("button", { name: "上传并核验", exact: true }).click();
          await answers;
          await who.sees(then);
        };
        await upload(file, "AAAA-BBBB", "口令不正确");
        await who.look("package-upload");
        const altered = Buffer.from(file);
        altered[altered.length - 20] ^= 1;
        await upload(altered, passphrase, "在传送中被改动");
        await upload(file, passphrase, "已收到并核验");
        received = new URL(who.page.url()).pathname;
        await who.sees("签名成立");
        await who.sees("这名学生已在本校");
        await who.look("package-received");
        await who.page.locator("#on").fill(day(90));
        await who.press("提请接收", "不能晚于今天起60天");
        await who.page.locator("#on").fill(day(0));
        await who.press("提请接收", "已提请接收");
        assert.equal(await who.page.getByRole("button", { name: "接收并接续档案" }).count(), 0, "not alone");
      });
    });

    step("主管领导接收，档案接续", async () => {
      await as(way, `${TO}.leader`, async (who) => {
        await who.go("/packages?box=received");
        await who.page.locator(`a[href="${received}"]`).click();
        await who.press("退回核对", "没有写明退回核对的原因");
        await who.press("接收并接续档案", "已接收，档案已接续");
        await who.look("package-accepted");
        await who.follow("查看学生档案", "接续前的档案");
        await who.look("package-archive");
      });
    });
  });
}
