//! 档案目录: what a guardian reads of the own child's archive (第七条): which papers and entries it holds, not what stands in them.

use super::{columns_of, people_of};
use crate::case::CaseRow;
use crate::error::Result;
use crate::person::PersonRow;
use crate::services::Archives;
use crate::sight::sight;
use crate::store::Vars;
use contract::archive::{ArchiveContents, ContentsYear};
use domain::access::{Action, Actor, Target};
use domain::access_log::Function;
use domain::archive::contents::{Held, HeldAs, by_year};
use domain::archive::{Category, EntryKind};
use domain::calendar::school_year;
use domain::case::{CaseKind, CaseState, Payload};
use domain::id::{PersonId, ProofId};
use std::collections::BTreeMap;

impl Archives<'_> {
    /// What the archive of a guardian's own child holds, school year by school year.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) for everybody but the child's guardian.
    pub async fn archive_contents(&self, actor: &Actor, child: PersonId) -> Result<ArchiveContents> {
        let mask = sight(actor, Action::ViewPupil, &Target::Child(child), "person")?.mask;
        let row = self.pupils().person(child).await?;
        self.access_log().saw(actor, Function::ArchiveContents, &[child]).await?;
        let mut held = self.record_held(&row);
        let (changes, papers) = self.changes_held(&row).await?;
        held.extend(changes);
        held.extend(self.entries_held(&row).await?);
        for file in self.archive_files(&row).await? {
            // What came with no case was filed by the school; what did is checked when the case's papers are.
            let checked = papers.get(&file.id).copied();
            let held_as = match (file.filed_here, checked) {
                (true, _) => HeldAs::Filed,
                (false, Some(true)) => HeldAs::Checked,
                (false, _) => HeldAs::Received,
            };
            held.push(Held {
                category: file.category,
                what: file.title,
                on: file.on,
                year: school_year(file.on),
                held_as,
                school: String::new(),
            });
        }
        held.extend(self.papers().pieces_held(&row).await?);
        let years = by_year(held).into_iter();
        Ok(ArchiveContents {
            id: child,
            name: mask.name(&row.name),
            school: row.school_name.clone(),
            class_label: format!("{}{}", row.grade_label(), row.class_name),
            archive_built: row.archive_built,
            years: years.map(|(year, held)| ContentsYear { year: year.to_string(), held }).collect(),
        })
    }

    /// The form itself, once the archive is built.
    fn record_held(&self, row: &PersonRow) -> Vec<Held> {
        let built = row.archive_built.map(|on| Held {
            category: Category::Basic,
            what: "学籍基础信息表".into(),
            on,
            year: school_year(on),
            held_as: HeldAs::Filed,
            school: row.school_name.clone(),
        });
        built.into_iter().collect()
    }

    /// The approved changes of the record, and of every paper that came with a case whether somebody has checked it.
    async fn changes_held(&self, row: &PersonRow) -> Result<(Vec<Held>, BTreeMap<ProofId, bool>)> {
        let text = "SELECT * FROM case WHERE person IN $people LIMIT 500";
        let vars = Vars::new().with("people", people_of(row));
        let rows: Vec<CaseRow> = self.store.rows(text, vars).await?;
        let (mut held, mut papers) = (Vec::new(), BTreeMap::new());
        for row in rows {
            let case = row.case(&*self.vault)?;
            let checked = case.papers_checked();
            let filed = match &case.payload {
                Payload::Correction(correction) => &correction.proofs,
                _ => &case.scans,
            };
            papers.extend(filed.iter().map(|proof| (proof.id, checked)));
            // 第二十一条: nobody is led to the case of a death.
            let told = case.state == CaseState::Approved && row.kind != CaseKind::Death;
            if let Some(on) = case.closed_on.filter(|_| told) {
                held.push(Held {
                    category: Category::Basic,
                    what: format!("{}（{}）", row.kind.label(), row.number),
                    on,
                    year: school_year(on),
                    held_as: HeldAs::Filed,
                    school: row.school_name.clone(),
                });
            }
        }
        Ok((held, papers))
    }

    /// The entries: what kind, and which subject, award or vaccine it is; no mark and no finding.
    async fn entries_held(&self, row: &PersonRow) -> Result<Vec<Held>> {
        let extras = self.rules().rules_for(&row.path).extra_columns();
        let mut held = Vec::new();
        for row in self.entries_of(row).await? {
            let entry = row.entry(&*self.vault)?;
            let kind: EntryKind = entry.kind;
            let columns = columns_of(kind, &extras);
            let named = columns.iter().filter(|column| kind.identity().contains(&column.key.as_str()));
            let said = named.filter_map(|column| entry.values.get(&column.key).map(String::as_str));
            let parts: Vec<&str> = std::iter::once(kind.label()).chain(said).collect();
            let period = kind.period().words(&entry.period);
            held.push(Held {
                category: kind.category(),
                what: if period.is_empty() {
                    parts.join(" ")
                } else {
                    format!("{}（{period}）", parts.join(" "))
                },
                on: row.filed_on,
                year: kind.period().school_year(&entry.period, row.filed_on),
                held_as: HeldAs::Filed,
                school: row.school_name.clone(),
            });
        }
        Ok(held)
    }
}
