//! 学籍基础信息表 (第七条), and the same for the guardian to check and sign (学生信息家长确认表). Full values.

use super::register_card::filled;
use super::{Draft, fact};
use crate::person::PersonRow;
use domain::access::{Actor, Ground};
use domain::form::BasicInfo;
use domain::print::{Document, FactGroup, PrintKind};

pub(super) fn compose(
    actor: &Actor,
    kind: PrintKind,
    row: &PersonRow,
    info: &BasicInfo,
    number: &str,
) -> Draft {
    let mut groups = vec![FactGroup {
        heading: "学籍".to_owned(),
        facts: vec![
            fact("学籍号", if number.is_empty() { "尚未发放" } else { number }),
            fact("学籍状态", row.standing.label()),
            fact("学校", &row.school_name),
        ],
    }];
    groups.extend(filled(info, row.reader(actor, Ground::Sheet)));
    let (paragraph, signatures): (&str, &[&str]) = match kind {
        PrintKind::GuardianConfirmation => (
            "本人已逐项核对以上信息，与户口簿、身份证件一致；有误的项目已在表上用笔改正并签名。",
            &["父母或其他监护人（签名）", "日期"],
        ),
        _ => (
            "本表印有完整的个人信息，仅限写明的用途使用，用毕请按档案管理要求保存或销毁。",
            &["学籍管理员（签名）", "学校（盖章）"],
        ),
    };
    let document = Document {
        title: kind.label().to_owned(),
        unit: row.school_name.clone(),
        groups,
        paragraphs: vec![paragraph.to_owned()],
        signatures: signatures.iter().map(|line| (*line).to_owned()).collect(),
        ..Document::default()
    };
    Draft::of(row, kind, document)
}
