// Accounts from first to last: made by the unit above, the first password changed, training filed, a second factor set and
// asked for, the password reset (第二十三条; 三员分立; 等保 身份鉴别).
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { acting, open, ways } from "../support/browser.js";
import { totp } from "../support/totp.js";

const SCHOOL = "2132000101";
const OWN = "Glacier?Ribbon418";

let browser;
before(async () => (browser = await open()));
const as = (way, login, what) => acting(browser, way, login, what, "accounts");
after(() => browser.close());

async function tries(who, login, password) {
  await who.go("/sign-in");
  await who.page.locator("#login").fill(login);
  await who.page.locator("#password").fill(password);
}

async function told(who) {
  const words = await who.page.getByText(/的初始密码：/).first().innerText();
  return words.match(/初始密码：(\S+?)（/)[1];
}

for (const way of [ways[0], ways[3]]) {
  describe(`账号从建立到使用（${way.name}）`, { concurrency: false }, () => {
    const login = `second.registrar.${way.width}`;
    const name = way.script ? "顾清和" : "沈知白";
    let first;
    let secret;

    test("上级系统管理员建立账号，填错有提示", () =>
      as(way, "320102.system_admin", async (who) => {
        await who.go(`/accounts?unit=${SCHOOL}`);
        await who.page.locator("#login").fill(login);
        await who.press("建立", "有");
        await who.sees("还没有选择岗位");
        assert.equal(await who.page.locator("#login").inputValue(), login, "what was typed is still there");
        await who.page.locator("#role").selectOption({ label: "学籍管理员" });
        await who.page.locator("#name").fill(name);
        await who.press("建立", "的初始密码");
        first = await told(who);
        await who.look("account-made");
      }));

    test("首次登录须修改密码；未登记培训不能办理业务", () =>
      as(way, null, async (who) => {
        await tries(who, login, first);
        await who.press("登录", "使用满 90 天");
        await who.look("password-first");
        await who.page.locator("#old_password").fill(first);
        await who.page.locator("#new_password").fill("12345678");
        await who.page.locator("#repeat").fill("12345678");
        await who.press("修改密码", "有 1 处需要改正");
        await who.page.locator("#old_password").fill(first);
        await who.page.locator("#new_password").fill(OWN);
        await who.page.locator("#repeat").fill(OWN);
        await who.press("修改密码", "密码已修改，请用新密码登录");
        await who.signIn(login, OWN);
        await who.go("/pupils/new");
        await who.sees("培训记录尚未登记");
        assert.equal(await who.page.getByRole("button", { name: "提交" }).count(), 0);
        await who.look("not-trained");
      }));

    test("登记培训后可以办理业务", async () => {
      await as(way, "320102.system_admin", async (who) => {
        await who.go(`/accounts?unit=${SCHOOL}`);
        await who.page.locator("#account").selectOption({ label: `${login} ${name}` });
        await who.page.locator("#course").fill("学籍管理员岗前培训");
        await who.page.locator("#certificate").fill("苏培2026-0088");
        await who.page.locator("#hours").fill("24");
        await who.page.locator("#on").fill("2026-09-01");
        await who.press("登记培训", "苏培2026-0088");
      });
      await as(way, null, async (who) => {
        await who.signIn(login, OWN);
        await who.go("/pupils/new");
        await who.sees("出生日期");
      });
    });

    test("在账号设置中启用动态验证码，以后登录要输入", () =>
      as(way, null, async (who) => {
        await who.signIn(login, OWN);
        await who.follow("账号设置", "学籍管理员");
        await who.look("settings");
        await who.follow("设置动态验证码", "不能扫描时");
        secret = await who.page.locator("code").innerText();
        await who.look("totp");
        await who.page.locator("#code").fill("abc");
        await who.press("确认启用", "有 1 处需要改正");
        assert.equal(await who.page.locator("code").innerText(), secret, "the secret on the telephone still holds");
        await who.page.locator("#code").fill(totp(secret));
        await who.press("确认启用", "办理");
        await who.press("退出", "监护人注册");
        await tries(who, login, OWN);
        await who.press("登录", "请打开手机上的验证器");
        await who.look("second-factor");
        await who.go("/pupils");
        await who.sees("请打开手机上的验证器");
        await who.page.locator("#code").fill("000000");
        await who.press("继续", "有 1 处需要改正");
        // Each code passes once: the next one is valid up to half a minute early.
        await who.page.locator("#code").fill(totp(secret, Date.now() + 30_000));
        await who.press("继续", "等我办理");
      }));

    test("安全管理员重置密码后，旧密码不再有效", async () => {
      let reset;
      await as(way, "320102.security_admin", async (who) => {
        await who.go(`/accounts?unit=${SCHOOL}`);
        const row = who.page.getByRole("row").filter({ hasText: login });
        await row.getByRole("button", { name: "重置密码" }).click();
        await who.sees("的初始密码");
        reset = await told(who);
      });
      await as(way, null, async (who) => {
        await tries(who, login, OWN);
        await who.press("登录", "有 1 处需要改正");
        await tries(who, login, reset);
        await who.press("登录", "使用满 90 天");
      });
    });
  });
}
