//! What is open of a school, whoever holds it: what the figures of its landing page count, by due day.

use super::MatterRow;
use super::desk::{DeskFilter, PAGE, people_of};
use crate::error::{Error, Result};
use crate::keyset::Place;
use crate::services::Matters;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::desk::DeskPage;
use domain::access::Actor;
use domain::access_log::Function;

/// Changes of records: the figures of a school count these, and every desk of the chain may know of them.
const OF_CASES: &str = "string::starts_with(uid, 'case/')";

impl Matters<'_> {
    /// The changes of records that are open of the actor's school, by due day; the class of a filter counts for desks only.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who does not work in a school, a refusal when the role may see none of it, store failures.
    pub async fn desk_of_school(
        &self,
        actor: &Actor,
        filter: &DeskFilter,
        after: Option<(NaiveDate, String)>,
    ) -> Result<DeskPage> {
        let own = actor.unit.as_ref().filter(|unit| unit.id.is_school()).ok_or(Error::NotFound("school"))?;
        let Some(hidden) = self.hidden_kinds(actor)? else { return Ok(DeskPage::default()) };
        let narrowed = format!("{}{}", self.seen(actor, &hidden), filter.condition(self.store.clock.today()));
        let open = format!("path = $path AND open = true AND {OF_CASES}");
        let mut vars = Vars::new().with("path", &own.path);
        let total = self.count_open(&format!("{open} {narrowed}"), vars.clone()).await?;
        let mut beyond = String::new();
        if let Some((day, id)) = after {
            beyond = format!("AND {}", Place::beyond("sort_on", "uid"));
            vars = Place::of(day, id).vars(vars);
        }
        let text = format!(
            "SELECT * FROM matter WITH INDEX matter_path WHERE {open} {beyond} {narrowed} \
             ORDER BY sort_on, uid LIMIT {}",
            PAGE + 1
        );
        let mut rows: Vec<MatterRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| (row.sort_on, row.uid.clone()));
        self.access_log().saw(actor, Function::Desk, &people_of(&rows)).await?;
        let lines = self.matter_lines(actor, &rows).await?;
        Ok(DeskPage { lines, total, next, ..DeskPage::default() })
    }

    /// How many there are under a condition the registry itself wrote.
    async fn count_open(&self, condition: &str, vars: Vars) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Count {
            n: u64,
        }
        let text =
            format!("SELECT count() AS n FROM matter WITH INDEX matter_path WHERE {condition} GROUP ALL");
        Ok(self.store.rows::<Count>(&text, vars).await?.first().map_or(0, |row| row.n))
    }
}
