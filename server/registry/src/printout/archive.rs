//! The document in an archive package: the archive for people who read (第七条), full values.

use super::forms::filled;
use super::pdf;
use crate::error::Result;
use chrono::{DateTime, Utc};
use contract::printout::{PrintLine, PrintView};
use domain::access::{Ground, Reader, Role};
use domain::archive::Category;
use domain::form::chinese_date;
use domain::id::PrintId;
use domain::package::Record;
use domain::print::{Document, FactGroup, ListTable, PrintKind};
use domain::privacy::Consent;

/// Draws an archive. `number`: of the package; `code`: of its signature; `by`: who released it.
///
/// # Errors
/// When the PDF cannot be made.
pub(crate) fn archive_pdf(
    record: &Record,
    number: &str,
    code: &str,
    by: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>> {
    let view = PrintView {
        line: PrintLine {
            // It is no sheet of the register of prints: it lies in the package and nowhere else.
            id: PrintId::new(uuid::Uuid::nil()),
            kind: PrintKind::BasicForm,
            number: number.to_owned(),
            about: record.info.name().to_owned(),
            by: by.to_owned(),
            at,
            revoked: None,
        },
        document: document(record),
        code: code.to_owned(),
        digest: String::new(),
        reason: String::new(),
        revoked_because: String::new(),
        symbol: format!("{number} {code}"),
        symbol_svg: String::new(),
        verify_at: String::new(),
        person: None,
        parts: Vec::new(),
        photo: None,
    };
    pdf::render(&[view], None)
}

fn day(date: chrono::NaiveDate) -> String {
    chinese_date(&date.to_string())
}

fn document(record: &Record) -> Document {
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let mut groups = vec![FactGroup {
        heading: "学籍".to_owned(),
        facts: vec![
            fact("学籍号", record.number.clone()),
            fact("学籍状态", record.status.label().to_owned()),
            fact("学校", record.school_name.clone()),
            fact("入学日期", day(record.entry_date)),
            fact(
                "档案保管",
                format!(
                    "{}（{}，{}起）",
                    record.custody.name,
                    record.custody.kind,
                    day(record.custody.since)
                ),
            ),
        ],
    }];
    // What must not be told was left out when the record was gathered.
    let reader = Reader { role: Role::Registrar, ground: Ground::Sheet, consent: Consent::Unrecorded };
    groups.extend(filled(&record.info, reader));
    let spell = |spell: &domain::package::Schooling| {
        let to = spell.to_on.map_or_else(|| "至今".to_owned(), day);
        fact(&format!("{}至{to}", day(spell.from_on)), format!("{} {}", spell.school_name, spell.class_name))
    };
    groups
        .push(FactGroup {
            heading: "就读经历".to_owned(), facts: record.spells.iter().map(spell).collect()
        });
    let case = |case: &domain::case::Case| {
        fact(
            case.kind().label(),
            format!("{}，{}，编号 {}", day(case.opened_on), case.state.label(), case.number),
        )
    };
    groups.push(FactGroup {
        heading: "信息变动情况（已办结事项）".to_owned(),
        facts: record.cases.iter().map(case).collect(),
    });
    for category in Category::ALL {
        let mut facts: Vec<(String, String)> = record
            .entries
            .iter()
            .filter(|filed| filed.entry.kind.category() == category)
            .map(|filed| {
                let mut words = vec![filed.entry.kind.period().words(&filed.entry.period)];
                words.extend(filed.lines.iter().map(|(label, value)| format!("{label} {value}")));
                words.push(format!("（{}，{}）", filed.school_name, day(filed.on)));
                words.retain(|part| !part.is_empty());
                fact(filed.entry.kind.label(), words.join("，"))
            })
            .collect();
        let files = record.files.iter().filter(|file| file.category == category);
        facts.extend(files.map(|file| fact("材料", format!("{}（{}）", file.title, file.name()))));
        if !facts.is_empty() {
            groups.push(FactGroup { heading: category.label().to_owned(), facts });
        }
    }
    let journal = record.journals.iter().flat_map(|journal| &journal.entries);
    let rows = journal
        .map(|told| {
            let entry = &told.entry;
            vec![
                day(entry.occurred_on),
                entry.event.label().to_owned(),
                entry.actor.unit_name.clone(),
                entry.actor.name.clone(),
            ]
        })
        .collect();
    let columns = ["日期", "事项", "单位", "经办人"].map(str::to_owned).to_vec();
    let mut paragraphs = vec![
        "本件随学籍档案包移交，与包内数据一致；以包内签名清单和数据为准。".to_owned(),
        "本件印有完整的个人信息，仅用于接续学籍档案，请按档案管理要求保存。".to_owned(),
    ];
    if !record.before.is_empty() {
        paragraphs.push(format!("此前从其他系统带来的档案 {} 份，见包内数据。", record.before.len()));
    }
    Document {
        title: "学籍档案".to_owned(),
        unit: record.school_name.clone(),
        groups,
        list: Some(ListTable { heading: "变动记录".to_owned(), columns, rows }),
        paragraphs,
        ..Document::default()
    }
}
