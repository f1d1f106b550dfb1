//! Shipping the committed units of work: what was committed since the last time, in the order of the numbers, as one sealed segment
//! that names the one before. What is lost with the machine is what came after the last one.

use super::manifest::{Head, Segment, Signed, place, sha256};
use super::problem::{Outcome, Problem};
use super::{Backups, sealed};
use crate::blob::Changes;
use crate::store::log::Committed;
use contract::backup::Shipped;
use std::collections::BTreeSet;

/// Commits of one segment at most.
const MOST: usize = 500;

/// Where the shipped commits end.
#[derive(Default)]
pub(super) enum Chain {
    /// Not looked up yet.
    #[default]
    Unknown,
    /// There is none to go on with: a copy must come first.
    Broken,
    /// After this commit of this line, in the segment of this digest.
    After { line: String, seq: u64, digest: String },
}

impl Backups {
    /// From now on every commit and every proof file is kept until it has been shipped. Called before anybody works.
    pub fn follow(&self) {
        self.registry.store.log.keep();
        self.registry.blobs.follow();
        self.registry.backups.begin(&self.data, self.registry.store.clock.now());
    }

    /// Ships what was committed since the last time. Gives up to which number all is shipped; None when a copy must come first.
    ///
    /// # Errors
    /// When the store or the target fails: nothing is forgotten, the next time ships it.
    pub async fn ship(&self) -> Outcome<Option<u64>> {
        let mut chain = self.chain.lock().await;
        if matches!(*chain, Chain::Unknown) {
            *chain = self.find_end().await?;
            if let Chain::After { line, seq, .. } = &*chain {
                self.registry.store.log.needed_from(*seq);
                // What came while nobody noted it, or was brought and then not named because the process ended.
                let came = self.unnamed(line).await?;
                self.registry.blobs.give_back(Changes { came, went: Vec::new() });
            }
        }
        if matches!(*chain, Chain::Broken) {
            self.wanted.notify_one();
            return Ok(None);
        }
        loop {
            // First the number, then the files: those of the commits up to it have been noted by then.
            let upto = self.registry.store.settled();
            let now = self.registry.store.clock.now();
            let Chain::After { line, seq, digest } = &*chain else { return Ok(None) };
            let (line, seq, digest) = (line.clone(), *seq, digest.clone());
            let commits = self.registry.store.commits(seq, upto, MOST).await?;
            if commits.is_empty() {
                self.registry.backups.shipped(Shipped { at: now, seq });
                return Ok(Some(seq));
            }
            if commits.iter().any(|commit| commit.writes.is_none()) {
                tracing::warn!("commits were made that no backup followed: a new line begins with a copy");
                self.new_line()?;
                *chain = Chain::Broken;
                self.wanted.notify_one();
                return Ok(None);
            }
            let changes = self.registry.blobs.take_changes();
            // When this is cut off or fails, the file may be there although nobody said so: the end is looked up again.
            *chain = Chain::Unknown;
            let next = match self.put_segment(&line, seq, &digest, &commits, &changes).await {
                Ok(next) => next,
                Err(problem) => {
                    self.registry.blobs.give_back(changes);
                    return Err(problem);
                }
            };
            if let Chain::After { seq, .. } = &next {
                self.registry.store.log.needed_from(*seq);
                self.registry.store.forget_commits(*seq).await?;
            }
            *chain = next;
        }
    }

    async fn put_segment(
        &self,
        line: &str,
        after: u64,
        previous: &str,
        commits: &[Committed],
        changes: &Changes,
    ) -> Outcome<Chain> {
        let mut came = Vec::new();
        for id in &changes.came {
            let id = uuid::Uuid::try_parse(id).map_or_else(|_| id.clone(), |id| id.simple().to_string());
            if let Some((sha256, _)) = self.bring(&id).await? {
                came.push((id, sha256));
            }
        }
        let went =
            changes.went.iter().filter_map(|id| Some(uuid::Uuid::try_parse(id).ok()?.simple().to_string()));
        let mut plain = Vec::new();
        for commit in commits {
            serde_json::to_writer(&mut plain, commit).expect("plain data");
            plain.push(b'\n');
        }
        let body = sealed::seal(&self.recipient, &plain)?;
        let last = commits.last().expect("some commits");
        let segment = Segment {
            format: 1,
            line: line.to_owned(),
            first: after + 1,
            last: last.seq,
            at: last.at,
            commits: commits.len() as u64,
            previous: previous.to_owned(),
            body: sha256(&body),
            came,
            went: went.collect(),
            signature: String::new(),
        };
        let vault = &*self.registry.vault;
        let mut file = segment.signed(vault);
        file.push(b'\n');
        file.extend(body);
        let digest = sha256(&file);
        self.target.put_new(&place::segment(line, after + 1, last.seq), file).await?;
        let head = Head { line: line.to_owned(), last: last.seq, signature: String::new() };
        self.target.put(&place::head(line), head.signed(vault)).await?;
        Ok(Chain::After { line: line.to_owned(), seq: last.seq, digest })
    }

    /// The proof files that neither the newest copy of a line names nor the commits shipped after it.
    async fn unnamed(&self, line: &str) -> Outcome<Vec<String>> {
        let vault = &*self.registry.vault;
        let (mut named, mut since) = (BTreeSet::new(), 0);
        if let Some((path, _)) = self.target.list(&format!("lines/{line}/manifests")).await?.last() {
            let manifest = super::Manifest::read(&self.target.get(path).await?, vault, path)?;
            let list = self.target.get(&place::blob_list(line, &manifest.name)).await?;
            named.extend(super::keep::blobs(&list).into_iter().map(|(id, _)| id));
            since = manifest.seq;
        }
        for (path, _) in self.target.list(&format!("lines/{line}/commits")).await? {
            if place::numbers(&path).is_some_and(|(_, last)| last > since) {
                let file = self.target.get(&path).await?;
                let (segment, _) = read_segment(&file, vault, &path)?;
                named.extend(segment.came.into_iter().map(|(id, _)| id));
            }
        }
        let mut unnamed = Vec::new();
        for folder in 0..=u8::MAX {
            let here = self.registry.blobs.ids(folder).await?;
            unnamed.extend(here.into_iter().filter(|id| !named.contains(id)));
        }
        Ok(unnamed)
    }

    /// Where this store's line ends at the target. Its last commit there must be this store's own: a folder that was copied, or put
    /// back to what it was, begins a line of its own.
    async fn find_end(&self) -> Outcome<Chain> {
        let line = self.line()?;
        let segments = self.target.list(&format!("lines/{line}/commits")).await?;
        let (seq, at, digest) = if let Some((path, _)) = segments.last() {
            let file = self.target.get(path).await?;
            let (segment, _) = read_segment(&file, &*self.registry.vault, path)?;
            (segment.last, Some(segment.at), sha256(&file))
        } else {
            let manifests = self.target.list(&format!("lines/{line}/manifests")).await?;
            let Some((path, _)) = manifests.last() else { return Ok(Chain::Broken) };
            let file = self.target.get(path).await?;
            let manifest = super::Manifest::read(&file, &*self.registry.vault, path)?;
            (manifest.seq, manifest.last_commit, String::new())
        };
        if at.is_some() && self.registry.store.commit_at(seq).await? == at {
            return Ok(Chain::After { line, seq, digest });
        }
        tracing::warn!(
            seq,
            "the backup's last commit is none of this store's: a new line begins with a copy"
        );
        self.new_line()?;
        Ok(Chain::Broken)
    }

    /// Until it is aborted: ships every `ship_every`, copies every `copy_every` or when a copy must come first. What fails is
    /// told and tried again.
    pub async fn run(&self, ship_every: std::time::Duration, copy_every: std::time::Duration) {
        let shipping = async {
            let mut rounds = tokio::time::interval(ship_every);
            rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                rounds.tick().await;
                match self.ship().await {
                    Ok(_) => self.registry.backups.shipping_failed(false),
                    Err(problem) => {
                        tracing::error!(%problem, "commits could not be shipped, will be tried again");
                        self.registry.backups.shipping_failed(true);
                    }
                }
            }
        };
        let copying = async {
            loop {
                let wait = self.copy_due(copy_every).await;
                if !wait.is_zero() {
                    let _ = tokio::time::timeout(wait, self.wanted.notified()).await;
                    continue;
                }
                match self.back_up().await {
                    Ok(good) => {
                        tracing::info!(
                            seq = good.seq,
                            bytes = good.bytes,
                            millis = good.millis,
                            "backup made"
                        );
                        self.registry.backups.copying_failed(false);
                    }
                    Err(problem) => {
                        tracing::error!(%problem, "no backup was made, will be tried again in a minute");
                        self.registry.backups.copying_failed(true);
                        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
                    }
                }
            }
        };
        futures::join!(shipping, copying);
    }

    /// How long the next copy may wait; not at all when shipping cannot go on without one.
    async fn copy_due(&self, every: std::time::Duration) -> std::time::Duration {
        if matches!(*self.chain.lock().await, Chain::Broken) {
            return std::time::Duration::ZERO;
        }
        let last = super::standing::last_good(&self.data).filter(|last| last.to == self.target.address);
        last.map_or(std::time::Duration::ZERO, |last| {
            let age = (self.registry.store.clock.now() - last.at).to_std().unwrap_or_default();
            every.saturating_sub(age)
        })
    }
}

/// The header and the sealed commits of a segment's file.
pub(super) fn read_segment<'a>(
    file: &'a [u8],
    vault: &dyn crate::vault::Cipher,
    path: &str,
) -> Outcome<(Segment, &'a [u8])> {
    let damaged = || Problem::Damaged(path.to_owned());
    let end = file.iter().position(|byte| *byte == b'\n').ok_or_else(damaged)?;
    let segment = Segment::read(&file[..end], vault, path)?;
    let body = &file[end + 1..];
    if sha256(body) != segment.body || place::numbers(path) != Some((segment.first, segment.last)) {
        return Err(damaged());
    }
    Ok((segment, body))
}
