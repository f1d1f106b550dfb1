//! Signing in, passwords, the second factor, the front page.

pub const LANDING_TITLE: &str = "全国中小学生学籍管理";
pub const LANDING_LEAD: &str = "从小学入学第一天到高中毕业，一人一号，终身不变。";
pub const STAFF_TITLE: &str = "学校和教育部门";
pub const STAFF_TEXT: &str = "学籍管理员、主管领导和管理部门人员登录办理业务。";
pub const STAFF_LINK: &str = "工作人员登录";
pub const GUARDIAN_TITLE: &str = "家长和其他监护人";
pub const GUARDIAN_TEXT: &str = "查看孩子的学籍信息，申请更正基础信息，随时查看办理进度。";
pub const GUARDIAN_SIGN_UP: &str = "监护人注册";
pub const GUARDIAN_SIGN_IN: &str = "监护人登录";
pub const BASIS: &str = "依据《中小学生学籍管理办法》第十条，学生或者其父母、其他监护人可以凭《居民户口簿》或其他证明文件向学校申请变更基础信息。";

pub const SIGN_IN_TITLE: &str = "登录";
pub const LOGIN: &str = "账号";
pub const LOGIN_HINT: &str = "监护人的账号是注册时的手机号";
pub const PASSWORD: &str = "密码";
pub const SIGN_IN: &str = "登录";
pub const CHANGED: &str = "密码已修改，请用新密码登录。";
pub const ENDED: &str = "登录已经过期，刚才的操作没有办成，请重新登录。";
pub const ENDED_KEPT: &str =
    "登录已经过期，刚才的操作没有办成。您填写的内容已经保存，重新登录后打开原来的页面就能接着填。";
pub const SIGNED_UP: &str =
    "已收到，请用手机号登录。这个手机号以前注册过的，请用原来的密码登录，再点“添加孩子”，输入同一张绑定码。";
pub const NO_ACCOUNT: &str = "还没有监护人账号？";

pub const SECOND_FACTOR_TITLE: &str = "输入动态验证码";
pub const SECOND_FACTOR_TEXT: &str = "请打开手机上的验证器，输入当前显示的 6 位数字。";
pub const CODE: &str = "动态验证码";

pub const PASSWORD_TITLE: &str = "修改密码";
pub const PASSWORD_WHY: &str = "首次登录、密码被重置或使用满 90 天时，须先修改密码才能继续。";
pub const OLD_PASSWORD: &str = "原密码";
pub const NEW_PASSWORD: &str = "新密码";
pub const PASSWORD_RULES: &str =
    "至少 8 个字符，含大写字母、小写字母、数字和符号中的三类；不能与账号相近，不能用最近 5 次用过的密码";
pub const REPEAT: &str = "再输入一次新密码";
pub const PASSWORD_SUBMIT: &str = "修改密码";

pub const SETTINGS: &str = "账号设置";
pub const SETTINGS_TITLE: &str = "账号设置";
pub const SETTINGS_NAME: &str = "姓名";
pub const SETTINGS_ROLE: &str = "岗位";
pub const SETTINGS_UNIT: &str = "单位";
pub const FORGOTTEN: &str = "监护人忘记密码？";
pub const RECOVER: &str = "凭绑定码重设密码";

pub const TOTP_TITLE: &str = "设置动态验证码";
pub const TOTP_TEXT: &str = "请用手机上的验证器（支持 TOTP 的任何一种）扫描二维码，再输入它显示的 6 位数字。";
pub const TOTP_SECRET: &str = "不能扫描时，请手动输入密钥";
pub const TOTP_QR: &str = "验证器二维码";
pub const TOTP_SUBMIT: &str = "确认启用";
