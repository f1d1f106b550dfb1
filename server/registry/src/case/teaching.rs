//! 残疾, 随班就读, 送教上门 (第六条, 第十七条): how a child is taught, kept in step with where the record is and with what was decided; and
//! the school at which a child learns whose record stays elsewhere.

use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Cases;
use crate::store::Vars;
use crate::transaction::Transaction;
use domain::case::Case;
use domain::case::placement::Setting;
use domain::form::{Teaching, is_taught_at_home};
use domain::id::UnitId;
use domain::journal::{ItemChange, RecordDetail};
use domain::org::{Unit, UnitKind};

impl Cases<'_> {
    /// Puts on the form what a decision says of how a child is taught, and what follows from the school, each item told in the journal.
    pub(crate) async fn teach(
        &self,
        case: Option<&Case>,
        person: &mut PersonRow,
        school: &Unit,
        teaching: Teaching,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        let before = person.info(&*self.vault)?;
        let context = self.pupils().form_context(school)?;
        let values = before.taught(teaching, &context);
        // An old record may have its own faults; what follows from the decision is written all the same.
        let Ok(after) = before.moved(&values, &context) else { return Ok(()) };
        if !values.is_empty() {
            person.set_info(&*self.vault, &after);
        }
        if is_taught_at_home(&after) && person.placement.is_none() {
            person.placement = Some(Setting::HomeTeaching.label().to_owned());
        }
        for field in values.keys() {
            let changed = RecordDetail::InfoChanged(ItemChange::between(*field, &before, &after));
            let entry = crate::journal::NewEntry::of(changed);
            let entry = match case {
                Some(case) => entry.in_case(case.id),
                None => entry,
            };
            tx.tell_entry(person.uid, entry).await?;
        }
        Ok(())
    }

    /// The school of this register that a host is, by its code or its name: the one in the same county where several are called so.
    pub(crate) async fn host_school(&self, host: &str, near: &Unit) -> Result<Option<UnitId>> {
        let host = domain::text::line(host).text;
        if let Ok(id) = host.parse::<UnitId>() {
            let unit: Option<Unit> = self.store.get("unit", id.as_str()).await?;
            return Ok(unit.filter(|unit| unit.kind == UnitKind::School).map(|unit| unit.id));
        }
        let text = "SELECT * FROM unit WHERE kind = 'school' AND name = $name LIMIT 20";
        let called: Vec<Unit> = self.store.rows(text, Vars::new().with("name", &host)).await?;
        let here = called.iter().filter(|unit| unit.parent == near.parent).map(|unit| &unit.id);
        let mut found: Vec<&UnitId> = here.collect();
        if found.is_empty() {
            found = called.iter().map(|unit| &unit.id).collect();
        }
        Ok(match found[..] {
            [one] => Some(one.clone()),
            _ => None,
        })
    }
}
