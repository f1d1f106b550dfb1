//! What goes into a package: the whole archive as data, its files, and the document people read.

use super::{Content, Direction, Opened, PackageRow, open_zip};
use crate::archive::people_of;
use crate::case::{CaseRow, EnrolmentRow};
use crate::error::{Error, Result};
use crate::person::{PersonRow, Standing};
use crate::services::Packages;
use crate::store::Vars;
use domain::case::CaseState;
use domain::id::PersonId;
use domain::package::{Head, IncomingState, Journal, JournalEntry, Keeping, Record, Schooling};
use domain::refusal::{Refusal, RefusalCode};
use std::collections::BTreeMap;

/// Cases and stretches of schooling of one child: more than any has.
const MOST: usize = 1000;

impl Packages<'_> {
    /// The archive of a person, and the bytes of its files by their names in a package.
    pub(super) async fn gather(&self, row: &PersonRow) -> Result<(Record, BTreeMap<String, Vec<u8>>)> {
        let Standing::Pupil(status) = row.standing else { return Err(not_on_record()) };
        let number = row.number(&*self.vault)?.ok_or_else(not_on_record)?;
        let people = people_of(row);
        let mut files = BTreeMap::new();
        let mut filed_files = Vec::new();
        let (mut journals, mut numbers) = (Vec::new(), Vec::new());
        for person in &people {
            for (file, bytes) in self.proofs().files_of(*person).await? {
                files.insert(file.name(), bytes);
                filed_files.push(file);
            }
            journals.push(self.journal_of(*person).await?);
            numbers.extend(self.pupils().issued_numbers(*person).await?);
        }
        let vars = || Vars::new().with("people", &people);
        let text = format!("SELECT * FROM case WHERE person IN $people LIMIT {MOST}");
        let rows: Vec<CaseRow> = self.store.rows(&text, vars()).await?;
        let decided = |row: &CaseRow| matches!(row.state, CaseState::Approved | CaseState::Refused);
        let mut cases = Vec::new();
        for row in rows.iter().filter(|row| decided(row)) {
            // What was asked and answered about it (留言) is for its parties alone.
            cases.push(row.case(&*self.vault)?.without_talk());
        }
        cases.sort_by_key(|case| (case.opened_on, case.id));
        let custody = self.schools().custody(row).await?;
        let mut before = Vec::new();
        for opened in self.accepted_packages(&people).await? {
            // A package that came back to where it was made brings nothing that is not here.
            if opened.record.journals.first().is_some_and(|journal| people.contains(&journal.person)) {
                continue;
            }
            for (name, bytes) in opened.files.into_iter().filter(|(name, _)| name.starts_with("files/")) {
                files.entry(name).or_insert(bytes);
            }
            before.push(opened.record);
        }
        let mut record = Record {
            info: row.info(&*self.vault)?,
            number,
            numbers,
            status,
            school: row.school.clone(),
            school_name: row.school_name.clone(),
            grade: row.grade,
            class_name: row.class_name.clone(),
            entry_date: row.entry_date,
            archive_due: row.archive_due,
            archive_built: row.archive_built,
            repeats: row.repeats,
            repeats_in: row.repeats_in,
            skips: row.skips,
            placement: row.placement.clone(),
            abroad: row.abroad.clone(),
            spells: self.schooling_rows(&people).await?.into_iter().map(schooling).collect(),
            cases,
            entries: self.archives().filed_of(row).await?,
            files: filed_files,
            custody: Keeping {
                unit: custody.custodian,
                name: custody.name,
                kind: custody.kind.label().to_owned(),
                since: custody.since,
                act: custody.act,
            },
            journals,
            before,
        };
        if !row.consent.shows_optional() {
            record.leave_out_optional();
        } else if row.optional_erased {
            // What was erased here may still stand in a package that came earlier.
            record.before.iter_mut().for_each(Record::leave_out_optional);
        }
        Ok((record, files))
    }

    async fn journal_of(&self, person: PersonId) -> Result<Journal> {
        let entries: Vec<JournalEntry> = self
            .journal()
            .entries(person)
            .await?
            .into_iter()
            .map(|told| JournalEntry { entry: told.entry, detail: told.detail })
            .collect();
        let chain = self.journal().chain_of(person).await?;
        let (count, hash) = chain.head();
        Ok(Journal { person, head: Head { entries: count, hash: hash.to_owned() }, entries })
    }

    /// The stretches of schooling of a person, the earliest first.
    pub(super) async fn schooling_rows(&self, people: &[PersonId]) -> Result<Vec<EnrolmentRow>> {
        let text = format!("SELECT * FROM spell WHERE person IN $people LIMIT {MOST}");
        let mut rows: Vec<EnrolmentRow> = self.store.rows(&text, Vars::new().with("people", people)).await?;
        rows.sort_by_key(|row| (row.from_on, row.uid));
        Ok(rows)
    }

    /// The packages with which the archives of these records were continued, the latest first.
    pub(super) async fn accepted_packages(&self, people: &[PersonId]) -> Result<Vec<Opened>> {
        let text = "SELECT * FROM package WHERE person = $person AND direction = $direction LIMIT 50";
        let mut rows: Vec<PackageRow> = Vec::new();
        for person in people {
            let vars = Vars::new().with("person", person).with("direction", Direction::Received);
            rows.extend(self.store.rows::<PackageRow>(text, vars).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.uid)));
        let mut opened = Vec::new();
        for row in rows {
            let Content::Received(incoming) = row.content(&*self.vault)? else { continue };
            if incoming.state == IncomingState::Accepted {
                opened.push(self.open_kept(&row).await?);
            }
        }
        Ok(opened)
    }

    /// A package that was kept as it arrived, checked again as on the first day.
    pub(super) async fn open_kept(&self, row: &PackageRow) -> Result<Opened> {
        let bytes = self.package_file(row).await?;
        let today = self.store.clock.today();
        tokio::task::spawn_blocking(move || open_zip(&bytes, today))
            .await
            .map_err(|error| Error::Store(error.to_string()))?
            .map_err(|problem| Refusal::from(problem).into())
    }
}

fn schooling(row: EnrolmentRow) -> Schooling {
    Schooling {
        school: row.school,
        school_name: row.school_name,
        grade: row.grade,
        class_name: row.class_name,
        from_on: row.from_on,
        to_on: row.to_on,
    }
}

fn not_on_record() -> Error {
    Refusal::of(RefusalCode::NotOnRecord, "这名学生没有学籍号，不能制作学籍档案包。").into()
}
