//! 打印件核验: what anybody reads who checks a printed document.

use crate::text::words::{Words, either, words};

words! {
    VERIFY: "核对打印件" / "Check a printed document";
    VERIFY_LEAD: "输入打印件页脚（学生卡在背面）的验证码，或扫描二维码，可以核对它是不是学校通过本系统打印的、现在是否有效。不需要登录。"
        / "Enter the code at the foot of the document (on the back of a pupil's card), or scan its symbol, to see whether a school printed it with this system and whether it is still valid. No sign-in is needed.";
    VERIFY_HINT: "16 位，例如 K7Q2-9FXM-3TRB-W80D；大小写、有没有横线都可以。"
        / "16 characters, for example K7Q2-9FXM-3TRB-W80D; capital or small, with or without hyphens.";
    VERIFY_DO: "核对" / "Check";
    VERIFY_LINK: "核对打印件和学生卡" / "Check a printed document or a pupil's card";
    CODE: "验证码" / "Code";
    UNKNOWN: "没有查到" / "Not found";
    UNKNOWN_NEXT: "没有与它对应的打印件。请对照原件核对有没有抄错；核对无误仍查不到的，不是本系统打印的，请向标注的打印单位核实。"
        / "No printed document belongs to this code. Please compare it with the paper. If it is typed right and not found, it was not printed by this system; please ask the unit that is named on it.";
    GENUINE: "真实有效" / "Genuine and valid";
    GENUINE_NEXT: "请把纸面上的内容与下列各项对照；不一致的，纸面可能被改动。"
        / "Please compare the paper with what is listed below; where they differ, the paper may have been changed.";
    REVOKED: "已作废" / "Revoked";
    REVOKED_NEXT: "打印单位已将它作废，请不要采用，并向打印单位核实。"
        / "The unit that printed it has revoked it. Please do not accept it, and ask that unit.";
    LAPSED: "已失效" / "No longer valid";
    LAPSED_NEXT: "这张学生卡是学校发放的，但已超过有效期，或持卡人已不在发卡学校就读。"
        / "A school has issued this card, but it has expired, or the pupil is no longer at that school.";
    KIND: "种类" / "Kind";
    NUMBER: "编号" / "Number";
    UNIT: "打印单位" / "Printed by";
    ON: "打印日期" / "Printed on";
    MASKED: "为保护未成年人个人信息，这里只显示部分内容。" / "To protect minors, only a part is shown here.";
    OFFLINE: "没有网络时怎样核对学生卡" / "How to check a pupil's card without a connection";
    OFFLINE_LIMIT: "没有网络时只能核对真伪和有效期；是不是已经作废，要联网查。"
        / "Without a connection only authenticity and expiry can be checked; whether it was revoked has to be asked here.";
    KEY_LINK: "取得公钥" / "Get the public key";
    COMMAND: "server verify-card <二维码内容> --key <公钥>"
        / "server verify-card <content of the symbol> --key <public key>";
}

/// What to do without a connection, step by step.
pub const OFFLINE_STEPS: [Words; 3] = [
    Words::new(
        "先在有网络时取得公钥（64 位十六进制数字）并妥善保存。公钥可以公开，长期不变。",
        "While you are connected, get the public key (64 hexadecimal digits) and keep it. It is public and stays the same.",
    ),
    Words::new(
        "扫描学生卡正面的二维码，取得其中从「XJ1.」开始到末尾的文字：依次为标记、卡面信息、Ed25519 签名，后两部分为 Crockford Base32 编码。",
        "Scan the symbol on the front of the card and take the text from “XJ1.” to its end: a mark, what the card says, and an Ed25519 signature, the latter two in Crockford Base32.",
    ),
    Words::new(
        "用公钥验证签名。装有本系统程序的机器可以执行下面的命令；签名相符时显示卡号、隐去部分的姓名、学校、发卡日期和有效期。",
        "Verify the signature with the public key. A machine that has this program can run the command below; if the signature fits, it shows the number of the card, the name in part, the school, the day of issue and the expiry.",
    ),
];

/// When it was taken back.
pub fn revoked_on(on: &str) -> String {
    either(|| format!("{on}作废"), || format!("Revoked on {on}"))
}

/// What a fact of a document is called; one that has no English name here keeps its own.
pub fn fact(term: &str) -> String {
    let english = match term {
        "姓名" => "Name",
        "学籍号" => "Pupil number",
        "学校" => "School",
        "变动" => "Change",
        "档案" => "Files",
        "移交单位" => "Handed over by",
        "接收单位" => "Received by",
        "件数" => "Pieces",
        "班级" => "Class",
        "年度" => "Year",
        "证书" => "Certificates",
        "证书编号" => "Number of the certificate",
        "有效期至" => "Valid until",
        "发文字号" => "Number of the letter",
        "核查单编号" => "Number of the enquiry",
        other => other,
    };
    either(|| term.to_owned(), || english.to_owned())
}
