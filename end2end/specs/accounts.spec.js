// Accounts from first to last: made by one administrator and confirmed by another, who prints the slip; the first password changed,
// training certified by somebody else, a second factor set and asked for, a reset told, objected to, and confirmed (第二十三条; 三员分立; 等保 身份鉴别).
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

// Confirms what waits for `login` and gives the secret of the slip.
async function confirms(who, login) {
  await who.go("/accounts");
  const row = who.page.locator("#waiting").getByRole("row").filter({ hasText: login });
  await row.getByRole("button", { name: "确认并打印凭条" }).click();
  await who.sees("一次性密码");
  const secret = (await who.page.locator(".code-display").innerText()).trim();
  await who.look("account-slip");
  await who.press("已打印，返回账号管理", "待确认的账号和重置");
  await who.go("/accounts/slip");
  await who.sees("没有可以打印的凭条");
  return secret;
}

// A made-up identity number with its right check character.
function identity(serial) {
  const body = `11010119880101${String(serial).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0);
  return body + "10X98765432"[sum % 11];
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
        await who.page.locator("#identity").fill("110101198801010001");
        await who.press("建立", "身份证号码：");
        await who.page.locator("#identity").fill(identity(way.script ? 1 : 2));
        await who.press("建立", "等待另一名管理员确认");
        assert.equal(await who.page.getByText("初始密码").count(), 0, "the maker sees no password");
        await who.go("/accounts");
        const row = who.page.locator("#waiting").getByRole("row").filter({ hasText: login });
        assert.equal(await row.getByRole("button").count(), 0, "nor may he confirm");
        await who.look("account-made");
      }));

    test("另一名管理员确认，打印登录凭条", () =>
      as(way, "320102.security_admin", async (who) => {
        // It waits on the own desk, which leads to the page where it is decided.
        await who.go("/desk");
        const waits = who.page.locator(".matter").filter({ hasText: login });
        await waits.getByRole("link").click();
        await who.sees("打开办理页面");
        assert.equal(await who.page.locator(".desk-pane a[href='/accounts']").count(), 1);
        await who.look("desk-of-an-administrator");
        first = await confirms(who, login);
        await who.go("/desk");
        await waits.waitFor({ state: "detached" });
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

    test("登记培训、任用后可以办理业务", async () => {
      await as(way, "320102.system_admin", async (who) => {
        await who.go(`/accounts?unit=${SCHOOL}`);
        assert.equal(await who.page.locator("#training option").filter({ hasText: login }).count(), 0, "not its maker");
      });
      await as(way, "320100.system_admin", async (who) => {
        // From one's own unit down to the county, and on to the school.
        await who.go("/accounts");
        await who.page.locator("#unit").selectOption("320102");
        await who.press("查看", "玄武区");
        await who.page.locator("#unit").selectOption(SCHOOL);
        await who.press("查看", "登记培训");
        await who.page.locator("#account").selectOption({ label: `${login} ${name}` });
        await who.page.locator("#course").fill("学籍管理员岗前培训");
        await who.page.locator("#certificate").fill("苏培2026-0088");
        await who.page.locator("#hours").fill("24");
        await who.page.locator("#on").fill("2026-09-01");
        await who.press("登记培训", "苏培2026-0088");
      });
      await as(way, null, async (who) => {
        await who.signIn(login, OWN);
        await who.go("/home");
        await who.sees("本单位尚未登记任用您为学籍管理员");
        await who.go("/pupils/new");
        await who.sees("本单位尚未登记任用您为学籍管理员");
      });
      await as(way, `${SCHOOL}.leader`, async (who) => {
        await who.go("/registrars");
        await who.page.locator("#own").getByRole("link", { name }).click();
        await who.sees("任用");
        await who.page.locator("#title").fill("教务处干事");
        await who.page.locator("#employment").selectOption({ label: "兼职" });
        await who.page.locator("#since").fill("2026-09-01");
        await who.page.locator("#document").fill("一小任〔2026〕3号");
        await who.press("任用", "在岗");
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
        await who.press("继续", "待我办理");
      }));

    test("申请重置后本人看到通知并可提出异议；确认后凭新凭条登录", async () => {
      const asks = () =>
        as(way, "320102.security_admin", async (who) => {
          await who.go(`/accounts?unit=${SCHOOL}`);
          await who.page.locator("#account").selectOption({ label: `${login} ${name}` });
          await who.page.locator("#reason").fill("本人忘记密码");
          await who.press("申请重置", "重置待确认");
          await who.look("reset-asked");
        });
      const signsIn = async (who, ahead) => {
        await tries(who, login, OWN);
        await who.press("登录", "请打开手机上的验证器");
        await who.page.locator("#code").fill(totp(secret, Date.now() + ahead));
        await who.press("继续", "待我办理");
      };
      await asks();
      await as(way, null, async (who) => {
        // The codes of this half minute and the next are used: the clock has to pass them.
        await new Promise((done) => setTimeout(done, 31_000));
        await signsIn(who, 30_000);
        await who.sees("有人申请重置您的密码和动态验证码");
        await who.look("reset-told");
        await who.press("我没有要求重置，提出异议", "账号设置");
        await who.page.getByText("有人申请重置").first().waitFor({ state: "detached" });
      });
      await asks();
      let reset;
      await as(way, "320100.security_admin", async (who) => {
        reset = await confirms(who, login);
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
