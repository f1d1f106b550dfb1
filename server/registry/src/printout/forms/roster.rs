//! 班级花名册: the pupils of one class, numbers masked.

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Prints;
use crate::store::Vars;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::print::{Document, FactGroup, ListTable, PrintKind};

/// More than any class has.
const MOST: usize = 200;

impl Prints<'_> {
    pub(in crate::printout) async fn compose_roster(
        &self,
        actor: &Actor,
        grade: u8,
        class_name: &str,
    ) -> Result<Draft> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND grade = $grade AND class_name = $class \
             AND status IN ['01', '02', '06', '91'] ORDER BY by_pinyin LIMIT {MOST}"
        );
        let vars = Vars::new().with("school", &own.id).with("grade", grade).with("class", class_name);
        let people: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        self.access_log()
            .saw(actor, Function::PrintForm, &people.iter().map(|row| row.uid).collect::<Vec<_>>())
            .await?;
        let first = people.first().ok_or(Error::NotFound("class"))?;
        let class = format!("{}{}", first.grade_label(), first.class_name);
        let rows = people
            .iter()
            .enumerate()
            .map(|(at, row)| {
                vec![
                    (at + 1).to_string(),
                    row.name.clone(),
                    row.sex.label().to_owned(),
                    row.number_mask.clone(),
                    row.birth_year.to_string(),
                    row.standing.label().to_owned(),
                ]
            })
            .collect();
        let columns = ["序号", "姓名", "性别", "学籍号", "出生年", "学籍状态"].map(str::to_owned).to_vec();
        let count = format!("{}人", people.len());
        let facts = vec![fact("班级", &class), fact("人数", &count)];
        let document = Document {
            title: PrintKind::ClassRoster.label().to_owned(),
            unit: first.school_name.clone(),
            groups: vec![FactGroup { heading: String::new(), facts: facts.clone() }],
            list: Some(ListTable { heading: String::new(), columns, rows }),
            signatures: vec!["班主任（签名）".to_owned(), "学籍管理员（签名）".to_owned()],
            ..Document::default()
        };
        Ok(Draft::new(PrintKind::ClassRoster, document, class, facts))
    }
}
