//! 学籍卡 (第七条): the record on a sheet or two, sensitive items under their masks.

use super::{Draft, fact};
use crate::person::{PersonRow, value_in_words};
use contract::pupil::SpellLine;
use domain::access::{Actor, Ground, Mask, Reader, Shown};
use domain::form::{BasicInfo, Block, chinese_date};
use domain::print::{Document, FactGroup, ListTable, PrintKind};

/// `spells` are 就读经历, the earliest first.
pub(super) fn compose(actor: &Actor, row: &PersonRow, info: &BasicInfo, spells: &[SpellLine]) -> Draft {
    let standing = FactGroup {
        heading: "学籍".to_owned(),
        facts: vec![
            fact("学籍号", if row.number_mask.is_empty() { "尚未发放" } else { &row.number_mask }),
            fact("学籍状态", row.standing.label()),
            fact("学校", &row.school_name),
            fact("年级班级", format!("{}{}", row.grade_label(), row.class_name)),
            fact("入学日期", chinese_date(&row.entry_date.to_string())),
        ],
    };
    let mut groups = vec![standing];
    groups.extend(filled(info, row.reader(actor, Ground::Look(Mask::Working))));
    let rows = spells
        .iter()
        .map(|spell| {
            vec![
                chinese_date(&spell.from_on.to_string()),
                spell.to_on.map_or_else(|| "至今".to_owned(), |day| chinese_date(&day.to_string())),
                spell.school.clone(),
                spell.class_name.clone(),
            ]
        })
        .collect();
    let columns = ["起", "止", "学校", "班级"].map(str::to_owned).to_vec();
    let document = Document {
        title: PrintKind::RegisterCard.label().to_owned(),
        unit: row.school_name.clone(),
        groups,
        list: Some(ListTable { heading: "就读经历".to_owned(), columns, rows }),
        paragraphs: vec!["证件号码和联系方式已隐去一部分，以电子学籍为准。".to_owned()],
        signatures: vec!["学籍管理员（签名）".to_owned(), "学校（盖章）".to_owned()],
        ..Document::default()
    };
    Draft::of(row, PrintKind::RegisterCard, document)
}

/// The filled items as who prints may read them, block by block.
pub(in crate::printout) fn filled(info: &BasicInfo, reader: Reader) -> Vec<FactGroup> {
    let groups = Block::ALL.into_iter().map(|block| FactGroup {
        heading: block.label().to_owned(),
        facts: info
            .filled()
            .filter(|(field, _)| field.block() == block && reader.shown(*field) != Shown::Nothing)
            .map(|(field, value)| {
                let words = value_in_words(info, field, value, reader.shown(field));
                fact(field.label(), words)
            })
            .collect(),
    });
    groups.filter(|group| !group.facts.is_empty()).collect()
}
