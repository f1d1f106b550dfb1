//! The words of a letter: the page, the printed sheet and the receipt say the same.

use super::{
    ArchiveHandOver, Content, DropOut, Enclosures, HukouHandOver, LetterKind, PupilFacts, TermTransfers,
};
use crate::form::chinese_date;
use chrono::NaiveDate;

impl LetterKind {
    /// The closing words.
    pub fn salute(self) -> &'static str {
        match self {
            Self::ArchiveHandOver | Self::HukouHandOver => "特此函告。",
            Self::DropOutReport => "特此报告。",
            Self::TermTransfers => "特此告知。",
        }
    }
}

impl Content {
    /// The text, paragraph by paragraph, without address and closing words.
    pub fn paragraphs(&self) -> Vec<String> {
        match self {
            Self::ArchiveHandOver(content) => archive_hand_over(content),
            Self::DropOut(content) => drop_out(content),
            Self::TermTransfers(content) => vec![term_transfers(content)],
            Self::HukouHandOver(content) => hukou_hand_over(content),
        }
    }
}

fn day(date: NaiveDate) -> String {
    chinese_date(&date.to_string())
}

fn pupil(pupil: &PupilFacts) -> String {
    let number =
        if pupil.number.is_empty() { String::new() } else { format!("，学籍号 {}", pupil.number) };
    format!("{}（{}{number}）", pupil.name, pupil.sex.label())
}

/// 第十五条
fn archive_hand_over(content: &ArchiveHandOver) -> Vec<String> {
    let ArchiveHandOver { pupil: facts, enclosures, approved_on, kept_by, closed } = content;
    let whose = match kept_by {
        None => "我校".to_owned(),
        Some(_) => format!("由我单位保管学籍档案的辍学学生，原{}", facts.school),
    };
    if *closed {
        return vec![
            format!(
                "{whose}{}学生{}义务教育年限届满，已于{}办结肄业。",
                facts.class_label,
                pupil(facts),
                day(*approved_on)
            ),
            format!(
                "依据《中小学生学籍管理办法》第九条，学生最后终止学业的学校归档永久保存学籍档案，现将该生学籍档案交回贵校，请清点后回执。{}",
                pieces(enclosures)
            ),
        ];
    }
    vec![
        format!(
            "{whose}{}学生{}已于{}办结学籍转接手续，转入贵校就读。",
            facts.class_label,
            pupil(facts),
            day(*approved_on)
        ),
        format!(
            "依据《中小学生学籍管理办法》第十五条，现将该生学籍档案移交贵校，请以此为基础接续档案，清点后回执。{}",
            pieces(enclosures)
        ),
    ]
}

/// 第二十二条
fn drop_out(content: &DropOut) -> Vec<String> {
    let mut paragraphs = vec![format!(
        "我校{}学生{}，户口所在地{}，自{}起未到校就读。依据《中小学生学籍管理办法》第二十二条，现将有关情况书面报告如下：",
        content.pupil.class_label,
        pupil(&content.pupil),
        content.hukou,
        day(content.since)
    )];
    let written = content.circumstances.lines().map(str::trim).filter(|line| !line.is_empty());
    paragraphs.extend(written.map(str::to_owned));
    paragraphs.push(match content.closed_on {
        None => "在义务教育年限内，我校为该生保留学籍。".to_owned(),
        Some(on) => format!(
            "该生至义务教育年限届满未返校就读，已于{}按规定办理肄业，学籍档案由我校归档永久保存，跟进到此结束。",
            day(on)
        ),
    });
    paragraphs.push(format!("本报告分送：{}。", content.receivers.join("、")));
    if content.township_missing {
        paragraphs.push(
            "该生所属乡镇人民政府未在学籍系统登记，未列入分送单位，由我校另行以书面形式报告。".to_owned(),
        );
    }
    paragraphs
}

/// 第十八条
fn term_transfers(content: &TermTransfers) -> String {
    let TermTransfers { term, until, arrived, left } = content;
    format!(
        "依据《中小学生学籍管理办法》第十八条，现将我校{term}（截至{}）学生转入、转出情况书面告知如下：转入 {} 人，转出 {} 人。",
        day(*until),
        arrived.len(),
        left.len()
    )
}

/// 第二十二条第二款
fn hukou_hand_over(content: &HukouHandOver) -> Vec<String> {
    let HukouHandOver { pupil: facts, term, hukou, enclosures, since, .. } = content;
    let since = since.map(|since| format!("自{}起", day(since))).unwrap_or_default();
    vec![
        format!(
            "{}{}学生{}系外来务工人员随迁子女，户口所在地为{hukou}，{since}辍学。",
            facts.school,
            facts.class_label,
            pupil(facts)
        ),
        format!(
            "依据《中小学生学籍管理办法》第二十二条第二款，现于{term}末将该生电子学籍档案和纸质档案转交贵单位，请清点后回执，并跟进该生返校就读。{}",
            pieces(enclosures)
        ),
    ]
}

fn pieces(enclosures: &Enclosures) -> String {
    match (enclosures.pieces, enclosures.list.as_str()) {
        (None, _) => String::new(),
        (Some(pieces), "") => format!("随函移交纸质档案 {pieces} 件。"),
        (Some(pieces), list) => format!("随函移交纸质档案 {pieces} 件：{list}。"),
    }
}
