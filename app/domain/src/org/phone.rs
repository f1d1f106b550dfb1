//! 学籍管理联系电话: the telephone of a unit's office for records, which guardians are told to call. Nobody's own: it stands on letters and
//! on pages of the portal.

use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters that are read of what was typed: more are no telephone number.
const READ: usize = 60;
/// Most digits of an extension (分机).
const EXTENSION_MOST: usize = 6;
/// What stands before an extension, the longer ones first.
const MARKS: [&str; 7] = ["转分机", "分机", "转", "EXT.", "EXT", "*", "#"];
/// How it is to be written.
const REMEDY: &str = "请填写带区号的座机号，例如 025-55500001；有分机的写在后面，例如 025-55500001转801；也可填写 11 位手机号。";

/// 学籍管理联系电话: a landline with its area code, with an extension or without, or a mobile number. Written `025-83111111转801`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficePhone {
    /// As [`text::telephone`] writes it.
    number: String,
    /// 分机; empty where there is none.
    extension: String,
}

impl OfficePhone {
    /// Reads a number as people write it: `(025)8311 1111 转 801`, `025-83111111-801`, `139 0000 0000`. Nothing where nothing was typed.
    ///
    /// # Errors
    /// `phone`: seven or eight digits without an area code, a number abroad, or no telephone number.
    pub fn typed(text: &str) -> Result<Option<Self>, Refusal> {
        if text.chars().nth(READ).is_some() {
            return Err(refused("这不是一个电话号码。"));
        }
        let written = text::compact(text).text;
        if written.is_empty() {
            return Ok(None);
        }
        let (number, extension) = apart(&written);
        if extension.is_some_and(|extension| !is_extension(extension)) {
            return Err(refused("分机号不对，应为 1 至 6 位数字。"));
        }
        let number = text::telephone(number).text;
        if is_local(&number) {
            return Err(refused("电话没有写区号。"));
        }
        if number.starts_with('+') {
            return Err(refused("应为境内的电话。"));
        }
        let mobile = number.len() == 11 && number.starts_with('1');
        let known = text::is_telephone(&number) && (mobile || is_landline(&number));
        if !known {
            return Err(refused("这不是一个电话号码。"));
        }
        if mobile && extension.is_some() {
            return Err(refused("手机号没有分机。"));
        }
        Ok(Some(Self { number, extension: extension.unwrap_or_default().to_owned() }))
    }

    /// The number without the extension.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// 分机; empty where there is none.
    pub fn extension(&self) -> &str {
        &self.extension
    }

    /// The address that a telephone calls (`tel:`).
    pub fn address(&self) -> String {
        let digits: String = self.number.chars().filter(char::is_ascii_digit).collect();
        let home = digits.strip_prefix('0').unwrap_or(&digits);
        match self.extension.as_str() {
            "" => format!("tel:+86{home}"),
            extension => format!("tel:+86{home};ext={extension}"),
        }
    }
}

impl fmt::Display for OfficePhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.extension.as_str() {
            "" => f.write_str(&self.number),
            extension => write!(f, "{}转{extension}", self.number),
        }
    }
}

impl TryFrom<String> for OfficePhone {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::typed(&text).ok().flatten().ok_or("no telephone number")
    }
}

impl From<OfficePhone> for String {
    fn from(phone: OfficePhone) -> Self {
        phone.to_string()
    }
}

/// The number and what is its extension: behind a word that says so, or the last group of digits behind a whole number.
fn apart(written: &str) -> (&str, Option<&str>) {
    let marked = MARKS.iter().find_map(|mark| written.split_once(*mark));
    if let Some((number, extension)) = marked {
        return (
            number.trim_end_matches(['-', ',', '(']),
            Some(extension.trim_matches([':', '-', ')', '.'])),
        );
    }
    let Some((number, last)) = written.rsplit_once('-') else { return (written, None) };
    let before = number.rsplit('-').next().unwrap_or_default();
    let digits: String = before.chars().filter(char::is_ascii_digit).collect();
    let whole = matches!(digits.len(), 7 | 8) || digits.starts_with('0') && (10..=12).contains(&digits.len());
    if whole { (number, Some(last)) } else { (written, None) }
}

fn is_extension(text: &str) -> bool {
    (1..=EXTENSION_MOST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Seven or eight digits: a number that only the same town can call.
fn is_local(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    plain && matches!(digits, 7 | 8) && !number.starts_with('0')
}

/// `025-83111111`: an area code that is one, and seven or eight digits that begin neither with 0 nor with 1.
fn is_landline(number: &str) -> bool {
    let Some((area, local)) = number.split_once('-') else { return false };
    let is_area = matches!(area.as_bytes(), [b'0', b'1', b'0'] | [b'0', b'2', _] | [b'0', b'3'..=b'9', _, _]);
    is_area && matches!(local.len(), 7 | 8) && !local.starts_with(['0', '1'])
}

fn refused(what: &str) -> Refusal {
    Refusal::new(RefusalCode::Phone, Basis::Procedure, what, REMEDY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        let phone = OfficePhone::typed(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        phone.unwrap_or_else(|| panic!("{text} is read as nothing")).to_string()
    }

    fn why(text: &str) -> String {
        let refusal = OfficePhone::typed(text).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Phone);
        refusal.what
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (typed, kept) in [
            ("025-55500001", "025-55500001"),
            ("02555500001", "025-55500001"),
            ("（025）5550 0001", "025-55500001"),
            ("+86 25 5550 0001", "025-55500001"),
            ("0512－5550001", "0512-5550001"),
            ("010-5550-0001", "010-55500001"),
            ("025-55500001 转 801", "025-55500001转801"),
            ("025-55500001转分机801", "025-55500001转801"),
            ("025-55500001 分机：801", "025-55500001转801"),
            ("025-55500001-801", "025-55500001转801"),
            ("02555500001-801", "025-55500001转801"),
            ("010-5550001-8", "010-5550001转8"),
            ("025-55500001 ext. 801", "025-55500001转801"),
            ("025-55500001#801", "025-55500001转801"),
            ("139 0000 0001", "13900000001"),
        ] {
            assert_eq!(read(typed), kept, "{typed}");
        }
        for nothing in ["", "  ", "\u{200b}"] {
            assert_eq!(OfficePhone::typed(nothing).unwrap(), None, "{nothing:?}");
        }
    }

    #[test]
    fn what_nobody_can_call_from_elsewhere_is_refused_by_name() {
        for local in ["55500001", "5550001", "5550 0001", "5550-0001", "55500001转801", "55500001-801"] {
            assert_eq!(why(local), "电话没有写区号。", "{local}");
        }
        assert_eq!(why("+852 91234567"), "应为境内的电话。");
        assert_eq!(why("13900000001转801"), "手机号没有分机。");
        for extension in ["025-55500001转", "025-55500001转办公室", "025-55500001-8010001"] {
            assert_eq!(why(extension), "分机号不对，应为 1 至 6 位数字。", "{extension}");
        }
        for none in ["无", "110", "12345", "011-55500001", "025-05500001", "025-555000011", "教务处"] {
            assert_eq!(why(none), "这不是一个电话号码。", "{none}");
        }
        assert_eq!(why(&"5".repeat(61)), "这不是一个电话号码。");
    }

    #[test]
    fn a_telephone_calls_it_from_anywhere() {
        let address = |text| OfficePhone::typed(text).unwrap().unwrap().address();
        assert_eq!(address("025-55500001"), "tel:+862555500001");
        assert_eq!(address("0512-5550001转801"), "tel:+865125550001;ext=801");
        assert_eq!(address("13900000001"), "tel:+8613900000001");
    }

    proptest! {
        /// Every way of writing one number is read as that number, and what is kept reads back as itself.
        #[test]
        fn every_way_of_writing_it_is_one_number(
            area in "010|02[0-9]|0[3-9][0-9]{2}",
            local in "[2-9][0-9]{6,7}",
            extension in "[0-9]{0,6}",
            way in 0..6_usize,
        ) {
            let number = match way {
                0 => format!("{area}-{local}"),
                1 => format!("{area}{local}"),
                2 => format!("({area}){local}"),
                3 => format!("{area} {local}"),
                4 => format!("+86-{}-{local}", &area[1..]),
                _ => format!("（{area}） {local}"),
            };
            let typed = match (extension.as_str(), way % 3) {
                ("", _) => number,
                (extension, 0) => format!("{number}转{extension}"),
                (extension, 1) => format!("{number}-{extension}"),
                (extension, _) => format!("{number} 分机 {extension}"),
            };
            let read = OfficePhone::typed(&typed).unwrap().unwrap();
            prop_assert_eq!((read.number(), read.extension()), (&*format!("{area}-{local}"), &*extension), "{}", typed);
            let kept = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(serde_json::from_str::<OfficePhone>(&kept).unwrap(), read);
        }

        #[test]
        fn seven_or_eight_digits_alone_are_never_taken(local in "[1-9][0-9]{6,7}") {
            prop_assert_eq!(why(&local), "电话没有写区号。");
        }

        /// Whatever is typed, nothing falls, and what is taken reads back as itself.
        #[test]
        fn whatever_is_taken_reads_back_as_itself(typed in any::<String>()) {
            if let Ok(Some(phone)) = OfficePhone::typed(&typed) {
                prop_assert_eq!(OfficePhone::typed(&phone.to_string()).unwrap(), Some(phone));
            }
        }
    }
}
