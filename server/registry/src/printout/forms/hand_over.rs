//! 学籍档案移交清单 (第十五条, 第二十二条第二款): the pieces one by one where the paper archive lists them, else their number, with the slip for the
//! sealed bag (密封袋封签).

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::services::Prints;
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::chinese_date;
use domain::letter::Letter;
use domain::paper::HandOver;
use domain::print::{Document, FactGroup, ListTable, PrintKind, Slip, masked_name};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Prints<'_> {
    pub(super) async fn compose_hand_over(&self, actor: &Actor, letter: Letter) -> Result<Draft> {
        let listed = match self.papers().has_hand_over(letter.id).await? {
            true => {
                let (_, listed) = self.papers().hand_over_in_sight(actor, letter.id).await?;
                self.access_log().saw(actor, Function::PaperHandOver, &[listed.person]).await?;
                Some(listed)
            }
            false => None,
        };
        let (Some(pupil), Some(enclosures)) = (letter.content.pupil(), letter.content.enclosures()) else {
            return Err(Error::NotFound("letter"));
        };
        let pieces = listed.as_ref().map(HandOver::count).or(enclosures.pieces);
        let Some(pieces) = pieces else {
            return Err(Refusal::new(
                RefusalCode::NotListed,
                Basis::Article(letter.kind().article()),
                "还没有清点移交的档案，没有清单可以打印。",
                "请先列移交清单，或在拟稿时填写件数。",
            )
            .into());
        };
        let number = letter.number.clone().unwrap_or_else(|| "签发后编号".to_owned());
        let seal = listed.as_ref().and_then(|listed| listed.seal.clone());
        let (seal_number, signatory, sealed_on) = match &seal {
            Some(seal) => (seal.number.clone(), seal.signatory.clone(), day(seal.on)),
            None => Default::default(),
        };
        let count = match &listed {
            Some(listed) => format!("{pieces} 件，共 {} 页", listed.pages()),
            None => format!("{pieces} 件"),
        };
        let facts = vec![
            fact("学生", format!("{}（{}）", pupil.name, pupil.sex.label())),
            fact("学籍号", &pupil.number),
            fact("原年级班级", &pupil.class_label),
            fact("移交单位", &letter.from.name),
            fact("接收单位", &letter.to.name),
            fact("移交函", &number),
            fact("应移交日期", day(letter.due.date)),
            fact("件数", &count),
            fact("密封条编号", &seal_number),
        ];
        let list = match &listed {
            Some(listed) => Some(list_of(listed)),
            None => (!enclosures.list.is_empty()).then(|| ListTable {
                heading: "移交材料".to_owned(),
                columns: vec!["材料".to_owned(), "清点".to_owned()],
                rows: enclosures
                    .list
                    .split(['、', '，', '；', '\n'])
                    .map(str::trim)
                    .filter(|title| !title.is_empty())
                    .map(|title| vec![title.to_owned(), String::new()])
                    .collect(),
            }),
        };
        let slip = Slip {
            title: "学籍档案密封袋封签".to_owned(),
            facts: vec![
                fact("学生", &pupil.name),
                fact("移交单位", &letter.from.name),
                fact("接收单位", &letter.to.name),
                fact("移交函", &number),
                fact("件数", &count),
                fact("密封条编号", &seal_number),
                fact("移交人、日期", format!("{signatory} {sealed_on}").trim()),
            ],
            closing: vec!["本袋由接收单位拆封清点，他人不得拆启。".to_owned()],
            symbol: true,
            ..Slip::default()
        };
        let public = vec![
            fact("姓名", masked_name(&pupil.name)),
            fact("移交单位", &letter.from.name),
            fact("接收单位", &letter.to.name),
            fact("件数", &count),
        ];
        let document = Document {
            title: PrintKind::ArchiveHandOver.label().to_owned(),
            unit: self.printing_unit(actor).await?,
            groups: vec![FactGroup { heading: String::new(), facts }],
            list,
            paragraphs: vec!["接收单位逐件清点后在本清单上签收；缺少、破损的在备注中写明。".to_owned()],
            signatures: ["移交人（签名）、日期", "接收人（签名）、日期", "接收单位（盖章）"]
                .map(str::to_owned)
                .to_vec(),
            slip: Some(slip),
            ..Document::default()
        };
        let draft = Draft::new(PrintKind::ArchiveHandOver, document, pupil.name.clone(), public);
        Ok(Draft { person: letter.about, ..draft })
    }
}

fn list_of(listed: &HandOver) -> ListTable {
    let rows = listed
        .pieces
        .iter()
        .map(|line| {
            let piece = &line.piece;
            vec![
                piece.no.to_string(),
                piece.title.clone(),
                piece.category.label().to_owned(),
                piece.form.label().to_owned(),
                piece.pages.to_string(),
                line.check.map(|check| check.label().to_owned()).unwrap_or_default(),
                line.settled.as_ref().map(|settled| settled.note.clone()).unwrap_or_default(),
            ]
        })
        .collect();
    ListTable {
        heading: "移交材料".to_owned(),
        columns: ["件号", "题名", "类别", "原件/复印件", "页数", "清点", "备注"].map(str::to_owned).to_vec(),
        rows,
    }
}

fn day(date: chrono::NaiveDate) -> String {
    chinese_date(&date.to_string())
}
