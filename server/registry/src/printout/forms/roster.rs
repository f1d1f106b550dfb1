//! 班级花名册: the pupils of one class, numbers masked; and the sheets of all or some of them in one file behind it.

use super::{Draft, OF_CLASS, fact};
use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::printout::issue::reasoned;
use crate::printout::{AskedPrint, pdf};
use crate::services::Prints;
use crate::store::Vars;
use contract::printout::ToPrint;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::id::PersonId;
use domain::print::{Document, FactGroup, ListTable, PrintKind};
use domain::refusal::{Basis, Refusal, RefusalCode};

/// More than any class has.
const MOST: usize = 200;
/// Sheets in one file.
const SHEETS: usize = 100;

impl Prints<'_> {
    pub(in crate::printout) async fn compose_roster(
        &self,
        actor: &Actor,
        grade: u8,
        class_name: &str,
    ) -> Result<Draft> {
        let people = self.class_people(actor, grade, class_name).await?;
        self.saw_printed(actor, &people).await?;
        roster(&people)
    }

    /// The sheets of a class, or of those of it who are named, behind a list of them. Each is the pupil's own: with its number, its line in
    /// the journal and in the access log. Where one of them cannot be printed none is.
    pub(in crate::printout) async fn compose_class_sheets(
        &self,
        actor: &Actor,
        (kind, reason): (PrintKind, &str),
        (grade, class_name): (u8, &str),
        chosen: &[PersonId],
    ) -> Result<Draft> {
        if !OF_CLASS.contains(&kind) {
            return Err(Error::NotFound("kind"));
        }
        let mut people = self.class_people(actor, grade, class_name).await?;
        people.retain(|row| chosen.contains(&row.uid));
        if people.is_empty() || people.len() > SHEETS {
            let what = format!("选了{}名学生，一次可以打印1至{SHEETS}名。", people.len());
            let remedy = "请重新勾选学生。";
            return Err(Refusal::new(RefusalCode::People, Basis::Procedure, what, remedy).into());
        }
        reasoned(kind, reason)?;
        let mut parts = Vec::with_capacity(people.len());
        for row in &people {
            pdf::check_fonts(&self.compose_of_pupil(actor, kind, row.uid).await?.document)?;
            parts.push(AskedPrint::Pupil { kind, person: row.uid, reason: reason.to_owned() });
        }
        self.saw_printed(actor, &people).await?;
        let draft = roster(&people)?;
        let document = Document {
            title: format!("{}目录", kind.label()),
            paragraphs: vec![format!("本页为目录，以下按目录顺序，依次为每名学生的{}。", kind.label())],
            ..draft.document
        };
        Ok(Draft { document, parts, ..draft })
    }

    /// The pupils of a class whose sheets can be printed, to choose from.
    ///
    /// # Errors
    /// A refusal for who may not print; [`Error::NotFound`] where the class is none.
    pub async fn class_to_print(
        &self,
        actor: &Actor,
        grade: u8,
        class_name: &str,
    ) -> Result<(String, Vec<ToPrint>)> {
        let people = self.class_people(actor, grade, class_name).await?;
        let seen: Vec<PersonId> = people.iter().map(|row| row.uid).collect();
        self.access_log().saw(actor, Function::Prints, &seen).await?;
        let first = people.first().ok_or(Error::NotFound("class"))?;
        let class = format!("{}{}", first.grade_label(), first.class_name);
        let line = |row: &PersonRow| ToPrint {
            id: row.uid,
            name: row.name.clone(),
            number: row.number_mask.clone(),
        };
        Ok((class, people.iter().map(line).collect()))
    }

    async fn class_people(&self, actor: &Actor, grade: u8, class_name: &str) -> Result<Vec<PersonRow>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND grade = $grade AND class_name = $class \
             AND status IN ['01', '02', '06', '91'] ORDER BY by_pinyin LIMIT {MOST}"
        );
        let vars = Vars::new().with("school", &own.id).with("grade", grade).with("class", class_name);
        self.store.rows(&text, vars).await
    }

    async fn saw_printed(&self, actor: &Actor, people: &[PersonRow]) -> Result<()> {
        let seen: Vec<PersonId> = people.iter().map(|row| row.uid).collect();
        self.access_log().saw(actor, Function::PrintForm, &seen).await
    }
}

/// The list of these pupils of a class.
fn roster(people: &[PersonRow]) -> Result<Draft> {
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
