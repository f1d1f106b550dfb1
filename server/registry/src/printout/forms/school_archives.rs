//! 学籍档案移交清单 of a school that was merged, closed or re-classed (第九条).

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::services::Prints;
use contract::school::MovedLine;
use domain::access::{Action, Actor, Target, authorise};
use domain::id::SchoolChangeId;
use domain::print::{Document, FactGroup, ListTable, PrintKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::school::State;

impl Prints<'_> {
    pub(in crate::printout) async fn compose_school_archives(
        &self,
        actor: &Actor,
        id: SchoolChangeId,
    ) -> Result<Draft> {
        let view = self.schools().school_change(actor, id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        if view.line.state != State::Done || !view.line.change.moves_archives() {
            return Err(Refusal::new(
                RefusalCode::State,
                Basis::Article(9),
                "档案还没有移交完毕，没有清单可以打印。",
                "请待办理完成后打印。",
            )
            .into());
        }
        let mut moved: Vec<MovedLine> = Vec::new();
        let mut after = None;
        loop {
            let page = self.schools().moved_archives(actor, id, after).await?;
            moved.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let rows = moved
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let (before, after) = &line.classes;
                let after = if after.is_empty() { "已离校" } else { after };
                vec![
                    (at + 1).to_string(),
                    line.name.clone(),
                    line.number.clone(),
                    before.clone(),
                    after.to_owned(),
                    line.paper.map_or_else(
                        || "未登记".to_owned(),
                        |(pieces, pages)| format!("{pieces} 件 {pages} 页"),
                    ),
                    line.to.clone(),
                ]
            })
            .collect();
        let columns = ["序号", "姓名", "学籍号", "原年级班级", "现年级班级", "纸质档案", "保管单位"]
            .map(str::to_owned)
            .to_vec();
        let pieces: usize = moved.iter().filter_map(|line| line.paper).map(|(pieces, _)| pieces).sum();
        let pages: u32 = moved.iter().filter_map(|line| line.paper).map(|(_, pages)| pages).sum();
        let count = format!("{} 份", moved.len());
        let facts = vec![
            fact("学校", &view.line.school),
            fact("变动", view.line.change.label()),
            fact("批准文号", &view.line.act),
            fact("本清单档案", &count),
            fact("全部移交档案", format!("{} 份", view.moved)),
            fact("本清单纸质档案", format!("{pieces} 件 {pages} 页")),
            fact("清单校验值", &view.list_hash),
        ];
        let public = vec![
            fact("学校", &view.line.school),
            fact("变动", view.line.change.label()),
            fact("档案", &count),
        ];
        let document = Document {
            title: PrintKind::SchoolArchives.label().to_owned(),
            unit: self.printing_unit(actor).await?,
            groups: vec![FactGroup { heading: String::new(), facts }],
            list: Some(ListTable { heading: String::new(), columns, rows }),
            signatures: ["移交单位（签名、盖章）", "接收单位（签名、盖章）", "学籍主管部门（签名、盖章）"]
                .map(str::to_owned)
                .to_vec(),
            ..Document::default()
        };
        Ok(Draft::new(PrintKind::SchoolArchives, document, view.line.school, public))
    }
}
