//! 跨省问题学籍核查单 (第六条): its number, the two records as the printing unit sees them, and what both sides said, to be signed and stamped.

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::services::Prints;
use contract::problem::SheetSideView;
use domain::access::{Action, Actor, Target, authorise};
use domain::form::chinese_date;
use domain::id::ProblemId;
use domain::print::{Document, FactGroup, PrintKind};

impl Prints<'_> {
    pub(in crate::printout) async fn compose_check_sheet(
        &self,
        actor: &Actor,
        id: ProblemId,
    ) -> Result<Draft> {
        // Looked at as on its page, and put down in the access log there: nothing stands on the sheet that its reader may not see.
        let view = self.problems().problem_view(actor, id).await?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let sheet = view.sheet.ok_or(Error::NotFound("check sheet"))?;
        let mut groups = vec![FactGroup {
            heading: String::new(),
            facts: vec![
                fact("核查单编号", &sheet.number),
                fact("签发单位", &sheet.issued_by),
                fact("签发日期", day(sheet.issued_on)),
                fact("答复时段", format!("{}至{}", day(sheet.from), day(sheet.until))),
                fact("问题", view.line.kind.label()),
            ],
        }];
        for (n, (record, side)) in (1..).zip(view.sides.iter().zip(&sheet.sides)) {
            let mut facts = vec![
                fact("学校", &record.school),
                fact("学生", &record.name),
                fact("学籍号", &record.number),
                fact("学籍状态", record.standing.label()),
            ];
            facts.extend(said(side));
            groups.push(FactGroup { heading: format!("学籍{n}"), facts });
        }
        if let Some(outcome) = &sheet.outcome {
            groups.push(FactGroup { heading: String::new(), facts: vec![fact("核查结果", outcome)] });
        }
        let schools: Vec<&str> = sheet.sides.iter().map(|side| side.school.as_str()).collect();
        let document = Document {
            title: PrintKind::CheckSheet.label().to_owned(),
            unit: self.printing_unit(actor).await?,
            groups,
            paragraphs: vec![
                "请核实学生实际就读情况。放弃佐证的，请说明原来佐证的情况；坚持佐证的，请附家长签字的学生身份证复印件或者户籍证明。"
                    .to_owned(),
            ],
            signatures: ["经办人（签名）、日期", "学校（盖章）", "学籍主管部门（盖章）"].map(str::to_owned).to_vec(),
            ..Document::default()
        };
        let public = vec![fact("核查单编号", &sheet.number), fact("学校", schools.join("、"))];
        Ok(Draft::new(PrintKind::CheckSheet, document, sheet.number, public))
    }
}

/// What a side said; boxes to be written in where it has not answered.
fn said(side: &SheetSideView) -> Vec<(String, String)> {
    let Some(answer) = &side.answer else {
        let state = match (side.answered_on, side.late) {
            (Some(on), _) => format!("已于{}答复，双方答复后公布", day(on)),
            (None, true) => "逾期未答复".to_owned(),
            (None, false) => String::new(),
        };
        return vec![fact("是否实际就读", ""), fact("是否坚持佐证", ""), fact("答复情况", state)];
    };
    let attends = if answer.attends { "在本校实际就读" } else { "不在本校就读" };
    let mut facts = vec![fact("是否实际就读", attends), fact("是否坚持佐证", answer.stand.label())];
    facts.extend(answer.words.as_ref().map(|words| fact("情况说明", words)));
    facts.push(fact("附件", format!("{} 份", answer.scans)));
    facts.push(fact("答复单位、日期", format!("{} {}", answer.by, day(answer.on))));
    facts
}

fn day(on: chrono::NaiveDate) -> String {
    chinese_date(&on.to_string())
}
