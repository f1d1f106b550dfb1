//! The pages of one pupil's record for staff (学籍档案): each loads what it shows and no more, and is in the log by its own name. A guardian
//! has pages of his own.

use super::PersonRow;
use super::timeline::Teller;
use super::view::{Parts, may_reveal, visible};
use super::words::value_in_words;
use crate::case::the_system;
use crate::error::{Error, Result};
use crate::journal::JournalEntry;
use crate::services::Pupils;
use contract::desk::MatterLine;
use contract::record::{
    Barred, GuardianContact, RecordAct, RecordHead, RecordInfo, RecordLooks, RecordMatters, RecordOverview,
    RecordTimeline, TimelineCase, TimelineGroup,
};
use domain::access::{Action, Actor, FieldClass, Ground, Mask, Reader, Role, Shown, Target, authorise};
use domain::access_log::Function;
use domain::case::CaseKind;
use domain::form::BasicInfo;
use domain::id::{AccessId, CaseId, PersonId, ProofId};
use domain::journal::{CaseDetail, Detail};
use std::collections::{BTreeMap, BTreeSet};

impl Pupils<'_> {
    /// 概况 of a record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there, not in the actor's scope, or the actor is a guardian; a refusal when the actor lacks
    /// training.
    pub async fn record_overview(&self, actor: &Actor, id: PersonId) -> Result<RecordOverview> {
        let (row, mask) = self.staff_record(actor, id).await?;
        self.access_log().saw(actor, Function::Pupil, &[id]).await?;
        let info = row.shown_info(&*self.vault)?;
        let ground = Ground::Look(mask);
        let reader = row.reader(actor, ground);
        let open = self.matters().of_pupil(actor, &row).await?;
        let (archive, _) = self.archives().completeness_of(&row).await?;
        Ok(RecordOverview {
            photo: self.photo_of(&row, reader).await?,
            guardians: guardians(&info, reader),
            open: open.into_iter().filter(|line| line.open).collect(),
            archive,
            today: self.store.clock.today(),
            barred: self.barred(actor, &row),
            record: self.record_of(actor, &row, &info, (mask, ground), Parts::default()).await?,
        })
    }

    /// 学籍信息: the items of the form, the schooling, the numbers.
    ///
    /// # Errors
    /// As [`Pupils::record_overview`](crate::services::Pupils::record_overview).
    pub async fn record_info(&self, actor: &Actor, id: PersonId) -> Result<RecordInfo> {
        let (row, mask) = self.staff_record(actor, id).await?;
        self.access_log().saw(actor, Function::PupilInfo, &[id]).await?;
        let info = row.shown_info(&*self.vault)?;
        Ok(RecordInfo {
            head: head(actor, &row, mask),
            info: visible(&info, row.reader(actor, Ground::Look(mask))),
            spells: self.spells(id).await?,
            numbers: self.number_lines(id).await?,
            may_reveal: may_reveal(actor, &row),
        })
    }

    /// 事项: everything that is or was to be done about the pupil, as far as the actor's office reaches.
    ///
    /// # Errors
    /// As [`Pupils::record_overview`](crate::services::Pupils::record_overview).
    pub async fn record_matters(&self, actor: &Actor, id: PersonId) -> Result<RecordMatters> {
        let (row, mask) = self.staff_record(actor, id).await?;
        self.access_log().saw(actor, Function::PupilMatters, &[id]).await?;
        let (open, mut closed): (Vec<MatterLine>, Vec<MatterLine>) =
            self.matters().of_pupil(actor, &row).await?.into_iter().partition(|line| line.open);
        closed.sort_by(|one, other| (other.since, &other.id).cmp(&(one.since, &one.id)));
        Ok(RecordMatters { head: head(actor, &row, mask), open, closed })
    }

    /// 信息变动情况 by matter.
    ///
    /// # Errors
    /// As [`Pupils::record_overview`](crate::services::Pupils::record_overview).
    pub async fn record_timeline(&self, actor: &Actor, id: PersonId) -> Result<RecordTimeline> {
        let (row, mask) = self.staff_record(actor, id).await?;
        self.access_log().saw(actor, Function::PupilTimeline, &[id]).await?;
        let info = row.shown_info(&*self.vault)?;
        let reader = row.reader(actor, Ground::Look(mask));
        let teller = Teller { row: &row, info: &info, reader, mask, names: true };
        let entries = self.journal().entries(id).await?;
        let matters = self.matters().of_pupil(actor, &row).await?;
        let opens: BTreeSet<&str> =
            matters.iter().filter(|line| !line.href.is_empty()).map(|line| line.id.as_str()).collect();
        Ok(RecordTimeline {
            head: head(actor, &row, mask),
            groups: groups(&entries, &teller, |case| opens.contains(format!("case/{case}").as_str())),
            chain_holds: self.journal().verify_person(id).await?.is_ok(),
        })
    }

    /// 访问记录 of the pupil, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever may not see who looked.
    pub async fn record_looks(
        &self,
        actor: &Actor,
        id: PersonId,
        after: Option<AccessId>,
    ) -> Result<RecordLooks> {
        let (row, mask) = self.staff_record(actor, id).await?;
        let looks = self.access_log().looks_at(actor, id, after).await?;
        self.access_log().saw(actor, Function::PupilLooks, &[id]).await?;
        Ok(RecordLooks { head: head(actor, &row, mask), looks })
    }

    /// Whether the actor may see who looked at a record that he is shown.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person.
    pub async fn may_see_looks(&self, actor: &Actor, id: PersonId) -> Result<bool> {
        let row = self.person(id).await?;
        Ok(sees_looks(actor, &row))
    }

    /// What the actor may begin about a pupil now: the changes of status, and a correction that is taken in.
    ///
    /// # Errors
    /// As [`Pupils::record_overview`](crate::services::Pupils::record_overview).
    pub async fn begins_now(&self, actor: &Actor, id: PersonId) -> Result<Vec<CaseKind>> {
        let (row, _) = self.staff_record(actor, id).await?;
        let mut kinds = self.cases().changes_open_to(actor, &row);
        if self.cases().may_take_correction(actor, &row) {
            kinds.push(CaseKind::Correction);
        }
        if !kinds.is_empty() {
            // What may be begun says how the pupil stands, as the overview does.
            self.access_log().saw(actor, Function::Pupil, &[id]).await?;
        }
        Ok(kinds)
    }

    /// A record that somebody of the staff may be shown, and how much of it.
    async fn staff_record(&self, actor: &Actor, id: PersonId) -> Result<(PersonRow, Mask)> {
        if actor.role == Role::Guardian {
            return Err(Error::NotFound("person"));
        }
        let row = self.person(id).await?;
        let mask = self.pupil_mask(actor, &row)?;
        Ok((row, mask))
    }

    /// The latest photograph in the archive, for whoever sees what is filed.
    async fn photo_of(&self, row: &PersonRow, reader: Reader) -> Result<Option<ProofId>> {
        if reader.class(FieldClass::Filed) != Shown::Whole {
            return Ok(None);
        }
        let files = self.archives().archive_files(row).await?;
        Ok(files.into_iter().find(|file| file.is_photo() && file.has_thumbnail).map(|file| file.id))
    }

    /// What is the actor's office and cannot be done now.
    fn barred(&self, actor: &Actor, row: &PersonRow) -> Vec<Barred> {
        let holds = |action| authorise(actor, action, &Target::Unit(&row.path)).is_ok();
        let mut found = Vec::new();
        if let Some(why) = self.cases().nothing_now(row) {
            for (act, action) in
                [(RecordAct::Change, Action::OpenChange), (RecordAct::Correct, Action::TakeCorrection)]
            {
                if holds(action) {
                    found.push(Barred { act, why: why.clone() });
                }
            }
        }
        if let (true, Err(refusal)) = (holds(Action::KeepRecord), crate::upkeep::refuse_standing(row)) {
            found.push(Barred { act: RecordAct::Keep, why: refusal.to_string() });
        }
        found
    }
}

fn head(actor: &Actor, row: &PersonRow, mask: Mask) -> RecordHead {
    RecordHead { id: row.uid, name: mask.name(&row.name), may_see_looks: sees_looks(actor, row) }
}

fn sees_looks(actor: &Actor, row: &PersonRow) -> bool {
    authorise(actor, Action::ReadAccess, &Target::Unit(&row.path)).is_ok()
}

/// The guardians on record as the reader may see them.
fn guardians(info: &BasicInfo, reader: Reader) -> Vec<GuardianContact> {
    let lines = info.guardians().into_iter();
    lines
        .map(|line| {
            let [name, _, _, _, phone, _] = line.slot.fields();
            let shown = |field, value: &str| match value.is_empty() {
                true => String::new(),
                false => value_in_words(info, field, value, reader.shown(field)),
            };
            GuardianContact {
                name: shown(name, line.name),
                kinship: line.kinship_label(),
                phone: shown(phone, line.phone),
            }
        })
        .collect()
}

/// The entries by what they belong to, the newest first: those of a case together, where its newest entry stands; those of none together
/// with their neighbours.
fn groups(
    entries: &[JournalEntry],
    teller: &Teller<'_>,
    opens: impl Fn(CaseId) -> bool,
) -> Vec<TimelineGroup> {
    let system = the_system().account;
    let mut names: BTreeMap<CaseId, (CaseKind, String)> = BTreeMap::new();
    for told in entries {
        if let (Some(id), Detail::Case(CaseDetail::Opened { case, .. })) = (told.entry.case, &told.detail) {
            names.insert(id, (case.kind, case.number.clone()));
        }
    }
    let mut groups: Vec<TimelineGroup> = Vec::new();
    for told in entries.iter().rev() {
        let case = told.entry.case;
        let found = match case {
            Some(id) => groups.iter_mut().find(|group| group.case.as_ref().is_some_and(|case| case.id == id)),
            None => groups.last_mut().filter(|group| group.case.is_none()),
        };
        let line = teller.line(told);
        let by_itself = told.entry.actor.account == system;
        match found {
            Some(group) if by_itself => group.machine.push(line),
            Some(group) => group.lines.push(line),
            None => {
                let case = case.map(|id| TimelineCase { id, named: names.remove(&id), opens: opens(id) });
                let (lines, machine) =
                    if by_itself { (Vec::new(), vec![line]) } else { (vec![line], Vec::new()) };
                groups.push(TimelineGroup { case, lines, machine });
            }
        }
    }
    groups
}
