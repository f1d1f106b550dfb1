// Printed forms (第五条, 第七条): the school's registrar prints a 学籍卡, looks at it, downloads the PDF and takes the sheet back; nobody in
// particular checks it by its code; a student card is checked by its text and with the public key alone. With and without JavaScript, at a desk
// and on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, steps, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "prints");

const school = "2132000202";

ways.forEach((way, n) => {
  describe(`打印和核验（${way.name}）`, { concurrency: false }, () => {
    let pupil, path, code, card;
    const step = steps(test);

    step("打印学籍卡，查看，下载 PDF", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/pupils");
        await who.page.getByRole("row").filter({ hasText: "在读" }).getByRole("link").nth(n).click();
        await who.sees("学籍情况");
        pupil = new URL(who.page.url()).pathname;
        await who.look("prints-pupil");
        await who.press("学籍卡", "打印情况");
        path = new URL(who.page.url()).pathname;
        assert.match(path, /^\/prints\/[0-9a-f-]{36}$/);
        const name = await who.page.locator(".paper-fact", { hasText: "姓名" }).first().locator("dd").textContent();
        assert.ok(name.length >= 2);
        assert.equal(await who.page.locator(".paper-symbol svg").count(), 1);
        const print = who.page.getByRole("button", { name: "打印", exact: true });
        // It is there as soon as the page's program runs, and never without one.
        if (way.script) await print.waitFor();
        else assert.equal(await print.count(), 0);
        await who.look("prints-register-card");
        const href = await who.page.getByRole("link", { name: "下载 PDF" }).getAttribute("href");
        const pdf = await who.page.request.get(new URL(href, who.page.url()).href);
        assert.equal(pdf.headers()["content-type"], "application/pdf");
        assert.equal(pdf.headers()["cache-control"], "no-store");
        assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
        code = (await who.page.locator(".paper-foot").textContent()).match(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/)[0];
        if (way.script) {
          // On paper there is the sheet and nothing else.
          await who.page.emulateMedia({ media: "print" });
          assert.equal(await who.page.locator("#facts").isVisible(), false);
          assert.equal(await who.page.locator(".paper").isVisible(), true);
          await who.page.emulateMedia({ media: "screen" });
        }
      });
    });

    step("完整证件号码的表须写明用途", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(pupil);
        await who.page.locator("summary").filter({ hasText: "打印含完整证件号码的表" }).click();
        await who.press("学籍基础信息表", "打印须写明用途");
        await who.look("prints-reason");
        await who.page.locator("#print_reason").fill("小学入学报名核验材料");
        await who.press("学籍基础信息表", "打印情况");
        await who.sees("小学入学报名核验材料");
        await who.look("prints-basic-form");
        // The photograph of the archive stands on the card.
        await who.go(`${pupil}/archive`);
        await who.page.locator("#category").selectOption("basic");
        await who.page.locator("#title").fill("入学照片");
        await who.choose({ name: "照片.png", buffer: await who.page.locator("body").screenshot() });
        await who.page.locator("#files").getByRole("button", { name: "归档" }).click();
        await who.sees("材料已检查、加密并归档");
        await who.go(pupil);
        await who.sees("打印含完整证件号码的表");
        await who.press("学生卡", "打印情况");
        const photo = who.page.locator("img.id-card-photo");
        // Without a program no event is heard: there the page is whole when it is loaded. With one it may fetch the picture again.
        await who.page.waitForLoadState("load");
        const drawnNow = async (image) => {
          while (!image.complete) {
            await new Promise((done) => ["load", "error"].forEach((event) => image.addEventListener(event, done, { once: true })));
          }
          return image.naturalWidth > 0;
        };
        assert.ok(await photo.evaluate(drawnNow), "the picture is there");
        const face = await who.page.getByRole("link", { name: "下载 PDF" }).getAttribute("href");
        const drawn = await (await who.page.request.get(new URL(face, who.page.url()).href)).body();
        assert.ok(drawn.includes("DCTDecode"), "and in the file");
        await who.look("prints-card");
        card = await who.page.locator("#facts .secret").first().textContent();
        assert.match(card, /\/verify\?code=XJ1\./);
      });
    });

    step("班级花名册，登记和查询", async () => {
      await as(way, `${school}.registrar`, async (who) => {
        await who.go("/prints");
        await who.page.locator("summary").filter({ hasText: "按班级打印" }).click();
        await who.press("打印班级花名册", "还没有选择班级");
        await who.page.locator("#class").selectOption({ index: 1 });
        await who.press("打印班级花名册", "打印情况");
        await who.sees("班级花名册");
        // The sheets of the class in one file; who is not ticked is left out.
        await who.go("/prints");
        await who.page.locator("summary").filter({ hasText: "按班级打印" }).click();
        await who.page.locator("#class").selectOption({ index: 1 });
        await who.press("打印学生的表、卡", "打印全班或所选学生");
        const boxes = who.page.locator("input[name='people[]']");
        const people = await boxes.count();
        await boxes.first().uncheck({ force: true });
        await who.press("合成一个文件", "还没有选择打印什么");
        // Whom the mistake was not about stays as it was chosen.
        assert.equal(await boxes.first().isChecked(), false);
        assert.equal(await who.page.locator("input[name='people[]']:checked").count(), people - 1);
        await who.page.locator("#kind").selectOption({ label: "学籍卡" });
        await who.look("prints-class");
        if (people > 1) {
          await who.press("合成一个文件", "学籍卡目录");
          await who.sees(`${people - 1}人`);
        }
        await who.look("prints-roster");
        await who.go("/prints");
        await who.look("prints-list");
        await who.page.locator("#kind").selectOption("student_card");
        await who.press("查询", "打印登记");
        await who.page.locator(`td`, { hasText: "学生卡" }).first().waitFor();
        await who.page.locator(`td`, { hasText: "班级花名册" }).first().waitFor({ state: "detached" });
        await who.page.locator("#kind").selectOption({ index: 0 });
        await who.page.locator("#text").fill("没有这样的名字");
        await who.press("查询", "没有打印件");
        await who.page.locator("#text").fill("");
        await who.press("查询", "学籍基础信息表");
      });
    });

    step("任何人凭验证码核验，作废后显示已作废", async () => {
      await as(way, null, async (who) => {
        await who.go("/");
        await who.follow("核对打印件和学生卡", "核对打印件");
        await who.page.locator("#code").fill("K7Q2");
        await who.press("核对", "验证码应为16位");
        await who.page.locator("#code").fill(code.toLowerCase().replaceAll("-", " "));
        await who.press("核对", "真实有效");
        await who.sees("学籍卡");
        await who.look("verify-genuine");
        const name = await who.page.locator(".summary-row", { hasText: "姓名" }).locator("dd").textContent();
        assert.match(name, /^.\*$/, "masked");
        await who.go(path);
        assert.equal(new URL(who.page.url()).pathname, "/sign-in", "the sheet itself is not for everybody");
        await who.go(new URL(card).pathname + new URL(card).search);
        await who.sees("真实有效");
        await who.sees("学生卡");
        const key = await (await who.page.request.get(new URL("/verify/key", who.page.url()).href)).text();
        assert.match(key, /^[0-9a-f]{64}\n$/);
      });
      await as(way, `${school}.registrar`, async (who) => {
        await who.go(path);
        await who.page.locator("summary").filter({ hasText: "作废" }).click();
        await who.press("确认作废", "没有写明作废的原因");
        await who.page.locator("#reason").fill("班级有误重新打印");
        await who.press("确认作废", "这份打印件已作废");
        await who.look("prints-revoked");
      });
      await as(way, "2132000201.registrar", async (who) => {
        const answer = await who.page.request.get(new URL(path, who.page.url()).href);
        assert.equal(answer.status(), 404, "another school does not learn that it is there");
      });
      await as(way, null, async (who) => {
        await who.go(`/verify?code=${code}`);
        await who.sees("已作废");
        await who.look("verify-revoked");
        await who.go("/verify?code=0000-0000-0000-0000");
        await who.sees("没有查到");
        await who.page.locator("summary").filter({ hasText: "没有网络时怎样核对学生卡" }).click();
        await who.look("verify-unknown");
      });
    });
  });
});
