//! 离线与自动保存: when the connection breaks, and what became of what is being typed.

pub const TITLE: &str = "网络连接断了";
pub const WHAT: &str = "现在连不上学籍系统，这一页暂时打不开。请检查手机或电脑的网络。";
/// `{}` is the time.
pub const KEPT_AT: &str =
    "您在这一页填写的内容，到 {} 为止的都已经保存。连上网络后重新打开这一页，就能接着填。";
pub const SENT: &str = "已经提交的申请和材料不受影响。";
pub const KEPT: &str = "显示过“已保存”的内容都在，登录后可以接着填。";
pub const UNSAVED: &str = "没有提交、也没有显示“已保存”的内容，请连上后核对一遍，缺的再填上。";
pub const AGAIN: &str = "再试一次";
pub const BY_ITSELF: &str =
    "连上网络后，这一页会自动重新打开。为了保护孩子的信息，断网时不显示以前看过的内容。";

/// Beside a form: everything is with the server. `{}` is the time.
pub const SAVED: &str = "已保存 {}";
/// Beside a form: nobody answers.
pub const LOST: &str = "连接断了，您填的内容还在这一页，连上后自动保存。请不要关闭或刷新这一页。";
/// Beside a form: the server cannot keep it just now.
pub const LATER: &str = "暂时没能保存，您填的内容还在这一页，稍后会自动再试。请不要关闭或刷新这一页。";
/// Beside a form: the session is over.
pub const ENDED: &str =
    "登录已经结束，不再自动保存。您填的内容还在这一页，提交时会请您重新登录，并为您保留。";
/// Beside a form: the server does not take it.
pub const REFUSED: &str = "没能自动保存，您填的内容还在这一页，请填完后直接提交。";
/// Before somebody leaves a page on which something is not saved.
pub const LEAVE: &str = "连接断了，这一页有内容还没有保存，离开后会丢失。确定离开吗？";
