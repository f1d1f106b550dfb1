//! The numbers beside the navigation, and the classes that something waits of. Every page of somebody who has a desk shows them, so what waits
//! under a key, and what an account opened, is counted once and remembered until something comes to it or leaves it
//! (`store::Store::times_moved`). What an actor may not see of it is left out of what is remembered, whoever had it counted.

use super::MatterKind;
use super::desk::{DeskFilter, desk_keys};
use crate::error::Result;
use crate::services::Matters;
use crate::store::Vars;
use domain::access::{Actor, Role};
use domain::id::AccountId;
use domain::org::OrgPath;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many matters of a kind, of a class and of a unit wait.
#[derive(Debug, Deserialize)]
pub(crate) struct DeskCount {
    kind: MatterKind,
    class: String,
    path: OrgPath,
    n: u64,
}

/// What waits for somebody, by what a desk is narrowed by.
#[derive(Debug, Default)]
pub(super) struct Waits {
    /// How many of each kind.
    pub(super) by_kind: Vec<(MatterKind, u64)>,
    /// The classes they are about.
    pub(super) classes: Vec<String>,
    /// The units whose matters they are.
    pub(super) paths: BTreeSet<OrgPath>,
}

impl Matters<'_> {
    /// How many matters that staff opened are not closed yet; a guardian is told none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn opened_count(&self, actor: &Actor) -> Result<u64> {
        if actor.role == Role::Guardian || !self.has_desk(actor) {
            return Ok(0);
        }
        // A literal, because only literals are counted from the index alone; an id of a fixed form, so it is safe.
        let (account, times) = (actor.account, self.store.times_moved(&actor.account.to_string()));
        let condition = format!("opener = '{account}' AND open = true");
        self.known.opened.or_read_at(&account, times, self.store.count("matter", &condition)).await
    }

    /// How many matters wait for the actor, by kind; kinds without any are left out.
    ///
    /// # Errors
    /// When the store fails. Who may see none of them has none.
    pub async fn desk_counts(&self, actor: &Actor) -> Result<Vec<(MatterKind, u64)>> {
        let Ok(Some(hidden)) = self.hidden_kinds(actor) else { return Ok(Vec::new()) };
        Ok(self.waits(actor, &hidden).await?.by_kind)
    }

    /// How many matters that wait for the actor are late, and how many are due in this week.
    ///
    /// # Errors
    /// When the store fails. Who may see none of them has none.
    pub async fn desk_due(&self, actor: &Actor) -> Result<(u64, u64)> {
        let Ok(Some(hidden)) = self.hidden_kinds(actor) else { return Ok((0, 0)) };
        let today = self.store.clock.today();
        let late = DeskFilter { overdue: true, ..DeskFilter::default() };
        let week = DeskFilter { week: true, ..DeskFilter::default() };
        let mut counted = [0; 2];
        for (n, filter) in counted.iter_mut().zip([late, week]) {
            let condition = format!("{}{}", self.seen(actor, &hidden), filter.condition(today));
            for key in desk_keys(actor) {
                let held = self.held(&key, &condition, Vars::new()).await?;
                *n += held.iter().map(|(_, n)| n).sum::<u64>();
            }
        }
        let [late, week] = counted;
        Ok((late, week))
    }

    /// The classes that something on the actor's desk is about.
    pub(crate) async fn waiting_classes(&self, actor: &Actor) -> Result<Vec<String>> {
        let Some(hidden) = self.hidden_kinds(actor)? else { return Ok(Vec::new()) };
        Ok(self.waits(actor, &hidden).await?.classes)
    }

    /// How many matters wait under a key, by kind; kinds without any are left out.
    pub(crate) async fn waiting_by_kind(&self, key: &str) -> Result<Vec<(MatterKind, u64)>> {
        let mut kinds: BTreeMap<MatterKind, u64> = BTreeMap::new();
        for count in &*self.waiting_at(key).await? {
            *kinds.entry(count.kind).or_default() += count.n;
        }
        Ok(kinds.into_iter().collect())
    }

    /// How many wait for the actor, by kind, and the classes they are about; without the hidden kinds, and without what the actor opened and
    /// only somebody else may act on.
    pub(super) async fn waits(&self, actor: &Actor, hidden: &[MatterKind]) -> Result<Waits> {
        let mut waits = BTreeMap::<(MatterKind, String, OrgPath), u64>::new();
        let of = |count: &DeskCount| (count.kind, count.class.clone(), count.path.clone());
        for key in desk_keys(actor) {
            let counts = self.waiting_at(&key).await?;
            for count in counts.iter().filter(|count| !hidden.contains(&count.kind)) {
                *waits.entry(of(count)).or_default() += count.n;
            }
            if counts.iter().any(|count| count.kind.waits_for_another()) {
                for own in &*self.own_at(&key, actor.account).await? {
                    if let Some(n) = waits.get_mut(&of(own)) {
                        *n = n.saturating_sub(own.n);
                    }
                }
            }
        }
        let (mut kinds, mut classes) = (BTreeMap::<MatterKind, u64>::new(), BTreeSet::new());
        let mut paths = BTreeSet::new();
        for ((kind, class, path), n) in waits.into_iter().filter(|(_, n)| *n > 0) {
            *kinds.entry(kind).or_default() += n;
            classes.insert(class);
            paths.insert(path);
        }
        classes.remove("");
        Ok(Waits { by_kind: kinds.into_iter().collect(), classes: classes.into_iter().collect(), paths })
    }

    /// What waits under a key and can still be acted on today.
    async fn waiting_at(&self, key: &str) -> Result<Arc<[DeskCount]>> {
        // Asked before anything is read: what changes while it is read is not taken for known.
        let times = self.store.times_moved(key);
        let known = (key.to_owned(), self.store.clock.today());
        self.known.waiting.or_read_at(&known, times, self.count_waiting(key)).await
    }

    /// What an account opened itself of what waits under a key, and somebody else has to act on.
    async fn own_at(&self, key: &str, account: AccountId) -> Result<Arc<[DeskCount]>> {
        let times = self.store.times_moved(key);
        let known = (key.to_owned(), account, self.store.clock.today());
        self.known.own.or_read_at(&known, times, self.count_own(key, account)).await
    }

    async fn count_own(&self, key: &str, account: AccountId) -> Result<Arc<[DeskCount]>> {
        let (alive, kinds) = (self.alive(), Self::for_another());
        let text = format!(
            "SELECT kind, class, path, count() AS n FROM matter WHERE waiting CONTAINS $key AND {alive} \
             AND kind IN [{kinds}] AND opener = $account GROUP BY kind, class, path"
        );
        let vars = Vars::new().with("key", key).with("account", account);
        Ok(self.store.rows::<DeskCount>(&text, vars).await?.into())
    }

    async fn count_waiting(&self, key: &str) -> Result<Arc<[DeskCount]>> {
        let alive = self.alive();
        let text = format!(
            "SELECT kind, class, path, count() AS n FROM matter WHERE waiting CONTAINS $key AND {alive} GROUP BY kind, class, path"
        );
        Ok(self.store.rows::<DeskCount>(&text, Vars::new().with("key", key)).await?.into())
    }
}
