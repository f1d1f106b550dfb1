//! 残疾, 随班就读, 送教上门 (第六条, 第十七条): how a child is taught, kept in step with where the record is and with what was decided; and
//! the school at which a child learns whose record stays elsewhere.

use crate::error::{Error, Result};
use crate::person::PersonRow;
use crate::school::{province, stretch};
use crate::services::Cases;
use crate::store::Vars;
use crate::transaction::Transaction;
use contract::case::{HostChoice, HostView};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::Case;
use domain::case::placement::{Placement, Setting};
use domain::form::{Teaching, is_taught_at_home};
use domain::id::UnitId;
use domain::journal::{ItemChange, RecordDetail};
use domain::org::{Unit, UnitKind};

/// Most schools to choose a host from.
const HOSTS: usize = 20;

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
            person.set_info(&*self.vault, &after, tx.at());
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

    /// The school of this register that a host is: one of the same province that is not closed, by its code, or by its name where exactly
    /// one in the same county or of the same authority is called so. Whoever is meant elsewhere is named by the code: a child is shown to
    /// no school that only has the same name.
    pub(super) async fn host_of(&self, placement: &Placement, near: &Unit) -> Result<Option<Unit>> {
        let host = placement.chosen.as_ref().map_or(placement.host.as_str(), UnitId::as_str);
        self.host_school(host, near).await
    }

    async fn host_school(&self, host: &str, near: &Unit) -> Result<Option<Unit>> {
        let mut found = self.schools_called(host, near).await?;
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    /// The schools of the same province that are not closed and that a host may be, near ones only where it is a name.
    async fn schools_called(&self, host: &str, near: &Unit) -> Result<Vec<Unit>> {
        let host = domain::text::line(host).text;
        let called: Vec<Unit> = match host.parse::<UnitId>() {
            Ok(id) => {
                let unit: Option<Unit> = self.store.get("unit", id.as_str()).await?;
                unit.filter(|unit| unit.kind == UnitKind::School).into_iter().collect()
            }
            Err(_) => {
                let text = "SELECT * FROM unit WHERE kind = 'school' AND name = $name \
                            AND (division = $division OR parent = $parent) ORDER BY uid LIMIT 20";
                let vars = Vars::new()
                    .with("name", &host)
                    .with("division", &near.division)
                    .with("parent", &near.parent);
                self.store.rows(text, vars).await?
            }
        };
        let mut found = Vec::new();
        for unit in called.into_iter().filter(|unit| province(unit) == province(near)) {
            if !self.schools().school_is_closed(&unit.id).await? {
                found.push(unit);
            }
        }
        Ok(found)
    }

    /// The schools to choose from where a typed name of a host is not one school's: those of the same province that bear it, or else whose
    /// names have it in them, with their counties and codes; near ones first. None where the name names one, and for a code.
    ///
    /// # Errors
    /// A refusal for who opens no changes; [`Error::NotFound`](crate::error::Error::NotFound) for accounts without a school.
    pub async fn hosts_called(&self, actor: &Actor, host: &str) -> Result<Vec<HostChoice>> {
        let own = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("school"))?;
        authorise(actor, Action::OpenChange, &Target::Unit(&own.path))?;
        let near = self.units().unit(&own.id).await?;
        let host = domain::text::line(host).text;
        if domain::text::length(&host) < 2
            || host.parse::<UnitId>().is_ok()
            || self.host_school(&host, &near).await?.is_some()
        {
            return Ok(Vec::new());
        }
        let Some(top) = province(&near) else { return Ok(Vec::new()) };
        let top = self.units().unit(&top).await?;
        let closed = self.schools().closed_schools().await?;
        for matches in ["name = $name", "string::contains(name, $name)"] {
            let text = format!(
                "SELECT * FROM unit WHERE kind = 'school' AND path >= $from AND path < $to AND {matches} \
                 AND uid NOT IN $closed AND uid != $own ORDER BY uid LIMIT {HOSTS}"
            );
            let vars = stretch(&top).with("name", &host).with("closed", &*closed).with("own", &own.id);
            let mut found: Vec<Unit> = self.store.rows(&text, vars).await?;
            found.sort_by_key(|unit| (unit.division != near.division, unit.id.clone()));
            if found.is_empty() {
                continue;
            }
            let keys: Vec<String> = found.iter().map(|unit| unit.division.clone()).collect();
            let counties: Vec<Unit> = self.store.get_many("unit", &keys).await?;
            let county = |unit: &Unit| {
                let county = counties.iter().find(|one| one.id.as_str() == unit.division);
                county.map(|one| one.name.clone()).unwrap_or_default()
            };
            let choice = |unit: Unit| HostChoice { county: county(&unit), id: unit.id, name: unit.name };
            return Ok(found.into_iter().map(choice).collect());
        }
        Ok(Vec::new())
    }

    /// The school that a placement would show the child to, for whoever decides it; none where the child learns at no other school.
    pub(super) async fn host_told(&self, placement: &Placement, near: &Unit) -> Result<Option<HostView>> {
        if !placement.setting.is_elsewhere() {
            return Ok(None);
        }
        let school = self.host_of(placement, near).await?;
        Ok(Some(HostView {
            outside: match &school {
                Some(_) => None,
                None => placement.host_code().and_then(|code| outside(&code, near)),
            },
            school: school.map(|school| (school.id, school.name)),
        }))
    }
}

/// The other province that a school's code says; none for a code of the same province.
fn outside(code: &UnitId, near: &Unit) -> Option<String> {
    let digits = code.school_province()?;
    let own = province(near).is_some_and(|own| own.as_str().starts_with(digits));
    domain::codes::province_name(digits).filter(|_| !own).map(str::to_owned)
}
