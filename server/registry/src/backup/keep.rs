//! How long backups are kept: so many copies; the commits since the oldest of them; the proof files that one of them names.

use super::manifest::{Signed, place};
use super::problem::Outcome;
use super::ship::read_segment;
use super::{Backups, Manifest};
use std::collections::{BTreeMap, BTreeSet};

impl Backups {
    /// Takes away what is no longer kept, and what a copy of this line that was cut off left behind.
    pub(super) async fn tidy(&self, own: &str) -> Outcome<()> {
        let all = self.target.list("lines").await?;
        let mut copies: Vec<(&str, &str)> = all.iter().filter_map(|(path, _)| copy_of(path)).collect();
        copies.sort_by_key(|(_, name)| *name);
        let (old, kept) = copies.split_at(copies.len().saturating_sub(self.keep));
        let mut oldest: BTreeMap<&str, u64> = BTreeMap::new();
        for (line, name) in kept {
            let seq = self.manifest(line, name).await?.seq;
            let first = oldest.entry(line).or_insert(seq);
            *first = seq.min(*first);
        }
        // Names first: when this is cut off the next one goes on, and nothing that is still named is gone.
        let mut named = BTreeSet::new();
        for (line, name) in old {
            named.extend(self.blobs_of(line, name).await?);
            self.target.delete(&place::manifest(line, name)).await?;
        }
        for (path, _) in &all {
            let Some((line, rest)) = path.strip_prefix("lines/").and_then(|path| path.split_once('/')) else {
                continue;
            };
            let is_kept = |name: &str| kept.contains(&(line, name));
            let cut_off = |name: &str| line == own && !copies.contains(&(line, name));
            let goes = match rest.split('/').collect::<Vec<_>>()[..] {
                ["copies", name, _] => !is_kept(name) && (cut_off(name) || old.contains(&(line, name))),
                ["commits", _] => {
                    let last = place::numbers(path).map_or(u64::MAX, |(_, last)| last);
                    let needed = oldest.get(line).copied();
                    let gone = needed.map_or(line != own, |seq| last <= seq);
                    if gone {
                        let file = self.target.get(path).await?;
                        let (segment, _) = read_segment(&file, &*self.registry.vault, path)?;
                        named.extend(segment.came);
                    }
                    gone
                }
                ["head.json"] => line != own && !oldest.contains_key(line),
                _ => false,
            };
            if goes {
                self.target.delete(path).await?;
            }
        }
        if named.is_empty() {
            return Ok(());
        }
        for (line, name) in kept {
            for blob in self.blobs_of(line, name).await? {
                named.remove(&blob);
            }
        }
        if named.is_empty() {
            return Ok(());
        }
        for (path, _) in self.target.list("lines").await? {
            if place::numbers(&path).is_some() && path.contains("/commits/") {
                let file = self.target.get(&path).await?;
                let (segment, _) = read_segment(&file, &*self.registry.vault, &path)?;
                named.retain(|blob| !segment.came.contains(blob));
            }
        }
        for (id, sha256) in named {
            self.target.delete(&place::blob(&id, &sha256)).await?;
        }
        Ok(())
    }

    async fn manifest(&self, line: &str, name: &str) -> Outcome<Manifest> {
        let path = place::manifest(line, name);
        Manifest::read(&self.target.get(&path).await?, &*self.registry.vault, &path)
    }

    async fn blobs_of(&self, line: &str, name: &str) -> Outcome<Vec<(String, String)>> {
        let list = self.target.get(&place::blob_list(line, name)).await?;
        Ok(blobs(&list))
    }
}

/// Line and name of a manifest's path.
pub(super) fn copy_of(path: &str) -> Option<(&str, &str)> {
    let (line, rest) = path.strip_prefix("lines/")?.split_once('/')?;
    Some((line, rest.strip_prefix("manifests/")?.strip_suffix(".json")?))
}

/// The lines of a list of proof files.
pub(super) fn blobs(list: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(list);
    let pair = |line: &str| line.split_once(' ').map(|(id, sum)| (id.to_owned(), sum.to_owned()));
    text.lines().filter_map(pair).collect()
}
