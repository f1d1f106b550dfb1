//! Signing in, passwords, the second factor, the front page.

use crate::text::words::words;

words! {
    LANDING_TITLE: "全国中小学生学籍管理" / "National Register of Pupils";
    LANDING_LEAD: "从小学入学第一天到高中毕业，一人一号，终身不变。"
        / "From the first day of primary school to the end of upper secondary: one person, one number, for life.";
    STAFF_TITLE: "学校和教育部门" / "Schools and education authorities";
    STAFF_TEXT: "学籍管理员、主管领导和管理部门人员登录办理业务。"
        / "Registrars, leaders and staff of the authorities sign in to do their work (in Chinese).";
    STAFF_LINK: "工作人员登录" / "Staff: sign in";
    GUARDIAN_TITLE: "家长和其他监护人" / "Parents and other guardians";
    GUARDIAN_TEXT: "查看孩子的学籍信息，申请更正基础信息，随时查看办理进度。"
        / "See your child's school record, ask for corrections, and follow how they are going.";
    GUARDIAN_SIGN_UP: "监护人注册" / "Sign up as a guardian";
    GUARDIAN_SIGN_IN: "监护人登录" / "Guardians: sign in";
    BASIS: "依据《中小学生学籍管理办法》第十条，学生或者其父母、其他监护人可以凭《居民户口簿》或其他证明文件向学校申请变更基础信息。"
        / "Under article 10 of the regulation on school records, pupils and their parents or other guardians can apply to the school to change basic information, with the household register or other papers as proof.";
    SIGN_IN_TITLE: "登录" / "Sign in";
    LOGIN: "账号" / "Account";
    LOGIN_HINT: "监护人的账号是注册时的手机号" / "A guardian's account is the mobile number used to sign up";
    PASSWORD: "密码" / "Password";
    SIGN_IN: "登录" / "Sign in";
    CHANGED: "密码已修改，请用新密码登录。" / "The password was changed; please sign in with the new one.";
    ENDED: "登录已经过期，刚才的操作没有办成，请重新登录。"
        / "Your session has ended and nothing was done; please sign in again.";
    ENDED_KEPT: "登录已经过期，刚才的操作没有办成。您填写的内容已经保存，重新登录后打开原来的页面就能接着填。"
        / "Your session has ended and nothing was done. What you filled in was kept: sign in again and open the same page to go on.";
    SIGNED_UP: "已收到，请用手机号登录。这个手机号以前注册过的，请用原来的密码登录，再点“添加孩子”，输入同一张绑定码。"
        / "Received; please sign in with your mobile number. If it was signed up before, use the password you had, then press “Add a child” and enter the same binding code.";
    NO_ACCOUNT: "还没有监护人账号？" / "No guardian's account yet?";
    SECOND_FACTOR_TITLE: "输入动态验证码" / "Enter the one-time code";
    SECOND_FACTOR_TEXT: "请打开手机上的验证器，输入当前显示的 6 位数字。"
        / "Open the authenticator on your phone and enter the 6 digits it shows.";
    CODE: "动态验证码" / "One-time code";
    PASSWORD_TITLE: "修改密码" / "Change the password";
    PASSWORD_WHY: "首次登录、密码被重置或使用满 90 天时，须先修改密码才能继续。"
        / "At the first sign-in, after a reset, and after 90 days, the password has to be changed before you can go on.";
    OLD_PASSWORD: "原密码" / "Password until now";
    NEW_PASSWORD: "新密码" / "New password";
    PASSWORD_RULES: "至少 8 个字符，含大写字母、小写字母、数字和符号中的三类；不能与账号相近，不能用最近 5 次用过的密码"
        / "At least 8 characters, of three of these kinds: capital letters, small letters, digits, symbols. Not like the account, and none of the last 5 passwords";
    REPEAT: "再输入一次新密码" / "The new password once more";
    PASSWORD_SUBMIT: "修改密码" / "Change the password";
    SETTINGS: "账号设置" / "Account";
    SETTINGS_TITLE: "账号设置" / "Account";
    SETTINGS_NAME: "姓名" / "Name";
    SETTINGS_ROLE: "岗位" / "Role";
    SETTINGS_UNIT: "单位" / "Unit";
    FORGOTTEN: "监护人忘记密码？" / "A guardian who forgot the password?";
    RECOVER: "凭绑定码重设密码" / "Set a new one with a binding code";
    TOTP_TITLE: "设置动态验证码" / "Set up one-time codes";
    TOTP_TEXT: "请用手机上的验证器（支持 TOTP 的任何一种）扫描二维码，再输入它显示的 6 位数字。"
        / "Scan the symbol with an authenticator on your phone (any that knows TOTP), then enter the 6 digits it shows.";
    TOTP_SECRET: "不能扫描时，请手动输入密钥" / "If you cannot scan it, type this key";
    TOTP_QR: "验证器二维码" / "Symbol for the authenticator";
    TOTP_SUBMIT: "确认启用" / "Confirm";
}
