//! Signed letters on paper: 辍学报告 (第二十二条), 学期转学告知书 (第十八条); of a letter that hands an archive over, the list (第十五条).

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::services::Prints;
use domain::access::{Action, Actor, Target, authorise};
use domain::form::chinese_date;
use domain::id::LetterId;
use domain::letter::{Content, Letter, LetterKind, Line};
use domain::print::{Document, FactGroup, ListTable, PrintKind, Slip, Style, masked_name};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Prints<'_> {
    pub(in crate::printout) async fn compose_of_letter(&self, actor: &Actor, id: LetterId) -> Result<Draft> {
        let letter = self.letters().letter_as_seen(actor, id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        match letter.kind() {
            LetterKind::ArchiveHandOver | LetterKind::HukouHandOver => {
                self.compose_hand_over(actor, letter).await
            }
            LetterKind::DropOutReport | LetterKind::TermTransfers => {
                as_sent(&letter, self.printing_unit(actor).await?)
            }
        }
    }
}

/// The letter as it went out, printed by `unit`.
fn as_sent(letter: &Letter, unit: String) -> Result<Draft> {
    let (Some(number), Some(signed)) = (&letter.number, &letter.signed) else {
        return Err(Refusal::new(
            RefusalCode::NotSigned,
            Basis::Article(letter.kind().article()),
            "公文还没有签发，不能打印。",
            "请由本单位主管领导签发后打印。",
        )
        .into());
    };
    let title = letter.kind().label();
    let mut paragraphs = letter.content.paragraphs();
    let (list, about) = match &letter.content {
        Content::TermTransfers(content) => {
            let rows =
                lines("转入", &content.arrived).chain(lines("转出", &content.left)).collect::<Vec<_>>();
            let columns = ["类别", "姓名", "学籍号", "年级", "对方学校", "日期"].map(str::to_owned).to_vec();
            let list = ListTable { heading: "附：转入转出学生名单".to_owned(), columns, rows };
            if !list.rows.is_empty() {
                paragraphs.push("名单附后。".to_owned());
            }
            ((!list.rows.is_empty()).then_some(list), content.term.to_string())
        }
        content => (None, content.pupil().map(|pupil| pupil.name.clone()).unwrap_or_default()),
    };
    paragraphs.push(letter.kind().salute().to_owned());
    let slip = Slip {
        title: "送达回执".to_owned(),
        paragraphs: vec![format!("今收到{}《{title}》（{number}）。", letter.from.name)],
        closing: vec![
            "签收人（签名）：　　　　　　　　".to_owned(),
            format!("{}（盖章）", letter.to.name),
            "年　　月　　日".to_owned(),
        ],
        ..Slip::default()
    };
    let document = Document {
        title: title.to_owned(),
        unit,
        style: Style::Letter,
        addressee: letter.to.name.clone(),
        groups: vec![FactGroup { heading: String::new(), facts: vec![fact("发文字号", number)] }],
        paragraphs,
        closing: vec![
            format!("{}（盖章）", letter.from.name),
            format!("签发人：{}", signed.by.name),
            chinese_date(&signed.on.to_string()),
        ],
        list,
        slip: Some(slip),
        ..Document::default()
    };
    let public = match letter.content.pupil() {
        Some(pupil) => vec![fact("姓名", masked_name(&pupil.name)), fact("发文字号", number)],
        None => vec![fact("学期", &about), fact("发文字号", number)],
    };
    let draft = Draft::new(PrintKind::of_letter(letter.kind()), document, about, public);
    Ok(Draft { person: letter.about, ..draft })
}

fn lines<'a>(kind: &'a str, lines: &'a [Line]) -> impl Iterator<Item = Vec<String>> + 'a {
    lines.iter().map(move |line| {
        vec![
            kind.to_owned(),
            line.name.clone(),
            line.number.clone(),
            line.class_label.clone(),
            line.other_school.clone(),
            chinese_date(&line.on.to_string()),
        ]
    })
}
