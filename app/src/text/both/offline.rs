//! 离线与自动保存: when the connection breaks, and what became of what is being typed.

use crate::text::words::words;

words! {
    TITLE: "网络连接断了" / "The connection is gone";
    WHAT: "现在连不上学籍系统，这一页暂时打不开。请检查手机或电脑的网络。"
        / "The school record system cannot be reached, so this page does not open for now. Please check the network of your phone or computer.";
    /// `{}` is the time.
    KEPT_AT: "您在这一页填写的内容，到 {} 为止的都已经保存。连上网络后重新打开这一页，就能接着填。"
        / "What you filled in on this page was saved up to {}. Open the page again when the connection is back and go on.";
    SENT: "已经提交的申请和材料不受影响。" / "Applications and papers that were sent are not affected.";
    KEPT: "显示过“已保存”的内容都在，登录后可以接着填。"
        / "What was shown as saved is all there; you can go on when you have signed in.";
    UNSAVED: "没有提交、也没有显示“已保存”的内容，请连上后核对一遍，缺的再填上。"
        / "Please check what was neither sent nor shown as saved when the connection is back, and fill in what is missing.";
    AGAIN: "再试一次" / "Try again";
    BY_ITSELF: "连上网络后，这一页会自动重新打开。为了保护孩子的信息，断网时不显示以前看过的内容。"
        / "When the connection is back this page opens by itself. To protect children nothing that was looked at before is shown without a connection.";
    /// Beside a form: everything is with the server. `{}` is the time.
    SAVED: "已保存 {}" / "Saved {}";
    /// Beside a form: nobody answers.
    LOST: "连接断了，您填的内容还在这一页，连上后自动保存。请不要关闭或刷新这一页。"
        / "The connection is gone. What you filled in is still on this page and is saved by itself when the connection is back. Please do not close or reload the page.";
    /// Beside a form: the server cannot keep it just now.
    LATER: "暂时没能保存，您填的内容还在这一页，稍后会自动再试。请不要关闭或刷新这一页。"
        / "It could not be saved just now. What you filled in is still on this page and is tried again by itself. Please do not close or reload the page.";
    /// Beside a form: the session is over.
    ENDED: "登录已经结束，不再自动保存。您填的内容还在这一页，提交时会请您重新登录，并为您保留。"
        / "You are no longer signed in, and nothing more is saved by itself. What you filled in is still on this page; when you send it you are asked to sign in again, and it is kept for you.";
    /// Beside a form: the server does not take it.
    REFUSED: "没能自动保存，您填的内容还在这一页，请填完后直接提交。"
        / "It could not be saved by itself. What you filled in is still on this page; please send it when it is complete.";
    /// Before somebody leaves a page on which something is not saved.
    LEAVE: "连接断了，这一页有内容还没有保存，离开后会丢失。确定离开吗？"
        / "The connection is gone, and some of this page is not saved; it is lost when you leave. Leave all the same?";
}
