//! Reading the log: the audit administrator of his subtree, the leader and the guardian of one pupil; totals; alarms.

use super::{AlarmRow, DayRow, Head, LOOKS, LookRow, OPENED_LAST, opened_by, purpose_context};
use crate::account::AccountRow;
use crate::clock::first_id_of;
use crate::error::{Error, Result};
use crate::listed::key;
use crate::person::PersonRow;
use crate::services::AccessLog;
use crate::sight::sight;
use crate::store::Vars;
use chrono::{Days, NaiveDate};
use contract::Page;
use contract::access::{AccessPage, AlarmLine, LookLine, UnitTotal};
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::access_log::Use;
use domain::id::{AccessId, AccountId, PersonId, UnitId};
use domain::org::OrgPath;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows on one page.
const PAGE: usize = 50;
/// Lines of an account's log that are looked at for whose records it opened last, where its end does not tell.
const LOOKED_BACK: usize = 200;
/// Days for which an alarm is told.
pub(super) const ALARM_DAYS: u64 = 30;

/// Which lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessFilter {
    /// Of this unit and all below it; none means the actor's own.
    pub unit: Option<UnitId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Of one use only.
    pub kind: Option<Use>,
    /// By the account with this login name only; empty for all.
    pub login: String,
    /// Where the page starts.
    pub after: Option<AccessId>,
}

impl AccessLog<'_> {
    /// The log of the actor's subtree, or of one unit in it with what is below.
    ///
    /// # Errors
    /// A refusal for who is no audit administrator; [`Error::NotFound`] for a unit outside his subtree.
    pub async fn access_page(&self, actor: &Actor, filter: &AccessFilter) -> Result<AccessPage> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadAudit, &Target::Unit(&own.path))?;
        let unit = self.units().unit(filter.unit.as_ref().unwrap_or(&own.id)).await?;
        sight(actor, Action::ReadAudit, &Target::Unit(&unit.path), "unit")?;
        let totals = self.access_totals(&unit.path, filter.from, filter.to).await?;
        let empty = AccessPage { unit_name: unit.name, looks: Page::empty(), totals };
        // An id tells its moment, so the last day is where the reading begins. Where it ends is looked at in what was read: of two bounds
        // of one column the store reads only one from the index.
        let mut before = filter.to.succ_opt().map_or(Uuid::max(), first_id_of);
        if let Some(after) = filter.after {
            before = before.min(after.uuid());
        }
        let vars = Vars::new().with("before", before);
        let days = Some((filter.from, filter.to));
        let list = key(&unit.id, LOOKS, &[filter.kind.map(Use::key)]);
        let looks = if filter.login.trim().is_empty() {
            let condition = "lists CONTAINS $list AND uid < $before";
            let read = ("WITH INDEX access_look_lists", condition, "uid DESC");
            self.log_page(read, vars.with("list", list), days, true).await?
        } else {
            let Some(account) = self.accounts().account_by_login(&filter.login).await? else {
                return Ok(empty);
            };
            // Among the lines of one account.
            let condition = "account = $account AND uid < $before AND day >= $from AND lists CONTAINS $list";
            let vars = vars.with("account", account.uid).with("from", filter.from).with("list", list);
            self.log_page(("WITH INDEX access_look_chain", condition, "seq DESC"), vars, days, true).await?
        };
        Ok(AccessPage { looks, ..empty })
    }

    /// Who saw one pupil's data, newest first: for the leaders of the school and of its competent authority with names, for the guardian
    /// by unit and role.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else.
    pub async fn looks_at(
        &self,
        actor: &Actor,
        person: PersonId,
        after: Option<AccessId>,
    ) -> Result<Page<LookLine, AccessId>> {
        let row = self.pupils().person(person).await?;
        let guardian = actor.role == Role::Guardian;
        let target = if guardian { Target::Child(person) } else { Target::Unit(&row.path) };
        sight(actor, Action::ReadAccess, &target, "person")?;
        let mut condition = "people CONTAINS $person".to_owned();
        let mut vars = Vars::new().with("person", person);
        if let Some(after) = after {
            condition.push_str(" AND uid < $after");
            vars = vars.with("after", after);
        }
        let mut looks = self.log_page(("", &condition, "uid DESC"), vars, None, !guardian).await?;
        for line in &mut looks.rows {
            line.pupil.clear();
            if guardian && line.function.kind() != Use::Export {
                // Why staff looked may name others; to whom data was given is the guardian's to know.
                line.purpose.clear();
            }
        }
        Ok(looks)
    }

    /// The pupils whose records an account opened last, each once, the latest first.
    pub(crate) async fn opened_last(&self, account: AccountId) -> Result<Vec<PersonId>> {
        let known = self.looks.ends().opened(account);
        let opened = match known {
            Some(opened) => Some(opened),
            None => match self.store.get::<Head>("access_head", &account.to_string()).await? {
                Some(head) => head.opened,
                None => return Ok(Vec::new()),
            },
        };
        match opened {
            Some(opened) => Ok(opened),
            None => self.opened_in_lines(account).await,
        }
    }

    /// The same from the lines, of an end that was written before it told.
    pub(super) async fn opened_in_lines(&self, account: AccountId) -> Result<Vec<PersonId>> {
        // Lists and the pages of other business stand between them.
        let text = format!(
            "SELECT * FROM access_look WHERE account = $account ORDER BY seq DESC LIMIT {LOOKED_BACK}"
        );
        let rows: Vec<LookRow> = self.store.rows(&text, Vars::new().with("account", account)).await?;
        let mut found: Vec<PersonId> = Vec::new();
        for one in rows.iter().filter_map(|row| opened_by(row.look.function, &row.look.people)) {
            if !found.contains(&one) && found.len() < OPENED_LAST {
                found.push(one);
            }
        }
        Ok(found)
    }

    async fn log_page(
        &self,
        (index, condition, order): (&str, &str, &str),
        vars: Vars,
        days: Option<(NaiveDate, NaiveDate)>,
        names: bool,
    ) -> Result<Page<LookLine, AccessId>> {
        let text = format!(
            "SELECT * FROM access_look {index} WHERE {condition} ORDER BY {order} LIMIT {}",
            PAGE + 1
        );
        let mut rows: Vec<LookRow> = self.store.rows(&text, vars).await?;
        let mut more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().map(|row| (row.look.uid, row.look.day));
        if let Some((from, to)) = days {
            rows.retain(|row| from <= row.look.day && row.look.day <= to);
            more &= last.is_some_and(|(_, day)| from <= day);
        }
        let next = last.filter(|_| more).map(|(uid, _)| uid);
        let who = if names {
            self.names_of(rows.iter().map(|row| row.look.account)).await?
        } else {
            BTreeMap::new()
        };
        let units = self.unit_names(rows.iter().filter_map(|row| row.look.unit.clone())).await?;
        let single =
            rows.iter().filter(|row| row.look.people.len() == 1).map(|row| row.look.people[0].to_string());
        let keys: std::collections::BTreeSet<String> = single.collect();
        let people: Vec<PersonRow> =
            self.store.get_many("person", &keys.into_iter().collect::<Vec<_>>()).await?;
        let masked = |row: &PersonRow| {
            let name = Mask::Masked.name(&row.name);
            format!("{name}（{}）", row.school_name)
        };
        let people: BTreeMap<PersonId, String> = people.iter().map(|row| (row.uid, masked(row))).collect();
        let mut lines = Vec::with_capacity(rows.len());
        for LookRow { look, .. } in rows {
            let purpose = match look.purpose.as_str() {
                "" => String::new(),
                sealed => self.vault.open_value(sealed, &purpose_context(look.account, look.seq))?,
            };
            lines.push(LookLine {
                at: look.at,
                unit: look.unit.and_then(|unit| units.get(&unit).cloned()).unwrap_or_default(),
                role: look.role,
                who: who.get(&look.account).cloned().unwrap_or_default(),
                function: look.function,
                people: look.people.len(),
                pupil: match look.people[..] {
                    [one] => people.get(&one).cloned().unwrap_or_default(),
                    _ => String::new(),
                },
                purpose,
            });
        }
        Ok(Page { rows: lines, next })
    }

    /// Looks of a subtree's accounts in a time, by use in the order of [`Use::ALL`], and alarms about them.
    pub(crate) async fn looks_counted(
        &self,
        path: &OrgPath,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<(Vec<(Use, u64)>, u64)> {
        #[derive(serde::Deserialize)]
        struct Line {
            count: u64,
        }
        let totals = self.access_totals(path, from, to).await?;
        let sum = |kind| totals.iter().map(|total| total.of(kind)).sum();
        let text = "SELECT count() FROM access_alarm WHERE day >= $from AND day <= $to AND \
                    string::starts_with(path, $path) GROUP ALL";
        let vars = Vars::new().with("from", from).with("to", to).with("path", path);
        let alarms: Vec<Line> = self.store.rows(text, vars).await?;
        Ok((Use::ALL.map(|kind| (kind, sum(kind))).to_vec(), alarms.iter().map(|line| line.count).sum()))
    }

    async fn access_totals(&self, path: &OrgPath, from: NaiveDate, to: NaiveDate) -> Result<Vec<UnitTotal>> {
        let text =
            "SELECT * FROM access_day WHERE day >= $from AND day <= $to AND string::starts_with(path, $path)";
        let vars = Vars::new().with("from", from).with("to", to).with("path", path);
        let rows: Vec<DayRow> = self.store.rows(text, vars).await?;
        type Sum = (std::collections::BTreeSet<AccountId>, BTreeMap<Use, u64>);
        let mut sums: BTreeMap<UnitId, Sum> = BTreeMap::new();
        for row in rows {
            let Some(unit) = row.unit else { continue };
            let sum = sums.entry(unit).or_default();
            sum.0.insert(row.account);
            for (kind, n) in row.by_use {
                if let Some(kind) = Use::from_key(&kind) {
                    *sum.1.entry(kind).or_default() += n;
                }
            }
        }
        let names = self.unit_names(sums.keys().cloned()).await?;
        let mut totals: Vec<UnitTotal> = sums
            .into_iter()
            .map(|(unit, (accounts, by_use))| UnitTotal {
                name: names.get(&unit).cloned().unwrap_or_default(),
                unit,
                accounts: accounts.len(),
                by_use,
            })
            .collect();
        totals.sort_by_key(|total| std::cmp::Reverse(total.total()));
        Ok(totals)
    }

    /// Alarms of the last thirty days, newest first: the audit administrator sees his subtree's, a leader the own unit's.
    ///
    /// # Errors
    /// A refusal for everybody else.
    pub async fn access_alarms(&self, actor: &Actor) -> Result<Vec<AlarmLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let since = self.store.clock.today() - Days::new(ALARM_DAYS);
        let vars = Vars::new().with("since", since).with("unit", &own.id).with("path", &own.path);
        let condition = if actor.role == Role::AuditAdmin {
            authorise(actor, Action::ReadAudit, &Target::Unit(&own.path))?;
            "day >= $since AND string::starts_with(path, $path)"
        } else {
            authorise(actor, Action::ReadAccess, &Target::Unit(&own.path))?;
            "unit = $unit AND day >= $since"
        };
        let text = format!("SELECT * FROM access_alarm WHERE {condition}");
        let mut rows: Vec<AlarmRow> = self.store.rows(&text, vars).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.at));
        rows.truncate(2 * PAGE);
        let who = self.names_of(rows.iter().map(|row| row.account)).await?;
        let units = self.unit_names(rows.iter().filter_map(|row| row.unit.clone())).await?;
        let inquiries = self.inquiries_of(rows.iter().map(|row| (row.account, row.day))).await?;
        Ok(rows
            .into_iter()
            .map(|row| AlarmLine {
                inquiry: inquiries.get(&(row.account, row.day)).copied(),
                at: row.at,
                unit: row.unit.and_then(|unit| units.get(&unit).cloned()).unwrap_or_default(),
                who: who.get(&row.account).cloned().unwrap_or_default(),
                role: row.role,
                kind: row.kind,
                n: row.n,
                usual: row.usual,
            })
            .collect())
    }

    /// Login name and name of accounts.
    pub(super) async fn names_of(
        &self,
        accounts: impl Iterator<Item = AccountId>,
    ) -> Result<BTreeMap<AccountId, String>> {
        let keys: std::collections::BTreeSet<String> = accounts.map(|id| id.to_string()).collect();
        let rows: Vec<AccountRow> =
            self.store.get_many("account", &keys.into_iter().collect::<Vec<_>>()).await?;
        Ok(rows.into_iter().map(|row| (row.uid, format!("{} {}", row.login, row.name))).collect())
    }

    async fn unit_names(&self, units: impl Iterator<Item = UnitId>) -> Result<BTreeMap<UnitId, String>> {
        let mut names = BTreeMap::new();
        for id in units {
            if let std::collections::btree_map::Entry::Vacant(place) = names.entry(id) {
                let name = self.units().unit(place.key()).await?.name;
                place.insert(name);
            }
        }
        Ok(names)
    }
}
