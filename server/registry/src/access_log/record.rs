//! Writing lines: what a look is, how it follows on the account's last one, and what it makes necessary.

use super::ends::Known;
use super::together::{Asked, NewLook};
use super::{AlarmRow, DayRow, Head, LOOKS, LookRow, day_key, is_recent, purpose_context};
use crate::clock::shanghai_day;
use crate::error::{Error, Result};
use crate::services::AccessLog;
use crate::store::UnitOfWork;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::Actor;
use domain::access_log::{Function, Look, USUAL_DAYS, Unusual, stopped, unusual, usual_day};
use domain::id::{AccessId, AccountId, PersonId};
use domain::org::OrgPath;
use domain::refusal::{Refusal, RefusalCode};
use domain::rules::{RuleKey, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Looks that are remembered to tell a redrawn page from a new look.
const REMEMBERED: usize = 40;

/// What one answer shows of somebody.
pub(crate) struct Seen {
    pub(crate) function: Function,
    pub(crate) people: Vec<PersonId>,
    /// What was searched for, as typed; empty for nothing.
    pub(crate) searched: String,
}

/// What became of what one answer shows: it is put down (or was a moment ago), or the account is shown nothing more.
pub(super) type Answer = std::result::Result<(), Refusal>;

/// An account's chain while lines are added to its end.
struct Chain {
    head: Head,
    /// The version it was loaded with; none where the account has looked at nothing yet.
    loaded: Option<u64>,
    /// What the account did today.
    counted: Option<DayRow>,
    /// Whether a line was added.
    grew: bool,
    alarms: BTreeMap<String, AlarmRow>,
}

impl AccessLog<'_> {
    /// Says that the actor is shown these pupils' data by this function. Called by the service, after it authorised and before it
    /// answers: what cannot be put down is not shown.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn saw(&self, actor: &Actor, function: Function, people: &[PersonId]) -> Result<()> {
        self.saw_why(actor, function, people, "", "").await
    }

    /// The same with the purpose somebody gave, and what was searched for. The purpose is sealed, the search words are hashed.
    pub(crate) async fn saw_why(
        &self,
        actor: &Actor,
        function: Function,
        people: &[PersonId],
        purpose: &str,
        searched: &str,
    ) -> Result<()> {
        self.put_down_new(actor, vec![self.new_look(actor, function, people, (purpose, searched))]).await
    }

    /// The same of several things that one answer shows: they reach the log together. What comes behind one that is refused is not put down,
    /// as it is not shown.
    pub(crate) async fn saw_each(&self, actor: &Actor, seen: &[Seen]) -> Result<()> {
        let looks =
            seen.iter().map(|one| self.new_look(actor, one.function, &one.people, ("", &one.searched)));
        self.put_down_new(actor, looks.collect()).await
    }

    fn new_look(
        &self,
        actor: &Actor,
        function: Function,
        people: &[PersonId],
        (purpose, searched): (&str, &str),
    ) -> NewLook {
        let query = match searched.trim() {
            "" => String::new(),
            words => self.vault.keyed_hash("access query", words),
        };
        let same = format!("{}|{query}|{}", function.label(), one_text(people));
        NewLook {
            role: actor.role,
            unit: actor.unit.as_ref().map(|unit| (unit.id.clone(), unit.path.clone())),
            function,
            people: people.to_vec(),
            purpose: purpose.to_owned(),
            query,
            same: self.vault.keyed_hash("access same", &same)[..16].to_owned(),
        }
    }

    async fn put_down_new(&self, actor: &Actor, mut looks: Vec<NewLook>) -> Result<()> {
        // A page that draws itself again: its lines are on the disk.
        let now = self.store.clock.now();
        {
            let ends = self.looks.ends();
            looks.retain(|look| !(look.may_repeat() && ends.has_seen(actor.account, &look.same, now)));
        }
        if looks.is_empty() { Ok(()) } else { self.put_down(actor.account, looks).await }
    }

    /// Puts looks down in one transaction, in their order, and gives what became of each.
    ///
    /// # Errors
    /// When the store fails: then none of them was put down.
    pub(super) async fn put_down_together(&self, batch: &[Arc<Asked>]) -> Result<Vec<Answer>> {
        let again = &AtomicBool::new(false);
        let (answers, known) = self
            .store
            .transact_in_turn(|| {
                Box::pin(async move {
                    // What is remembered may be behind what another process has written. Where that shows, all is read.
                    let fresh = again.swap(true, Ordering::Relaxed);
                    self.note_looks(batch, fresh).await
                })
            })
            .await?;
        self.looks.ends().learn(known);
        Ok(answers)
    }

    async fn note_looks(
        &self,
        batch: &[Arc<Asked>],
        fresh: bool,
    ) -> Result<(UnitOfWork, (Vec<Answer>, Vec<Known>))> {
        let at = self.store.clock.now();
        let accounts: BTreeSet<AccountId> = batch.iter().map(|asked| asked.account).collect();
        let day = self.open_day(shanghai_day(at)).await?;
        let mut chains = self.chains_of(&accounts, day, fresh).await?;
        let mut work = UnitOfWork::new();
        let mut answers = Vec::with_capacity(batch.len());
        for asked in batch {
            let chain = chains.get_mut(&asked.account).ok_or(Error::NotFound("access head"))?;
            let mut looks = asked.looks.iter();
            answers.push(looks.try_for_each(|look| self.note_look(&mut work, chain, look, at)));
        }
        let known = chains.into_values().filter_map(|chain| chain.save(&mut work, at)).collect();
        Ok((work, (answers, known)))
    }

    /// The day a look of today counts to: a day that is signed takes none any more, also when the clock was set back into it.
    async fn open_day(&self, today: NaiveDate) -> Result<NaiveDate> {
        let signed = match self.looks.signed() {
            Some(day) => day,
            None => {
                let day = self.last_signed().await?.unwrap_or(NaiveDate::MIN);
                self.looks.sign(day);
                day
            }
        };
        Ok(signed.succ_opt().map_or(today, |first| first.max(today)))
    }

    /// The ends of these accounts' chains, with what each did today: of who is known from memory, of the others in two reads for all of
    /// them.
    async fn chains_of(
        &self,
        accounts: &BTreeSet<AccountId>,
        day: NaiveDate,
        fresh: bool,
    ) -> Result<BTreeMap<AccountId, Chain>> {
        let mut known = if fresh { BTreeMap::new() } else { self.looks.ends().of(accounts) };
        let unknown: Vec<String> = accounts
            .iter()
            .filter(|account| !known.contains_key(*account))
            .map(ToString::to_string)
            .collect();
        let heads: Vec<Head> = self.store.get_many("access_head", &unknown).await?;
        let mut read: BTreeMap<AccountId, Head> =
            heads.into_iter().map(|head| (head.account, head)).collect();
        // Once for an end that was written before it told whose records were opened.
        for (account, head) in read.iter_mut().filter(|(_, head)| head.opened.is_none()) {
            head.opened = Some(self.opened_in_lines(*account).await?);
        }
        let mut keys = Vec::new();
        for account in accounts {
            let last = match known.get(account) {
                Some(known) if known.head.day == day => continue,
                Some(known) => Some(known.head.day),
                None => read.get(account).map(|head| head.day),
            };
            keys.push(day_key(*account, day));
            // The first look of a day: the days before it say what is usual.
            if last.is_some_and(|last| last != day) {
                keys.extend((1..=USUAL_DAYS).map(|ago| day_key(*account, day - Days::new(ago))));
            }
        }
        let mut days: BTreeMap<AccountId, Vec<DayRow>> = BTreeMap::new();
        for row in self.store.get_many::<DayRow>("access_day", &keys).await? {
            days.entry(row.account).or_default().push(row);
        }
        let chain = |account: &AccountId| {
            let remembered = known.remove(account);
            let (head, today) = match remembered {
                Some(known) if known.head.day == day => (Some(known.head), known.counted),
                other => {
                    let rows = days.remove(account).unwrap_or_default();
                    let (today, before): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.day == day);
                    let mut head = other.map(|known| known.head).or_else(|| read.remove(account));
                    if let Some(head) = head.as_mut().filter(|head| head.day != day) {
                        head.usual = usual_day(before.into_iter().map(|row| row.n).collect());
                        head.day = day;
                    }
                    (head, today.into_iter().next())
                }
            };
            (*account, Chain::at(head, today, *account, day))
        };
        Ok(accounts.iter().map(chain).collect())
    }

    fn note_look(
        &self,
        work: &mut UnitOfWork,
        chain: &mut Chain,
        new: &NewLook,
        at: DateTime<Utc>,
    ) -> Answer {
        let head = &mut chain.head;
        head.recent.retain(|(_, then)| is_recent(*then, at));
        if new.may_repeat() && head.has_seen(&new.same, at) {
            return Ok(());
        }
        let path = new.unit.as_ref().map(|(_, path)| path);
        let rules = self.rules().rules_for(path.unwrap_or(&OrgPath::root()));
        let hour = at.timestamp().div_euclid(3600);
        let before = if head.hour == hour { head.in_hour } else { 0 };
        let in_hour = before.saturating_add(new.function.looks(new.people.len()));
        if stopped(in_hour, u64::from(rules.number(RuleKey::AccessHourMax))) {
            return Err(too_many());
        }
        (head.hour, head.in_hour) = (hour, in_hour);
        if head.recent.len() >= REMEMBERED {
            head.recent.remove(0);
        }
        head.recent.push((new.same.clone(), at));
        head.note_opened(new.function, &new.people);

        let (account, seq, day) = (head.account, head.seq + 1, head.day);
        let purpose = match new.purpose.as_str() {
            "" => String::new(),
            words => self.vault.seal_value(&words, &purpose_context(account, seq)),
        };
        let look = Look {
            uid: AccessId::new(self.store.new_id()),
            account,
            seq,
            at,
            day,
            role: new.role,
            unit: new.unit.as_ref().map(|(unit, _)| unit.clone()),
            function: new.function,
            people: new.people.clone(),
            purpose,
            query: new.query.clone(),
            previous: head.hash.clone(),
            hash: String::new(),
        }
        .sealed();
        head.seq = seq;
        head.hash.clone_from(&look.hash);
        chain.grew = true;
        chain.count(&look, path, &rules);
        let kind = new.function.kind();
        let units = path.map(OrgPath::units).unwrap_or_default();
        let (lists, path) = (crate::listed::keys(units, LOOKS, &[kind.key()]), plain(path));
        work.create("access_look", &format!("{account}-{seq:010}"), &LookRow { kind, path, lists, look });
        Ok(())
    }
}

impl Chain {
    fn at(head: Option<Head>, counted: Option<DayRow>, account: AccountId, day: NaiveDate) -> Self {
        let loaded = head.as_ref().map(|head| head.version);
        let head = head.unwrap_or_else(|| Head::first(account, day));
        Self { head, loaded, counted, grew: false, alarms: BTreeMap::new() }
    }

    /// Counts a look of the day, and tells the unit of an account that looks more than is usual, once an hour or once a day.
    fn count(&mut self, look: &Look, path: Option<&OrgPath>, rules: &Rules) {
        let row = self.counted.get_or_insert_with(|| DayRow {
            account: look.account,
            day: look.day,
            role: look.role,
            unit: look.unit.clone(),
            path: plain(path),
            n: 0,
            by_use: BTreeMap::new(),
        });
        row.n += 1;
        *row.by_use.entry(look.function.kind().key().to_owned()).or_default() += 1;
        if path.is_none() {
            return;
        }
        let hour_max = u64::from(rules.number(RuleKey::AccessHourMax));
        let times = u64::from(rules.number(RuleKey::AccessMedianTimes));
        for kind in unusual(self.head.in_hour, row.n, self.head.usual, hour_max, times) {
            let (n, usual, when) = match kind {
                Unusual::Hour => (self.head.in_hour, hour_max, self.head.hour.to_string()),
                Unusual::Day => (row.n, self.head.usual, row.day.to_string()),
            };
            let alarm = AlarmRow {
                account: row.account,
                role: row.role,
                unit: row.unit.clone(),
                path: row.path.clone(),
                day: row.day,
                at: look.at,
                kind,
                n,
                usual,
            };
            // The same key all hour or all day: one alarm that grows.
            self.alarms.insert(format!("{}|{}|{when}", row.account, kind.key()), alarm);
        }
    }

    /// Writes the end of a chain that grew, whatever number of lines it grew by. Gives what the store holds of it then.
    fn save(self, work: &mut UnitOfWork, at: DateTime<Utc>) -> Option<Known> {
        let Self { mut head, loaded, counted, grew, alarms } = self;
        if grew {
            let key = head.account.to_string();
            head.version = loaded.map_or(1, |version| version + 1);
            match loaded {
                None => work.create("access_head", &key, &head),
                Some(version) => work.replace("access_head", &key, version, &head),
            }
            if let Some(row) = &counted {
                work.put("access_day", &day_key(row.account, row.day), row);
            }
            for (key, alarm) in &alarms {
                work.put("access_alarm", key, alarm);
            }
        }
        (grew || loaded.is_some()).then_some(Known { head, counted, at })
    }
}

/// The path as rows have it: empty for guardians, who are in nobody's subtree.
fn plain(path: Option<&OrgPath>) -> String {
    path.map(|path| path.as_str().to_owned()).unwrap_or_default()
}

fn too_many() -> Refusal {
    let what = "您的账号在一小时内查阅的次数超过了上限，系统暂停显示学生信息。";
    Refusal::of(RefusalCode::TooManyLooks, what)
}

fn one_text(people: &[PersonId]) -> String {
    people.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
