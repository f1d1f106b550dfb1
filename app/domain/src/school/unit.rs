//! Cities, counties and townships by their codes (GB/T 2260, GB/T 10114): what kind of unit a code is, what it lies below, and what is wrong
//! with one that is to be founded.

use crate::id::UnitId;
use crate::ident::DivisionCode;
use crate::org::UnitKind;
use crate::refusal::{Basis, Refusal, RefusalCode};
use chrono::NaiveDate;

/// The kind of unit a division code names; none for a school's code and for what is no code of a division.
pub fn unit_kind(code: &UnitId) -> Option<UnitKind> {
    let text = code.as_str();
    match text.len() {
        9 => matches!(text.as_bytes()[6], b'0'..=b'3').then_some(UnitKind::Township),
        6 if *code == UnitId::nation() => Some(UnitKind::Nation),
        6 if text.ends_with("0000") => Some(UnitKind::Province),
        6 if text.ends_with("00") => Some(UnitKind::City),
        6 => Some(UnitKind::County),
        _ => None,
    }
}

/// The units below which a code may stand, nearest first: a county below its city or, where there is none, below its province.
pub fn units_above(code: &UnitId) -> Vec<UnitId> {
    let text = code.as_str();
    let above: Vec<String> = match unit_kind(code) {
        Some(UnitKind::Township) => vec![text[..6].to_owned()],
        Some(UnitKind::County) => vec![format!("{}00", &text[..4]), format!("{}0000", &text[..2])],
        Some(UnitKind::City) => vec![format!("{}0000", &text[..2])],
        Some(UnitKind::Province) => vec![UnitId::nation().to_string()],
        _ => Vec::new(),
    };
    above.iter().filter_map(|code| code.parse().ok()).collect()
}

/// What is wrong with a code for a new unit below this province, or for a new province below the nation. The digits of a new province are
/// held against the table by which places of origin and identity numbers are read, so that its children's numbers can be read, too.
pub fn code_refused(code: &UnitId, province: &UnitId) -> Option<Refusal> {
    if *province == UnitId::nation() {
        let known = DivisionCode::parse(code.as_str()).is_ok();
        let refuse = |what: String, remedy: &str| {
            Some(Refusal::new(RefusalCode::Code, Basis::Procedure, what, remedy))
        };
        return match unit_kind(code) {
            Some(UnitKind::Province) if known => None,
            Some(UnitKind::Province) => refuse(
                format!("{code}的前两位不在系统所用的省级代码表（GB/T 2260）中。"),
                "请先更新系统的省级代码表，身份证号和区划代码才能核验。",
            ),
            _ => {
                refuse(format!("{code}不是省级区划代码。"), "请填写批准文件上的六位省级代码，后四位为0000。")
            }
        };
    }
    let refuse = |what: String| {
        let remedy = "请填写批准文件上的代码：市、县六位，乡镇、街道九位。";
        Some(Refusal::new(RefusalCode::Code, Basis::Procedure, what, remedy))
    };
    if !matches!(unit_kind(code), Some(UnitKind::City | UnitKind::County | UnitKind::Township)) {
        return refuse(format!("{code}不是市、县或乡镇、街道的区划代码。"));
    }
    if code.as_str()[..2] != province.as_str()[..2] {
        return refuse(format!("{code}不是本省的区划代码。"));
    }
    None
}

/// What is wrong with the day from which a change of a unit holds.
pub fn day_refused(on: NaiveDate, today: NaiveDate) -> Option<Refusal> {
    (on > today).then(|| {
        let what = "生效日期还没有到。";
        Refusal::new(RefusalCode::On, Basis::Procedure, what, "请在生效之日起办理。")
    })
}
