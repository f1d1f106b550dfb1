//! Files of the archives (附件) that come beside a take-over, in a folder: filed with whose number they are named by, once the take-over is
//! finished, since what is filed is a change that could not be undone with it. What is filed already is passed over, so that a folder can
//! come again after it was cut off or mended; what cannot be filed is told, file by file.

use super::super::RowState;
use super::model::TakeOverRow;
use super::stage::blocking;
use super::steps::{state, within};
use crate::archive::AskedFile;
use crate::error::{Error, Result};
use crate::services::TakeOvers;
use domain::access::Actor;
use domain::id::{PersonId, TakeOverId};
use domain::ident::StudentNumber;
use domain::matter::ProofKind;
use domain::take_over::{Paper, TakeOverState, may_begin};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rows of the take-over read at once.
const PAGE: usize = 1000;
/// Files whose pupils are looked up together.
const TOGETHER: usize = 200;

/// What became of the files of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attached {
    /// Files that were filed.
    pub filed: u64,
    /// Files of which the archive has one of the same name already.
    pub there: u64,
    /// Files that were not filed, each with the reason.
    pub told: Vec<(String, String)>,
}

/// A file of the folder.
struct Found {
    path: PathBuf,
    name: String,
    paper: Paper,
}

impl TakeOvers<'_> {
    /// Files what lies in a folder in the archives of the pupils of a take-over that is finished.
    ///
    /// # Errors
    /// Refusals: who may not, and what is not finished; when the folder cannot be read or the store fails. What was filed before stays, and
    /// the same folder can come again.
    pub async fn attach_papers(&self, actor: &Actor, id: TakeOverId, folder: &Path) -> Result<Attached> {
        may_begin(actor)?;
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        if take_over.state != TakeOverState::Finished {
            return Err(state(&take_over, "对账完成的批次才能带入附件。"));
        }
        let folder = folder.to_owned();
        let (found, mut attached) = blocking(move || read_folder(&folder)).await?;
        let pupils = self.pupils_of(&take_over).await?;
        for some in found.chunks(TOGETHER) {
            let numbers: Vec<&StudentNumber> = some.iter().map(|one| &one.paper.number).collect();
            let whose = self.taken(&numbers).await?;
            for one in some {
                match whose.get(one.paper.number.as_str()).filter(|person| pupils.contains(*person)) {
                    Some(person) => self.attach_one(actor, *person, one, &mut attached).await?,
                    // Whether somebody else has it is nothing that a name of a file is answered with.
                    None => tell(&mut attached, &one.name, "不是这一批接管的学生的学籍号。"),
                }
            }
        }
        attached.told.sort();
        Ok(attached)
    }

    /// The pupils who were taken over by a take-over.
    async fn pupils_of(&self, take_over: &TakeOverRow) -> Result<BTreeSet<PersonId>> {
        let (mut pupils, mut after) = (BTreeSet::new(), 0);
        loop {
            let rows = self.rows_after(take_over.uid, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok(pupils) };
            after = last;
            pupils.extend(rows.iter().filter(|row| row.state == RowState::Entered).map(|row| row.person));
        }
    }

    async fn attach_one(
        &self,
        actor: &Actor,
        person: PersonId,
        found: &Found,
        attached: &mut Attached,
    ) -> Result<()> {
        let Found { path, name, paper } = found;
        let row = self.pupils().person(person).await?;
        let there = self.archives().archive_files(&row).await?;
        if there.iter().any(|file| file.category == paper.category && file.title == paper.title) {
            attached.there += 1;
            return Ok(());
        }
        let most = u64::try_from(crate::blob::Limits::default().bytes).unwrap_or(u64::MAX);
        let path = path.clone();
        let bytes = blocking(move || {
            let length = std::fs::metadata(&path)?.len();
            Ok(if length > most { None } else { Some(std::fs::read(&path)?) })
        });
        let Some(bytes) = bytes.await? else {
            tell(attached, name, &format!("大于 {} MB。", most >> 20));
            return Ok(());
        };
        let asked = AskedFile {
            category: paper.category,
            kind: ProofKind::Other,
            title: paper.title.clone(),
            name: name.clone(),
            bytes,
        };
        match self.archives().add_taken_over_file(actor, person, asked).await {
            Ok(()) => attached.filed += 1,
            Err(Error::Refused(refusals)) => {
                let words: Vec<&str> = refusals.iter().map(|refusal| refusal.what.as_str()).collect();
                tell(attached, name, &words.join(""));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn tell(attached: &mut Attached, name: &str, why: &str) {
    attached.told.push((name.to_owned(), why.to_owned()));
}

/// The files of a folder by their names, in order, and what of it is none of an archive's.
fn read_folder(folder: &Path) -> Result<(Vec<Found>, Attached)> {
    let (mut found, mut attached) = (Vec::new(), Attached::default());
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type()?.is_file() {
            tell(&mut attached, &name, "不是文件；附件请直接放在这个文件夹里。");
            continue;
        }
        match Paper::named(&name) {
            Ok(paper) => found.push(Found { path: entry.path(), name, paper }),
            Err(why) => tell(&mut attached, &name, &why),
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok((found, attached))
}
