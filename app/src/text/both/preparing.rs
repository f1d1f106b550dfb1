//! 正在建立演示数据: the page that stands everywhere while the demo is built. It is in Chinese with one line in English; what is done so far is
//! what the command line says.

use crate::text::words::words;

words! {
    TITLE: "正在建立演示数据" / "The demo is being made";
    WHAT: "系统已经启动，正在装入编造的单位、学校和孩子。这一页每几秒自己刷新一次，建好后就是您要打开的页面。"
        / "The system is running and makes a demo of invented offices, schools and children. This page asks again every few seconds and becomes the one you want when the demo is there.";
    SO_FAR: "已经完成" / "Done so far";
    BEGUN: "刚刚开始。" / "It has just begun.";
}

pub fn after(what: &str, seconds: u64) -> String {
    format!("{what}（{seconds} 秒）")
}
