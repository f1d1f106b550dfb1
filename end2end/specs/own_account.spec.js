// 我的账号 and 评价和投诉 on a phone of 390 px, with JavaScript and without (第十条, 第二十五条): a guardian rates a matter badly and the authority above the
// school answers; takes a copy of what is on record; is told what is wrong with a new number; ends a bond and is told what goes on; closes
// the account, which nobody reaches any more.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PASSWORD, acting, open, steps, url, ways } from "../support/browser.js";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());
const as = (way, login, what) => acting(browser, way, login, what, "own-account");

// The demo's guardians by what became of their applications: every tenth one's was left in the same state.
const guardian = (n) => `139${String(n).padStart(8, "0")}`;
// Every authority of the demo that a school answers to.
const AUTHORITIES = ["320102", "320104", "320505", "510104", "510107", "510703", "320100", "320500", "510700", "320000"];
const FILE = "/files/my/account.json";

/** The address of the complaint, and the authority on whose desk it stands. */
async function complained(words) {
  for (const unit of AUTHORITIES) {
    let path;
    await as(ways[0], `${unit}.registrar`, async (who) => {
      await who.go("/desk?kind=complaint");
      const links = who.page.locator(".matter .matter-link");
      const pages = await links.evaluateAll((all) => all.map((one) => new URL(one.href).searchParams.get("open")));
      for (const page of pages) {
        await who.go(page);
        if ((await who.page.getByText(words).count()) > 0) path = page;
      }
    });
    if (path) return { unit, path };
  }
  throw new Error("the complaint stands on no desk");
}

[ways[1], ways[3]].forEach((way, n) => {
  describe(`我的账号、评价和投诉（${way.name}）`, { concurrency: false }, () => {
    const step = steps(test);
    const refused = guardian(9 + 10 * n);
    const asked = guardian(2 + 10 * n);
    const quiet = guardian(11 + 10 * n);
    const words = `第${n + 1}次来，每次说的材料都不一样。`;
    const answer = `已经核实，请学校第${n + 1}周改正。`;
    let address;

    step("有了结果的申请评价一次，没有预先选好；不满意要写原因，转为投诉", async () => {
      await as(way, refused, async (who) => {
        await who.page.locator('a[href^="/my/case/"]').first().click();
        await who.sees("评价和投诉");
        address = new URL(who.page.url()).pathname;
        assert.equal(await who.page.locator('input[name="rating"]:checked').count(), 0, "nothing is chosen");
        await who.press("提交评价", "还没有选择满意程度");
        await who.tick(/^不满意$/);
        await who.press("提交评价", "还没有写哪里不满意");
        await who.look("own-rating-errors");
        await who.tick(/^不满意$/);
        await who.page.locator("#rating_words").fill(words);
        await who.press("提交评价", "您的评价");
        await who.sees("以前答复");
        assert.equal(await who.page.locator('input[name="rating"]').count(), 0, "once");
        await who.look("own-rated");
      });
    });

    step("上级部门的待办台上有这件投诉和有关的事项，答复后监护人看到", async () => {
      const { unit, path } = await complained(words);
      assert.match(path, /^\/complaints\/[0-9a-f-]{36}$/);
      await as(ways[0], `${unit}.leader`, async (who) => {
        await who.go(path);
        await who.sees("有关的事项");
        await who.sees("不予办理");
        await who.press("提交答复", "没有写答复的内容");
        await who.page.locator("#words").fill(answer);
        await who.press("提交答复", "已答复");
        await who.look("complaint");
      });
      await as(way, refused, async (who) => {
        await who.go("/my");
        await who.sees("您的投诉有了答复");
        await who.look("own-answer-told");
        await who.go(address);
        await who.sees(answer);
        await who.look("own-answered");
        await who.go("/my");
        await who.sees("我的孩子");
        assert.equal(await who.page.getByText("您的投诉有了答复").count(), 0, "told until it was read");
      });
    });

    step("还没有结果的也可以投诉", async () => {
      await as(way, asked, async (who) => {
        await who.page.locator('a[href^="/my/case/"]').first().click();
        await who.sees("评价和投诉");
        assert.equal(await who.page.locator('input[name="rating"]').count(), 0, "no result, no rating");
        await who.page.locator("summary").filter({ hasText: "投诉" }).click();
        await who.page.locator("#complaint_words").fill("交上去一直没有人看。");
        await who.press("提交投诉", "投诉已经收到");
        await who.look("own-complained");
        await who.press("撤回这个投诉", "投诉已经撤回");
        await who.sees("您已经撤回");
        await who.look("own-complaint-back");
      });
    });

    step("下载自己和孩子的信息：再输入一次密码", async () => {
      await as(way, refused, async (who) => {
        await who.go("/my");
        await who.follow("我的账号", "与孩子的关系");
        await who.look("own-account");
        await who.follow("下载我和孩子的信息", "请再输入一次现在的密码");
        const early = await who.page.request.get(url + FILE);
        assert.equal(early.status(), 404, "not before the password");
        await who.page.locator("#old_password").fill("wrong-password-1");
        await who.press("继续", "原密码不正确");
        await who.page.locator("#old_password").fill(PASSWORD);
        await who.press("继续", "可以下载了");
        await who.look("own-data");
        const file = await who.page.request.get(url + FILE);
        assert.equal(file.status(), 200);
        assert.match(file.headers()["content-disposition"], /attachment/);
        const read = await file.json();
        assert.equal(read["账号"]["登录手机号"], refused);
        assert.equal(read["孩子"].length, 1);
      });
    });

    step("换手机号：没有新号码的绑定码换不了", async () => {
      await as(way, refused, async (who) => {
        await who.go("/my/account");
        await who.follow("换手机号", "新手机号");
        await who.page.locator("#phone").fill("13911112222");
        await who.page.locator("#code").fill("2345678923");
        await who.page.locator("#old_password").fill(PASSWORD);
        await who.press("换成新手机号", "绑定码无效");
        assert.equal(await who.page.locator("#phone").inputValue(), "13911112222", "what was typed stays");
        await who.look("own-phone");
      });
    });

    step("解除和孩子的关系：先说清没有了什么、哪件申请接着办", async () => {
      await as(way, asked, async (who) => {
        await who.go("/my/account");
        await who.follow("解除和这个孩子的关系", "解除以后");
        await who.sees("学校会接着办");
        await who.look("own-leave");
        await who.press("确认解除", "已经解除");
        await who.go("/my");
        assert.equal(await who.page.locator('a[href^="/my/case/"]').count(), 0, "nothing of the child is shown");
      });
    });

    step("注销账号：说清没有了什么、还在什么；之后登录不了", async () => {
      await as(way, quiet, async (who) => {
        await who.go("/my/account");
        await who.page.locator('a[href="/my/account/close"]').click();
        await who.sees("注销以后还在");
        await who.look("own-close");
        await who.page.locator("#old_password").fill("wrong-password-1");
        await who.press("注销我的账号", "原密码不正确");
        await who.page.locator("#old_password").fill(PASSWORD);
        await who.press("注销我的账号", "账号已经注销。");
      });
      await as(way, null, async (who) => {
        await who.go("/sign-in");
        await who.page.locator("#login").fill(quiet);
        await who.page.locator("#password").fill(PASSWORD);
        await who.page.getByRole("button", { name: "登录", exact: true }).click();
        await who.page.getByRole("alert").first().waitFor();
        assert.match(new URL(who.page.url()).pathname, /^\/sign-in/);
      });
    });
  });
});
