//! 毕业、结业 (第十三条) by class: whom it is about. Each pupil's outcome is a case of its own, opened like any change.

use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::services::Cases;
use crate::store::Vars;
use contract::pupil::{ClassLeft, LeaverClass, LeaverLine};
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::case::Payload;
use domain::case::change::Record;
use domain::codes::Stage;
use domain::id::PersonId;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::{BTreeMap, BTreeSet};

/// Rows at once: more than any school has in a leaving grade.
const MOST: usize = 2000;

impl Cases<'_> {
    /// The pupils of the actor's school who leave this year and have no open business, by class and name.
    ///
    /// # Errors
    /// A refusal for who may not open changes; store failures.
    pub async fn leavers(&self, actor: &Actor) -> Result<Vec<LeaverLine>> {
        let rows = self.leaver_rows(actor).await?;
        self.access_log()
            .saw(actor, Function::Leavers, &rows.iter().map(|row| row.uid).collect::<Vec<_>>())
            .await?;
        Ok(rows.iter().filter(|row| row.open_case.is_none()).map(leaver_line).collect())
    }

    /// The same class by class, those whose other business is open among them: one class with its pupils. Where there is one only, it is
    /// that one.
    ///
    /// # Errors
    /// A refusal for who may not open changes; store failures.
    pub async fn leaver_class(&self, actor: &Actor, class: &str) -> Result<LeaverClass> {
        let rows: Vec<LeaverLine> = self.leaver_rows(actor).await?.iter().map(leaver_line).collect();
        let mut classes: Vec<ClassLeft> = Vec::new();
        for row in &rows {
            let (left, busy) = (u64::from(!row.busy), u64::from(row.busy));
            match classes.last_mut().filter(|one| one.label == row.class_label) {
                Some(one) => (one.left, one.busy) = (one.left + left, one.busy + busy),
                None => classes.push(ClassLeft { label: row.class_label.clone(), left, busy }),
            }
        }
        let asked = classes.iter().find(|one| one.label == class);
        let only = classes.first().filter(|_| classes.len() == 1);
        let class = asked.or(only).map(|one| one.label.clone()).unwrap_or_default();
        let shown: Vec<LeaverLine> = rows.into_iter().filter(|row| row.class_label == class).collect();
        let seen: Vec<PersonId> = shown.iter().map(|row| row.id).collect();
        self.access_log().saw(actor, Function::Leavers, &seen).await?;
        Ok(LeaverClass { classes, class, rows: shown })
    }

    /// What each of these changes would be refused for if it were opened now; nothing is opened. Of numbers that were typed for several,
    /// all but the first are refused: a number is never given twice (第十三条).
    ///
    /// # Errors
    /// Store failures. Refusals and pupils of other schools are outcomes.
    pub async fn check_changes(
        &self,
        actor: &Actor,
        asked: &[(PersonId, Payload)],
    ) -> Result<Vec<(PersonId, Vec<Refusal>)>> {
        let mut numbers: BTreeMap<String, PersonId> = BTreeMap::new();
        let mut persons = BTreeSet::new();
        let mut found = Vec::with_capacity(asked.len());
        for (person, payload) in asked.iter().filter(|(person, _)| persons.insert(*person)) {
            let mut refusals = self.refused_now(actor, *person, payload).await?;
            if let Payload::Completion(completion) = payload {
                let number = domain::text::words(&completion.certificate).text;
                let first =
                    if number.is_empty() { *person } else { *numbers.entry(number).or_insert(*person) };
                if first != *person {
                    let what = "这个证书编号已填给前面的一名学生。";
                    let remedy = "请按证书填写编号；不填写的，发证时由证书登记簿编号。";
                    refusals.push(Refusal::new(RefusalCode::Certificate, Basis::Article(13), what, remedy));
                }
            }
            found.push((*person, refusals));
        }
        Ok(found)
    }

    /// The pupils of the actor's school who leave this year, by class and name.
    async fn leaver_rows(&self, actor: &Actor) -> Result<Vec<PersonRow>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND status = '01' AND grade IN [5, 6, 9, 12] \
             ORDER BY grade, class_name, by_pinyin LIMIT {MOST}"
        );
        let mut rows: Vec<PersonRow> = self.store.rows(&text, Vars::new().with("school", &own.id)).await?;
        let leaves = |row: &PersonRow| {
            row.pupil(row.entry_date, Record::default()).is_some_and(|pupil| pupil.leaves_this_year())
        };
        rows.retain(leaves);
        rows.sort_by_cached_key(PersonRow::class_place);
        Ok(rows)
    }
}

/// A pupil as lists to choose from show one.
pub(super) fn leaver_line(row: &PersonRow) -> LeaverLine {
    LeaverLine {
        id: row.uid,
        name: row.name.clone(),
        number: row.number_mask.clone(),
        class_label: format!("{}{}", row.grade_label(), row.class_name),
        asks_destination: row.grade().is_some_and(|grade| grade.stage() != Stage::Primary),
        busy: row.open_case.is_some(),
    }
}
