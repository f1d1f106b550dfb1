//! One desk: everything that waits for an account, of every kind, by due day; and what it opened itself.

use super::{MatterRow, in_order};
use crate::case::queue_key;
use crate::error::Result;
use crate::keyset::Place;
use crate::services::Matters;
use crate::store::Vars;
use chrono::NaiveDate;
use contract::desk::{DeskPage, MatterLine};
use domain::access::{Actor, Mask, Role, Target, authorise};
use domain::access_log::Function;
use domain::id::{CaseId, PersonId, UnitId};
use domain::matter::MatterKind;
use domain::org::{OrgPath, Unit, UnitKind};
use domain::refusal::Refusal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows on one page.
const PAGE: usize = 50;

/// Which matters of a desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// Of one kind.
    pub kind: Option<MatterKind>,
    /// Of one class.
    pub class: Option<String>,
    /// Only what is late.
    pub overdue: bool,
    /// Only what came back to be mended.
    pub sent_back: bool,
}

/// What a line takes from a pupil's record.
#[derive(Deserialize)]
struct Named {
    uid: PersonId,
    name: String,
    path: OrgPath,
}

impl Matters<'_> {
    /// What waits for the actor, by due day; what has none comes last.
    ///
    /// # Errors
    /// A refusal when the actor's role may see none of it (no training on file, an account without a desk); store failures.
    pub async fn desk(
        &self,
        actor: &Actor,
        filter: &DeskFilter,
        after: Option<(NaiveDate, String)>,
    ) -> Result<DeskPage> {
        let Some(seen) = self.seen_kinds(actor)? else { return Ok(DeskPage::default()) };
        let today = self.store.clock.today();
        let (by_kind, classes) = self.kinds_and_classes(actor, &seen).await?;
        let mut condition = seen;
        let mut vars = Vars::new();
        if let Some(kind) = filter.kind {
            condition.push_str(&format!(" AND kind = '{}'", kind.as_str()));
        }
        if let Some(class) = &filter.class {
            condition.push_str(" AND class = $class");
            vars = vars.with("class", class);
        }
        if filter.overdue {
            condition.push_str(&format!(" AND sort_on < '{today}'"));
        }
        condition.push_str(if filter.sent_back { " AND sent_back = true" } else { "" });
        let filtered = *filter != DeskFilter::default();
        let mut total = if filtered { 0 } else { by_kind.iter().map(|(_, n)| n).sum() };
        for key in desk_keys(actor).into_iter().filter(|_| filtered) {
            total += self.held(&key, &condition, vars.clone()).await?.iter().map(|(_, n)| n).sum::<u64>();
        }
        if let Some((day, id)) = after {
            condition.insert_str(0, &format!(" AND {}", Place::beyond("sort_on", "uid")));
            vars = Place::of(day, id).vars(vars);
        }
        let mut rows: Vec<MatterRow> = Vec::new();
        for key in desk_keys(actor) {
            let text = format!(
                "SELECT * FROM matter WHERE waiting CONTAINS $key {condition} ORDER BY sort_on, uid LIMIT {}",
                PAGE + 1
            );
            rows.extend(self.store.rows::<MatterRow>(&text, vars.clone().with("key", key)).await?);
        }
        let mut rows = in_order(rows);
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| (row.sort_on, row.uid.clone()));
        self.access_log().saw(actor, Function::Desk, &people_of(&rows)).await?;
        let lines = self.matter_lines(actor, &rows).await?;
        Ok(DeskPage { lines, total, by_kind, classes, next })
    }

    /// What the actor opened, the newest first, and where it stands. Of a child whose bond rests or is over a guardian sees nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_of_mine(&self, actor: &Actor, after: Option<(NaiveDate, String)>) -> Result<DeskPage> {
        let mut vars = Vars::new().with("account", actor.account);
        let mut total = self.store.count("matter", &format!("opener = '{}'", actor.account)).await?;
        let mut beyond = String::new();
        if let Some((day, id)) = after {
            beyond = format!("AND {}", Place::before("opened_on", "uid"));
            vars = Place::of(day, id).vars(vars);
        }
        let text = format!(
            "SELECT * FROM matter WITH INDEX matter_opener WHERE opener = $account {beyond} \
             ORDER BY opened_on DESC, uid DESC LIMIT {}",
            PAGE + 1
        );
        let mut rows: Vec<MatterRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| (row.opened_on, row.uid.clone()));
        if actor.role == Role::Guardian {
            let mut own = Vec::new();
            for row in rows {
                if self.all_own_children(actor, &row.persons).await? {
                    own.push(row);
                }
            }
            rows = own;
            // Not even that there is more is told.
            total = rows.len() as u64;
        }
        self.access_log().saw(actor, Function::Opened, &people_of(&rows)).await?;
        let lines = self.matter_lines(actor, &rows).await?;
        Ok(DeskPage { lines, total, next, ..DeskPage::default() })
    }

    /// How many matters wait for the actor, by kind; kinds without any are left out.
    ///
    /// # Errors
    /// When the store fails. Who may see none of them has none.
    pub async fn desk_counts(&self, actor: &Actor) -> Result<Vec<(MatterKind, u64)>> {
        let Ok(Some(seen)) = self.seen_kinds(actor) else { return Ok(Vec::new()) };
        let mut counts: BTreeMap<MatterKind, u64> = BTreeMap::new();
        for key in desk_keys(actor) {
            for (kind, n) in self.held(&key, &seen, Vars::new()).await? {
                *counts.entry(kind).or_default() += n;
            }
        }
        Ok(counts.into_iter().collect())
    }

    /// How many wait for the actor under this condition, by kind, and the classes they are about.
    pub(super) async fn kinds_and_classes(
        &self,
        actor: &Actor,
        condition: &str,
    ) -> Result<(Vec<(MatterKind, u64)>, Vec<String>)> {
        #[derive(Deserialize)]
        struct Count {
            kind: MatterKind,
            class: String,
            n: u64,
        }
        let text = format!(
            "SELECT kind, class, count() AS n FROM matter WHERE waiting CONTAINS $key {condition} GROUP BY kind, class"
        );
        let (mut kinds, mut classes) = (BTreeMap::<MatterKind, u64>::new(), BTreeSet::new());
        for key in desk_keys(actor) {
            for count in self.store.rows::<Count>(&text, Vars::new().with("key", key)).await? {
                *kinds.entry(count.kind).or_default() += count.n;
                classes.insert(count.class);
            }
        }
        classes.remove("");
        Ok((kinds.into_iter().collect(), classes.into_iter().collect()))
    }

    /// How many are held under a key and a condition the registry itself wrote, by kind.
    pub(super) async fn held(
        &self,
        key: &str,
        condition: &str,
        vars: Vars,
    ) -> Result<Vec<(MatterKind, u64)>> {
        #[derive(Deserialize)]
        struct Count {
            kind: MatterKind,
            n: u64,
        }
        let text = format!(
            "SELECT kind, count() AS n FROM matter WHERE waiting CONTAINS $key {condition} GROUP BY kind"
        );
        let counts: Vec<Count> = self.store.rows(&text, vars.with("key", key)).await?;
        Ok(counts.into_iter().map(|count| (count.kind, count.n)).collect())
    }

    /// How many cases are held under a key, and the keys of some of them by due day, after one of them.
    pub(crate) async fn cases_held(
        &self,
        key: &str,
        after: Option<(NaiveDate, CaseId)>,
        most: usize,
    ) -> Result<(u64, Vec<String>)> {
        #[derive(Deserialize)]
        struct Line {
            uid: String,
        }
        const OF_CASES: &str = "AND string::starts_with(uid, 'case/')";
        let total = self.held(key, OF_CASES, Vars::new()).await?.iter().map(|(_, n)| n).sum();
        let mut vars = Vars::new().with("key", key);
        let mut beyond = String::new();
        if let Some((day, id)) = after {
            beyond = format!("AND {}", Place::beyond("sort_on", "uid"));
            vars = Place::of(day, format!("case/{id}")).vars(vars);
        }
        let text = format!(
            "SELECT uid, sort_on FROM matter WHERE waiting CONTAINS $key {OF_CASES} {beyond} \
             ORDER BY sort_on, uid LIMIT {most}"
        );
        let lines: Vec<Line> = self.store.rows(&text, vars).await?;
        let key = |line: Line| line.uid.strip_prefix("case/").map(str::to_owned);
        Ok((total, lines.into_iter().filter_map(key).collect()))
    }

    /// Whether the actor has a desk: works in a unit, in a role that some kind of matter may wait for. Who may not handle anything yet has
    /// one as well, and is told what is missing.
    pub fn has_desk(&self, actor: &Actor) -> bool {
        actor.unit.is_some() && !matches!(self.seen_kinds(actor), Ok(None))
    }

    /// The condition that leaves out what the actor may not see, and codes that nobody can release any more; none for who has no
    /// desk at all.
    pub(super) fn seen_kinds(&self, actor: &Actor) -> Result<Option<String>> {
        let mut condition = format!(" AND {}", self.alive());
        let Some(unit) = &actor.unit else {
            return Ok((actor.role == Role::Guardian).then_some(condition));
        };
        let mut barred: Option<Refusal> = None;
        let mut hidden = Vec::new();
        let mut any = false;
        for kind in MatterKind::all() {
            match authorise(actor, kind.action(actor.role), &Target::Unit(&unit.path)) {
                Ok(grant) if grant.mask != Mask::Figures || !kind.names_pupils() => any = true,
                Ok(_) => hidden.push(kind.as_str()),
                Err(refusal) => {
                    barred = barred.or(Some(refusal).filter(|refusal| refusal.code.bars_a_registrar()));
                    hidden.push(kind.as_str());
                }
            }
        }
        if let Some(refusal) = barred.filter(|_| !any) {
            return Err(refusal.into());
        }
        if !hidden.is_empty() {
            let list: Vec<String> = hidden.iter().map(|kind| format!("'{kind}'")).collect();
            condition.push_str(&format!(" AND kind NOT IN [{}]", list.join(", ")));
        }
        Ok(any.then_some(condition))
    }

    async fn all_own_children(&self, actor: &Actor, persons: &[PersonId]) -> Result<bool> {
        for person in persons {
            let own = actor.children.contains(person)
                || self
                    .pupils()
                    .person(*person)
                    .await?
                    .merged_into
                    .is_some_and(|kept| actor.children.contains(&kept));
            if !own {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The lines of rows; the caller has put the look into the access log.
    pub(super) async fn matter_lines(&self, actor: &Actor, rows: &[MatterRow]) -> Result<Vec<MatterLine>> {
        let people = people_of(rows);
        let mine = desk_keys(actor);
        let others = rows.iter().flat_map(|row| &row.waiting).filter(|key| !mine.contains(key));
        let mut units: Vec<String> = others
            .filter_map(|key| key.split('/').next())
            .filter(|unit| is_unit(unit))
            .map(str::to_owned)
            .collect();
        units.sort_unstable();
        units.dedup();
        let units: Vec<Unit> = self.store.get_many("unit", &units).await?;
        let keys: Vec<String> = people.iter().map(ToString::to_string).collect();
        let vars = Vars::new().records("records", "person", &keys);
        let named: Vec<Named> = match keys.is_empty() {
            true => Vec::new(),
            false => self.store.rows("SELECT uid, name, path FROM $records", vars).await?,
        };
        let named: BTreeMap<PersonId, Named> = named.into_iter().map(|one| (one.uid, one)).collect();
        let reminded = self.reminded_on(rows).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows.iter().filter(|row| may_be_seen(actor, row, &named)) {
            let mut line = self.matter_line(actor, row, &mine, &units, &named)?;
            line.reminded_on = reminded.get(&row.uid).copied();
            lines.push(line);
        }
        Ok(lines)
    }

    fn matter_line(
        &self,
        actor: &Actor,
        row: &MatterRow,
        mine: &[String],
        units: &[Unit],
        named: &BTreeMap<PersonId, Named>,
    ) -> Result<MatterLine> {
        let today = self.store.clock.today();
        let words = row.words(&*self.vault)?;
        let mask = mask_for(actor, row);
        let known = row.persons.iter().filter_map(|person| named.get(person)).map(|one| &one.name);
        let names: Vec<String> = known.chain(&words.pupil).map(|name| mask.name(name)).collect();
        let about = [names.join("、"), words.about].into_iter().filter(|part| !part.is_empty());
        Ok(MatterLine {
            id: row.uid.clone(),
            kind: row.kind,
            state: row.state.clone(),
            open: row.open,
            about: about.collect::<Vec<_>>().join("，"),
            class: row.class.clone(),
            from: words.from,
            since: row.opened_on,
            due_on: row.due_on,
            days_left: row
                .due_on
                .map(|due| self.working_days().calendar_at(&row.path).working_days_left(today, due)),
            provisional: row.provisional,
            reminded_on: None,
            overdue: row.due_on.is_some_and(|due| due < today),
            also_with: row
                .waiting
                .iter()
                .filter(|key| !mine.contains(key))
                .filter_map(|key| holder(key, units))
                .collect(),
            sent_back: row.sent_back,
            asked: row.asked && actor.role != Role::Guardian,
            href: match actor.role {
                Role::Guardian => row.href.replacen("/cases/", "/my/case/", 1),
                _ => row.href.clone(),
            },
            version: row.version,
        })
    }
}

/// The pupils whose names stand in these lines.
pub(super) fn people_of(rows: &[MatterRow]) -> Vec<PersonId> {
    rows.iter().flat_map(|row| row.persons.iter().copied()).collect()
}

/// The keys under which matters wait for an account.
fn desk_keys(actor: &Actor) -> Vec<String> {
    let own = match &actor.unit {
        Some(unit) => queue_key(&unit.id, actor.role),
        None => format!("guardian/{}", actor.account),
    };
    vec![own, account_key(actor.account)]
}

/// The key of what waits for one account and not for its desk.
pub(crate) fn account_key(account: domain::id::AccountId) -> String {
    format!("account/{account}")
}

/// A guardian's bond and its code are the business of the school the child is at: one that it left sees nothing of them.
fn may_be_seen(actor: &Actor, row: &MatterRow, named: &BTreeMap<PersonId, Named>) -> bool {
    let of_guardians = matches!(row.kind, MatterKind::Bond | MatterKind::BindingCode);
    let here = |person: &PersonId| {
        let own = actor.unit.as_ref().map(|unit| &unit.path);
        named.get(person).is_some_and(|one| own == Some(&one.path))
    };
    !of_guardians || row.persons.iter().all(here)
}

fn is_unit(text: &str) -> bool {
    text.parse::<UnitId>().is_ok()
}

/// A holder in words; none for an account, whose name is nobody else's business here.
fn holder(key: &str, units: &[Unit]) -> Option<String> {
    let (unit, role) = key.split_once('/')?;
    let unit = units.iter().find(|one| one.id.as_str() == unit)?;
    Some(format!("{}{}", crate::letter::addressed(unit), Role::from_key(role)?.label()))
}

/// How much of a name is shown: as much as the kind's own page shows. Schools work with their pupils' names; the parties of a
/// problem and of a letter with those of both records.
fn mask_for(actor: &Actor, row: &MatterRow) -> Mask {
    let Some(unit) = &actor.unit else { return Mask::Masked };
    let holds = row.waiting.iter().any(|key| key.split('/').next() == Some(unit.id.as_str()));
    let school = unit.kind == UnitKind::School && (holds || unit.path.covers(&row.path));
    let party = holds && matches!(row.kind, MatterKind::Problem | MatterKind::Letter);
    if school || party { Mask::Working } else { Mask::Masked }
}
