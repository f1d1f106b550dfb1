//! Upkeep of records by the school (日常维护, 调班, 第十三条): a pupil's form, the grid of a class, a file of it and moves between classes
//! come to the same rows, are judged by the same check ([`judge`]) and written in the same way ([`keep`]).

mod file;
mod judge;
mod keep;
mod sheet;

pub(crate) use judge::refuse_standing;
pub use sheet::AskedColumns;

use crate::error::{Error, Result};
use crate::person::{PersonRow, value_in_words};
use crate::services::Upkeeps;
use crate::store::Vars;
use contract::upkeep::{Held, UpkeepForm};
use domain::access::{Action, Actor, Ground, Mask, Shown, Target, authorise};
use domain::access_log::Function;
use domain::form::{BasicInfo, Block, Field, upkeep};
use domain::id::PersonId;
use domain::org::Unit;
use std::collections::BTreeMap;

/// What was typed about one pupil.
#[derive(Debug, Clone, Default)]
pub struct TypedRow {
    /// The mark of what the page or the file showed.
    pub stamp: String,
    /// The items, as typed.
    pub values: BTreeMap<Field, String>,
    /// Cells of a file that cannot be read: what is wrong with each, in a sentence.
    pub unread: BTreeMap<Field, String>,
}

/// What is to be kept of several pupils.
#[derive(Debug, Clone, Default)]
pub struct AskedUpkeep {
    /// By pupil.
    pub rows: BTreeMap<PersonId, TypedRow>,
    /// Where it is known from, or why; asked for where an item needs it.
    pub reason: String,
    /// Whether pupils may come into a class that nobody of their grade is in yet.
    pub new_classes: bool,
}

impl Upkeeps<'_> {
    /// One pupil's form: the items that the school keeps by itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another school's pupil; a refusal for who keeps no records, and where the record cannot be kept now.
    pub async fn upkeep_form(&self, actor: &Actor, id: PersonId) -> Result<UpkeepForm> {
        let row = self.pupils().person(id).await?;
        self.may_keep(actor, &row)?;
        refuse_standing(&row)?;
        self.access_log().saw(actor, Function::Upkeep, &[id]).await?;
        let info = row.info(&*self.vault)?;
        let school = self.units().unit(&row.school).await?;
        let items = upkeep::open_items().filter(|field| *field != Field::ClassName);
        Ok(UpkeepForm {
            id,
            name: row.name.clone(),
            grade: row.grade_label(),
            class_name: row.class_name.clone(),
            stamp: self.stamp(&row, &info),
            items: items.filter_map(|field| held(actor, &row, &info, field)).collect(),
            classes: self.classes_of(&school, row.grade).await?,
        })
    }

    /// The classes of the actor's school: grade, its name, class.
    ///
    /// # Errors
    /// A refusal for who keeps no records; store failures.
    pub async fn kept_classes(&self, actor: &Actor) -> Result<Vec<(u8, String, String)>> {
        let school = self.own_school(actor).await?;
        self.archives().classes_at(&school.id).await
    }

    /// Whether the actor keeps this pupil's record: a registrar of the pupil's school.
    pub(crate) fn may_keep(&self, actor: &Actor, row: &PersonRow) -> Result<()> {
        let own = actor.unit.as_ref().is_some_and(|unit| unit.id == row.school);
        authorise(actor, Action::KeepRecord, &Target::Unit(&row.path)).map_err(|refusal| {
            // Out of scope looks like not there.
            let tells = own || refusal.code.bars_a_registrar();
            if tells { Error::from(refusal) } else { Error::NotFound("person") }
        })?;
        Ok(())
    }

    async fn own_school(&self, actor: &Actor) -> Result<Unit> {
        let path = crate::person::own_path(actor)?;
        authorise(actor, Action::KeepRecord, &Target::Unit(&path))?;
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        self.units().unit(&unit.id).await
    }

    /// The classes of a grade in which somebody is.
    async fn classes_of(&self, school: &Unit, grade: u8) -> Result<Vec<String>> {
        let classes = self.archives().classes_at(&school.id).await?;
        Ok(classes.into_iter().filter(|(of, ..)| *of == grade).map(|(.., name)| name).collect())
    }

    /// The pupils on roll of a class, or of a grade, by class and name.
    async fn on_roll(
        &self,
        school: &Unit,
        grade: u8,
        class_name: Option<&str>,
        most: usize,
    ) -> Result<Vec<PersonRow>> {
        let of_class = if class_name.is_some() { "AND class_name = $class" } else { "" };
        let text = format!(
            "SELECT * FROM person WHERE school = $school AND grade = $grade {of_class} \
             AND status IN ['01', '02', '06', '91'] ORDER BY class_name, by_pinyin LIMIT {most}"
        );
        let vars = Vars::new()
            .with("school", &school.id)
            .with("grade", grade)
            .with("class", class_name.unwrap_or_default());
        let mut rows: Vec<PersonRow> = self.store.rows(&text, vars).await?;
        rows.sort_by_cached_key(PersonRow::class_place);
        Ok(rows)
    }

    /// One mark of everything that a form or a file of upkeep can show: when it is another one, somebody kept the record in between.
    /// A case that was opened meanwhile changes nothing in it.
    fn stamp(&self, row: &PersonRow, info: &BasicInfo) -> String {
        let values: Vec<String> =
            upkeep::open_items().map(|field| format!("{}={}", field.key(), info.value(field))).collect();
        let text = format!("{}|{}|{}", row.uid, row.grade, values.join("|"));
        self.vault.keyed_hash("upkeep", &text).chars().take(16).collect()
    }
}

/// What the form may show of an item of this pupil; none where it is not the school's to keep.
fn held(actor: &Actor, row: &PersonRow, info: &BasicInfo, field: Field) -> Option<Held> {
    let nobody = field.block() == Block::Member2 && info.get(Field::Member2Name).is_none();
    if !upkeep::upkeep_of(field).is_open() || nobody || !row.shows(field) {
        return None;
    }
    let shown = shown_of(actor, row, field);
    let whole = shown == Shown::Whole;
    Some(Held {
        field,
        value: if whole { info.value(field).to_owned() } else { String::new() },
        words: value_in_words(info, field, info.value(field), shown),
        whole,
    })
}

fn shown_of(actor: &Actor, row: &PersonRow, field: Field) -> Shown {
    row.reader(actor, Ground::Look(Mask::Working)).shown(field)
}
