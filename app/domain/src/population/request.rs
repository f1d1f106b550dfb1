//! The file that goes out (核验请求): a head, a line a question, the signature of this system.

use super::VERSION;
use crate::codes::Sex;
use crate::ident::ResidentId;
use chrono::NaiveDate;

const MAGIC: &str = "xueji-population-request";

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// Its number.
    pub ask: String,
    /// 姓名
    pub name: String,
    /// 公民身份号码
    pub number: ResidentId,
    /// 性别
    pub sex: Sex,
    /// 出生日期
    pub birth_date: NaiveDate,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFile {
    /// 批准编号: of the written approval on which it leaves (第二十五条).
    pub approval: String,
    /// The day.
    pub on: NaiveDate,
    /// The questions.
    pub lines: Vec<RequestLine>,
}

/// Whether a file is one.
pub fn is_request(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC.as_bytes())
}

impl RequestFile {
    /// What is signed: everything in front of the signature.
    pub fn body(&self) -> String {
        let mut text = format!("{MAGIC},{VERSION},{},{},{}\n", self.approval, self.on, self.lines.len());
        text.push_str("ask,name,number,sex,birth_date\n");
        for line in &self.lines {
            let cells = [
                line.ask.clone(),
                quoted(&line.name),
                line.number.as_str().to_owned(),
                line.sex.code().to_owned(),
                line.birth_date.to_string(),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }

    /// The whole file.
    pub fn signed(&self, signature: [u8; 64]) -> String {
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{}signature,{hex}\n", self.body())
    }
}

/// A cell, in quotes where a comma or a quote stands in it.
fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
