//! 毕（结、肄）业学生名册 (第十三条): who finished at a school in a year, by class, with the numbers of the register of certificates.

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Prints;
use domain::access::{Action, Actor, Target, authorise};
use domain::case::completion::Outcome;
use domain::form::chinese_date;
use domain::id::PersonId;
use domain::print::{Document, FactGroup, ListTable, PrintKind};
use domain::refusal::{Refusal, RefusalCode};
use domain::text::{class_place, name_place};
use std::collections::BTreeMap;

impl Prints<'_> {
    pub(in crate::printout) async fn compose_graduates(&self, actor: &Actor, year: i32) -> Result<Draft> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let mut finished = self.certificates().completions_of(&own.path, year).await?;
        if finished.is_empty() {
            return Err(Refusal::of(RefusalCode::Nobody, "这一年没有已办结的毕业、结业或肄业学生。").into());
        }
        finished.sort_by_cached_key(|(row, _)| {
            (class_place(&row.class_label), name_place(&row.person_name, row.uid))
        });
        let numbers = self.certificates().certificate_numbers(&own.id, year).await?;
        let keys: Vec<String> = finished.iter().map(|(row, _)| row.person.to_string()).collect();
        let people: Vec<PersonRow> = self.store.get_many("person", &keys).await?;
        let people: BTreeMap<PersonId, PersonRow> = people.into_iter().map(|row| (row.uid, row)).collect();
        let count = |outcome: Outcome| {
            format!("{} 人", finished.iter().filter(|(_, one)| one.outcome == outcome).count())
        };
        let facts = vec![
            fact("年份", format!("{year}年")),
            fact("毕业", count(Outcome::Graduated)),
            fact("结业", count(Outcome::Completed)),
            fact("肄业", count(Outcome::Incomplete)),
        ];
        let rows = finished
            .iter()
            .enumerate()
            .map(|(at, (row, one))| {
                let person = people.get(&row.person);
                vec![
                    (at + 1).to_string(),
                    row.class_label.clone(),
                    row.person_name.clone(),
                    person.map(|person| person.sex.label().to_owned()).unwrap_or_default(),
                    person.map(|person| person.number_mask.clone()).unwrap_or_default(),
                    one.outcome.label().to_owned(),
                    chinese_date(&one.facts.on.to_string()),
                    numbers.get(&row.uid).cloned().unwrap_or_else(|| "未发证".to_owned()),
                ]
            })
            .collect();
        let columns = ["序号", "班级", "姓名", "性别", "学籍号", "结果", "日期", "证书编号"];
        let document = Document {
            title: PrintKind::GraduationList.label().to_owned(),
            unit: self.printing_unit(actor).await?,
            groups: vec![FactGroup { heading: String::new(), facts: facts.clone() }],
            list: Some(ListTable {
                heading: String::new(),
                columns: columns.map(str::to_owned).to_vec(),
                rows,
            }),
            signatures: ["学籍管理员（签名）", "校长（签名）", "学校（盖章）", "学籍主管部门（盖章）"]
                .map(str::to_owned)
                .to_vec(),
            ..Document::default()
        };
        Ok(Draft::new(PrintKind::GraduationList, document, format!("{year}年"), facts))
    }
}
