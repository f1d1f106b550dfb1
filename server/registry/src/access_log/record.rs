//! Writing a line.

use super::{AlarmRow, DayRow, Head, LookRow, day_key, purpose_context};
use crate::error::Result;
use crate::services::AccessLog;
use crate::store::{UnitOfWork, Vars};
use domain::access::Actor;
use domain::access_log::{Function, Look, SAME_LOOK, USUAL_DAYS, Use, stopped, unusual, usual_day};
use domain::chain::GENESIS;
use domain::id::{AccessId, AccountId, PersonId};
use domain::org::OrgPath;
use domain::refusal::{Refusal, RefusalCode};
use domain::rules::RuleKey;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Looks that are remembered to tell a redrawn page from a new look.
const REMEMBERED: usize = 40;

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
        let query = match searched.trim() {
            "" => String::new(),
            words => self.vault.keyed_hash("access query", words),
        };
        let query = &query;
        let lane = format!("access/{}", actor.account);
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    let mut work = UnitOfWork::new();
                    self.note_look(&mut work, actor, function, people, purpose, query).await?;
                    Ok((work, ()))
                })
            })
            .await
    }

    async fn note_look(
        &self,
        work: &mut UnitOfWork,
        actor: &Actor,
        function: Function,
        people: &[PersonId],
        purpose: &str,
        query: &str,
    ) -> Result<()> {
        let (account, at) = (actor.account, self.store.clock.now());
        let day = crate::clock::shanghai_day(at);
        let kept: Option<Head> = self.store.get("access_head", &account.to_string()).await?;
        let loaded = kept.as_ref().map(|head| head.version);
        let mut head = kept.unwrap_or(Head {
            account,
            version: 0,
            seq: 0,
            hash: GENESIS.into(),
            recent: Vec::new(),
            day: day - chrono::Days::new(1),
            usual: 0,
            hour: 0,
            in_hour: 0,
        });
        let same = format!("{}|{query}|{}", function.label(), one_text(people));
        let same = self.vault.keyed_hash("access same", &same)[..16].to_owned();
        head.recent.retain(|(_, then)| *then <= at && at - *then < SAME_LOOK);
        let lists = matches!(function.kind(), Use::Search | Use::View);
        if lists && head.recent.iter().any(|(key, _)| *key == same) {
            return Ok(());
        }
        let path = actor.unit.as_ref().map(|unit| unit.path.clone());
        let hour = at.timestamp().div_euclid(3600);
        head.in_hour = if head.hour == hour { head.in_hour + 1 } else { 1 };
        head.hour = hour;
        let rules = self.rules().rules_for(&path.clone().unwrap_or_else(OrgPath::root));
        if stopped(head.in_hour, u64::from(rules.number(RuleKey::AccessHourMax))) {
            return Err(too_many().into());
        }
        if head.recent.len() >= REMEMBERED {
            head.recent.remove(0);
        }
        head.recent.push((same, at));

        let seq = head.seq + 1;
        let purpose = match purpose {
            "" => String::new(),
            words => self.vault.seal_value(&words, &purpose_context(account, seq)),
        };
        let look = Look {
            uid: AccessId::new(self.store.new_id()),
            account,
            seq,
            at,
            day,
            role: actor.role,
            unit: actor.unit.as_ref().map(|unit| unit.id.clone()),
            function,
            people: people.to_vec(),
            purpose,
            query: query.to_owned(),
            previous: head.hash.clone(),
            hash: String::new(),
        }
        .sealed();
        head.seq = seq;
        head.hash.clone_from(&look.hash);
        let plain_path = path.as_ref().map(|path| path.as_str().to_owned()).unwrap_or_default();

        let key = day_key(account, day);
        let counted: Option<DayRow> = self.store.get("access_day", &key).await?;
        if head.day != day {
            head.usual = self.usual_day_of(account, day).await?;
            head.day = day;
        }
        let mut row = counted.unwrap_or_else(|| DayRow {
            account,
            day,
            role: actor.role,
            unit: look.unit.clone(),
            path: plain_path.clone(),
            n: 0,
            by_use: BTreeMap::new(),
        });
        row.n += 1;
        *row.by_use.entry(function.kind().key().to_owned()).or_default() += 1;
        self.alarm(work, &head, &row, &look, path.as_ref());

        work.put("access_day", &key, &row);
        let look_key = format!("{account}-{seq:010}");
        work.create("access_look", &look_key, &LookRow { kind: function.kind(), path: plain_path, look });
        head.version = loaded.map_or(1, |version| version + 1);
        match loaded {
            None => work.create("access_head", &account.to_string(), &head),
            Some(version) => work.replace("access_head", &account.to_string(), version, &head),
        }
        Ok(())
    }

    /// Tells the unit of an account that looks more than is usual, once an hour or once a day.
    fn alarm(&self, work: &mut UnitOfWork, head: &Head, row: &DayRow, look: &Look, path: Option<&OrgPath>) {
        let Some(path) = path else { return };
        let rules = self.rules().rules_for(path);
        let hour_max = u64::from(rules.number(RuleKey::AccessHourMax));
        let times = u64::from(rules.number(RuleKey::AccessMedianTimes));
        for kind in unusual(head.in_hour, row.n, head.usual, hour_max, times) {
            let (n, usual, when) = match kind {
                domain::access_log::Unusual::Hour => (head.in_hour, hour_max, head.hour.to_string()),
                domain::access_log::Unusual::Day => (row.n, head.usual, row.day.to_string()),
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
            work.put("access_alarm", &format!("{}|{}|{when}", row.account, kind.key()), &alarm);
        }
    }

    /// The median of the account's days of the last month, days without a look left out.
    async fn usual_day_of(&self, account: AccountId, today: chrono::NaiveDate) -> Result<u64> {
        #[derive(Deserialize)]
        struct Line {
            n: u64,
        }
        let text = "SELECT n FROM access_day WHERE account = $account AND day >= $since AND day < $today";
        let vars = Vars::new()
            .with("account", account)
            .with("since", today - chrono::Days::new(USUAL_DAYS))
            .with("today", today);
        let days: Vec<Line> = self.store.rows(text, vars).await?;
        Ok(usual_day(days.into_iter().map(|line| line.n).collect()))
    }
}

fn too_many() -> Refusal {
    let what = "您的账号在一小时内查阅的次数超过了上限，系统暂停显示学生信息。";
    Refusal::of(RefusalCode::TooManyLooks, what)
}

fn one_text(people: &[PersonId]) -> String {
    people.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
