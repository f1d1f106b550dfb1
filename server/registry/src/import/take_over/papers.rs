//! Files of the archives (附件) that come beside a take-over, in a folder. The folder is read when the take-over is checked and released
//! with its rows by the second person; what is filed afterwards is what was released, with whose number it is named by, as long as the
//! take-over is not finished and the child is where it was taken over. What is filed already is passed over, so that a folder can come
//! again after it was cut off; what cannot be filed is told, file by file.

use super::super::{RowState, refusal};
use super::folder::{Folder, Found, hex, most, read_folder, read_whole};
use super::model::{FolderLine, TakeOverRow, TakeRow, row_key};
use super::stage::blocking;
use super::steps::{state, within};
use crate::archive::AskedFile;
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::services::TakeOvers;
use crate::store::UnitOfWork;
use domain::access::Actor;
use domain::id::{PersonId, TakeOverId};
use domain::ident::StudentNumber;
use domain::matter::ProofKind;
use domain::refusal::RefusalCode;
use domain::take_over::{Paper, TakeOverState, may_begin};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rows of the take-over read at once.
const PAGE: usize = 1000;
/// Files whose pupils are looked up together.
const TOGETHER: usize = 200;
/// What is said of a photograph where there is one.
const PHOTO_THERE: &str = "档案里已有照片，没有带入。";

/// What became of the files of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attached {
    /// Files that were filed.
    pub filed: u64,
    /// Files that were filed before, or of which the archive has one of the same name already.
    pub there: u64,
    /// Files that were not filed, each with the reason.
    pub told: Vec<(String, String)>,
}

/// What is filed out of a folder, for the transaction that files it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FiledWith<'a> {
    take_over: TakeOverId,
    seq: u32,
    mark: &'a str,
    photo: bool,
}

impl TakeOvers<'_> {
    /// The folder that a take-over begins with; none where nothing in it is called by a number and that is not `needed`.
    pub(super) async fn papers_in(&self, folder: PathBuf, needed: bool) -> Result<Option<FolderLine>> {
        let line = blocking(move || read_folder(&folder)).await?.line();
        if line.files == 0 && !needed {
            return Ok(None);
        }
        if line.files == 0 {
            let remedy = "附件请直接放在文件夹里，文件名以学籍号开头；没有附件的不用写文件夹。";
            return Err(refusal(RefusalCode::File, "文件夹里没有可以带入的附件。", remedy).into());
        }
        Ok(Some(line))
    }

    /// The folder of a take-over as it lies there, for who is to release it: it is the one that was checked, whole.
    ///
    /// # Errors
    /// Refusals: who may not, where there is none, and where it is another by now; when it cannot be read or the store fails.
    pub async fn look_at_papers(&self, actor: &Actor, id: TakeOverId, folder: &Path) -> Result<Folder> {
        may_begin(actor)?;
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        self.same_folder(&take_over, folder).await
    }

    async fn same_folder(&self, take_over: &TakeOverRow, folder: &Path) -> Result<Folder> {
        if take_over.papers.is_none() && take_over.scans.is_none() {
            let remedy = "附件须与文件一并检查、一并放行：请在检查时写明附件所在的文件夹。";
            return Err(refusal(RefusalCode::OutOfState, "这一批检查时没有带附件。", remedy).into());
        }
        let folder = folder.to_owned();
        let folder = blocking(move || read_folder(&folder)).await?;
        let line = Some(folder.line()).filter(|line| line.files > 0);
        if line != take_over.papers {
            let what = "文件夹里的附件与检查时的不符。";
            let remedy = "请把文件夹恢复原样；要换附件的，请撤销这一批，重新检查。";
            return Err(refusal(RefusalCode::OutOfState, what, remedy).into());
        }
        Ok(folder)
    }

    /// Files what lies in the folder that was released with a take-over in the archives of its pupils, before the take-over is finished.
    ///
    /// # Errors
    /// Refusals: who may not, what was not taken over or is finished, a folder that is not the one that was released; when the folder
    /// cannot be read or the store fails. What was filed before stays, and the same folder can come again.
    pub async fn attach_papers(&self, actor: &Actor, id: TakeOverId, folder: &Path) -> Result<Attached> {
        may_begin(actor)?;
        let take_over = self.take_over_row(id).await?;
        within(actor, &take_over)?;
        attachable(&take_over)?;
        let path = folder;
        let Folder { found, told } = self.same_folder(&take_over, path).await?;
        let mut attached = Attached::default();
        // What a row names is bound to the row by what it holds, and may be called anything.
        let named = self.attach_scans(actor, &take_over, path, &mut attached).await?;
        attached.told.extend(told.into_iter().filter(|(name, _)| !named.contains(name)));
        let pupils = self.pupils_of(&take_over).await?;
        for some in found.chunks(TOGETHER) {
            let numbers: Vec<&StudentNumber> = some.iter().map(|one| &one.paper.number).collect();
            let whose = self.taken(&numbers).await?;
            for one in some {
                let person = whose.get(one.paper.number.as_str()).copied();
                match person.and_then(|person| Some((person, *pupils.get(&person)?))) {
                    Some(child) => self.attach_one(actor, id, child, one, &mut attached).await?,
                    // Whether somebody else has it is nothing that a name of a file is answered with.
                    None => tell(&mut attached, &one.name, "不是这一批接管的学生的学籍号。"),
                }
            }
        }
        attached.told.sort();
        Ok(attached)
    }

    /// The pupils who were taken over by a take-over, each with the place of the row.
    async fn pupils_of(&self, take_over: &TakeOverRow) -> Result<BTreeMap<PersonId, u32>> {
        let (mut pupils, mut after) = (BTreeMap::new(), 0);
        loop {
            let rows = self.rows_after(take_over.uid, after, PAGE).await?;
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok(pupils) };
            after = last;
            let entered = rows.iter().filter(|row| row.state == RowState::Entered && row.filing.is_none());
            pupils.extend(entered.map(|row| (row.person, row.seq)));
        }
    }

    async fn take_row(&self, id: TakeOverId, seq: u32) -> Result<TakeRow> {
        self.store.get("take_over_row", &row_key(id, seq)).await?.ok_or(Error::NotFound("row"))
    }

    pub(super) async fn attach_one(
        &self,
        actor: &Actor,
        take_over: TakeOverId,
        (person, seq): (PersonId, u32),
        found: &Found,
        attached: &mut Attached,
    ) -> Result<()> {
        let (mark, photo) = (found.mark(), found.is_photo());
        if self.take_row(take_over, seq).await?.filed.contains(&mark) {
            attached.there += 1;
            return Ok(());
        }
        let there = self.archives().archive_files(&self.pupils().person(person).await?).await?;
        if photo && there.iter().any(|file| file.is_photo()) {
            tell(attached, &found.name, PHOTO_THERE);
            return Ok(());
        }
        let Paper { category, title, .. } = &found.paper;
        if there.iter().any(|file| file.category == *category && file.title == *title) {
            attached.there += 1;
            return Ok(());
        }
        let (path, most) = (found.path.clone(), most());
        let bytes = match blocking(move || read_whole(&path, most)).await? {
            Ok(bytes) if hex(&Sha256::digest(&bytes)) == found.sha256 => bytes,
            Ok(_) => {
                tell(attached, &found.name, "读取时已经不是放行的内容。");
                return Ok(());
            }
            Err(why) => {
                tell(attached, &found.name, &why);
                return Ok(());
            }
        };
        let asked = AskedFile {
            category: *category,
            kind: ProofKind::Other,
            title: title.clone(),
            name: found.name.clone(),
            bytes,
        };
        let with = FiledWith { take_over, seq, mark: &mark, photo };
        match self.archives().add_taken_over_file(actor, person, asked, with).await {
            Ok(()) => attached.filed += 1,
            Err(Error::Refused(refusals)) => {
                let words: Vec<&str> = refusals.iter().map(|refusal| refusal.what.as_str()).collect();
                tell(attached, &found.name, &words.join(""));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// In the transaction that files it: whether a file of the folder may still go into this archive. The row of the child keeps that it
    /// was filed; the entry of the journal that tells it counts as one of the take-over's, which can be undone with it.
    pub(crate) async fn file_paper(
        &self,
        work: &mut UnitOfWork,
        actor: &Actor,
        child: &PersonRow,
        with: FiledWith<'_>,
    ) -> Result<()> {
        let take_over = self.take_over_row(with.take_over).await?;
        within(actor, &take_over)?;
        attachable(&take_over)?;
        let loaded = self.take_row(with.take_over, with.seq).await?;
        let own = actor.unit.as_ref().is_some_and(|unit| unit.path.covers(&child.path));
        let stays = loaded.state == RowState::Entered
            && loaded.person == child.uid
            && loaded.cell.school == child.school.as_str()
            && matches!(child.standing, Standing::Pupil(_));
        if !own || !stays {
            let what = "这名学生已经不在接管时的学校，没有带入。";
            return Err(refusal(RefusalCode::OutOfState, what, "请由学生现在的学校归入档案。").into());
        }
        if with.photo && self.archives().archive_files(child).await?.iter().any(|file| file.is_photo()) {
            let remedy = "要更换照片的，请由学校办理。";
            return Err(refusal(RefusalCode::OutOfState, PHOTO_THERE, remedy).into());
        }
        let mut next = TakeRow { version: loaded.version + 1, told: loaded.told + 1, ..loaded.clone() };
        next.filed.push(with.mark.to_owned());
        work.replace("take_over_row", &row_key(with.take_over, with.seq), loaded.version, &next);
        Ok(())
    }
}

/// Files come while the pupils are here and the take-over is not accepted for good.
fn attachable(take_over: &TakeOverRow) -> Result<()> {
    if take_over.state == TakeOverState::Entered {
        Ok(())
    } else {
        Err(state(take_over, "接管以后、对账完成以前才能带入附件。"))
    }
}

fn tell(attached: &mut Attached, name: &str, why: &str) {
    attached.told.push((name.to_owned(), why.to_owned()));
}
