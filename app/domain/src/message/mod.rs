//! Messages outside the system (短信和邮件通知): a code, or the word that there is something to do here. What it is about stands in the
//! system alone: no message holds a child's name, a number or anything of a matter (第二十五条).

mod code;
mod pace;
mod recipient;

pub use code::{CODE_TRIES, CODE_VALID, Code, Judged, SentCode};
pub use pace::{MOST_A_DAY, Pace};
pub use recipient::{MailAddress, Recipient};

use serde::{Deserialize, Serialize};

/// By what way a message goes (通知方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 短信
    Sms,
    /// 邮件
    Mail,
}

impl Channel {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Mail];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sms => "短信",
            Self::Mail => "邮件",
        }
    }

    /// Stable name in the store and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.key() == key)
    }
}

/// What a message says. A gateway knows it by its key; a mail has its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// 校验码
    Code,
    /// 待办提醒: something is due soon, or was told to this authority because it is late; once a day however much it is
    Reminder,
    /// 办理结果: what a guardian applied for is decided
    Result,
    /// 需要补材料: what a guardian applied for was sent back
    Mending,
    /// 留言答复: what a guardian asked about a matter, or complained of, is answered, or the desk that holds a matter wrote first
    Answer,
    /// 账号变化: something happened to the account, or to those of a child's guardians
    Accounts,
}

impl Template {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Code, Self::Reminder, Self::Result, Self::Mending, Self::Answer, Self::Accounts];

    /// The Chinese term: the subject of a mail.
    pub fn label(self) -> &'static str {
        match self {
            Self::Code => "校验码",
            Self::Reminder => "待办提醒",
            Self::Result => "办理结果",
            Self::Mending => "需要补材料",
            Self::Answer => "留言答复",
            Self::Accounts => "账号变化",
        }
    }

    /// Its name at the gateway.
    pub fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Reminder => "reminder",
            Self::Result => "result",
            Self::Mending => "mending",
            Self::Answer => "answer",
            Self::Accounts => "accounts",
        }
    }
}

/// A message: what it says, and the one thing that may be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// A code to be typed.
    Code(Code),
    /// A word without anything filled in.
    Word(Template),
}

impl Message {
    /// What it says.
    pub fn template(&self) -> Template {
        match self {
            Self::Code(_) => Template::Code,
            Self::Word(template) => *template,
        }
    }

    /// What is filled in, by name: for a gateway, which has the words itself.
    pub fn filled_in(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Code(code) => {
                vec![("code", code.digits().to_owned()), ("minutes", CODE_VALID.num_minutes().to_string())]
            }
            Self::Word(_) => Vec::new(),
        }
    }

    /// Its words: what to do, nothing of what about.
    pub fn words(&self) -> String {
        match self {
            Self::Code(code) => format!(
                "校验码 {}，{} 分钟内有效。请勿告诉任何人，学校和教育局不会向您索要。",
                code.digits(),
                CODE_VALID.num_minutes()
            ),
            Self::Word(Template::Reminder) => "您有即将到期、已经逾期或新的督办事项，请登录查看。".to_owned(),
            Self::Word(Template::Result) => "您的申请有了办理结果，请登录查看。".to_owned(),
            Self::Word(Template::Mending) => "您的申请退回来补一次材料，需要您办，请登录查看。".to_owned(),
            Self::Word(Template::Answer) => {
                "您有新的留言，或者您的留言、投诉有了答复，请登录查看。".to_owned()
            }
            Self::Word(Template::Accounts) => {
                "与您有关的账号有变化，请登录查看；不是您本人或家人办的，请告诉学校或本单位。".to_owned()
            }
            // A code is never without its figures.
            Self::Word(Template::Code) => "请登录查看。".to_owned(),
        }
    }

    /// The same in English. An account keeps no language, so a mail says both, one after the other.
    pub fn in_english(&self) -> String {
        match self {
            Self::Code(code) => format!(
                "Your code is {}, good for {} minutes. Do not tell it to anybody; no school and no authority asks for it.",
                code.digits(),
                CODE_VALID.num_minutes()
            ),
            Self::Word(Template::Reminder) => {
                "Something is due soon, late or newly pressed for. Please sign in to see it.".to_owned()
            }
            Self::Word(Template::Result) => {
                "There is a result of your application. Please sign in to see it.".to_owned()
            }
            Self::Word(Template::Mending) => {
                "Your application was sent back for more papers and waits for you. Please sign in to see it.".to_owned()
            }
            Self::Word(Template::Answer) => {
                "Your question or complaint has an answer. Please sign in to see it.".to_owned()
            }
            Self::Word(Template::Accounts) => {
                "Something has changed about an account that concerns you. Please sign in to see it; if it was neither you nor \
                 your family, please tell the school or your unit."
                    .to_owned()
            }
            Self::Word(Template::Code) => "Please sign in to see it.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
