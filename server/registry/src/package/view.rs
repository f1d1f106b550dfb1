//! The packages of a school, made and received; one of them; what is inside one that arrived, beside what is here.

use super::{Content, Direction, Opened, PackageRow};
use crate::archive::Adopted;
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::person::value_in_words;
use crate::services::Packages;
use crate::sight::sight;
use crate::store::Vars;
use contract::package::{
    ArrivedView, Basis, DecidedCase, FileEntry, FiledEntry, JournalEntry, MadeView, PackageLine, PackageView,
    Preview, PreviewItem, Proposal, Stay,
};
use contract::{Page, Said};
use domain::access::{Action, Actor, Ground, Mask, Reader, Role, Shown, Target, authorise};
use domain::access_log::Function;
use domain::codes::{Grade, SchoolSystem};
use domain::form::Field;
use domain::id::{PackageId, PersonId, UnitId};
use domain::ident::StudentNumber;
use domain::package::{self, Comparison, Found, HandOver, IncomingState, OutgoingState, Record};

/// Rows on one page.
const PAGE: usize = 50;

/// Which packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageBox {
    /// 移交: made by the own school; for an authority, by its schools
    Made,
    /// 接收: received by the own school
    Received,
}

impl Packages<'_> {
    /// One page of packages.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with packages.
    pub async fn list_packages(
        &self,
        actor: &Actor,
        which: PackageBox,
        after: Option<PackageId>,
    ) -> Result<Page<PackageLine, PackageId>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let authority = own.kind.is_authority() && actor.role == Role::Leader;
        let direction = if which == PackageBox::Made { Direction::Made } else { Direction::Received };
        let units: Vec<UnitId> = if authority {
            // The policy knows this right only over a school directly below; each row is asked about below.
            self.units().school_ids_below(&own.id).await?
        } else {
            authorise(actor, Action::ReadPackages, &Target::Unit(&own.path))?;
            vec![own.id.clone()]
        };
        let mut vars = Vars::new().with("direction", direction);
        let mut beyond = "";
        if let Some(after) = after {
            beyond = "AND uid < $after";
            vars = vars.with("after", after);
        }
        let text = format!(
            "SELECT * FROM package WHERE unit = $unit AND direction = $direction {beyond} ORDER BY uid DESC LIMIT {}",
            PAGE + 1
        );
        let mut rows: Vec<PackageRow> = Vec::new();
        for unit in &units {
            rows.extend(self.store.rows::<PackageRow>(&text, vars.clone().with("unit", unit)).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        rows.retain(|row| authorise(actor, Action::ReadPackages, &Target::Unit(&row.path)).is_ok());
        let shown: Vec<PersonId> = rows.iter().filter_map(|row| row.person).collect();
        self.access_log().saw(actor, Function::Packages, &shown).await?;
        let lines = rows.iter().map(|row| self.package_line(actor, row, &row.content(&*self.vault)?));
        Ok(Page { rows: lines.collect::<Result<_>>()?, next })
    }

    fn package_line(&self, actor: &Actor, row: &PackageRow, content: &Content) -> Result<PackageLine> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let (name, other, state_label) = match content {
            Content::Made(one) => (&one.name, &one.basis.to.name, one.state.label()),
            Content::Received(one) => (&one.name, &one.from.name, one.state.label()),
        };
        Ok(PackageLine {
            id: row.uid,
            version: row.version,
            number: row.number.clone(),
            name: name.clone(),
            other: other.clone(),
            state: row.state.clone(),
            state_label: state_label.to_owned(),
            at: row.at,
            expires_on: row.expires_on,
            my_turn: row.waiting.as_deref() == Some(queue_key(&own.id, actor.role).as_str()),
        })
    }

    /// One package.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope.
    pub async fn package(&self, actor: &Actor, id: PackageId) -> Result<PackageView> {
        let row = self.package_for(actor, id, Action::ReadPackages).await?;
        self.access_log().saw(actor, Function::Package, row.person.as_slice()).await?;
        let content = row.content(&*self.vault)?;
        let line = self.package_line(actor, &row, &content)?;
        let may = |action| authorise(actor, action, &Target::Unit(&row.path)).is_ok();
        let calendar = self.working_days().calendar_at(&row.path);
        let context = self.package_context(actor, &calendar);
        Ok(match content {
            Content::Made(outgoing) => PackageView::Made(Box::new(MadeView {
                line,
                may_release: may(Action::ReleasePackages) && outgoing.may_decide(&context).is_ok(),
                may_fetch: may(Action::HandlePackages)
                    && outgoing.state == OutgoingState::Released
                    && outgoing.made.as_ref().is_some_and(|made| context.today <= made.expires_on),
                basis: basis(outgoing.from.name, outgoing.basis),
                asked: outgoing.asked.into(),
                decided: outgoing.decided.map(Into::into),
                made: outgoing.made,
                fetched: outgoing.fetched.into_iter().map(Into::into).collect(),
            })),
            Content::Received(incoming) => {
                let preview = match incoming.state {
                    IncomingState::Refused => None,
                    _ => {
                        let opened = self.open_kept(&row).await?;
                        Some(self.preview_package(actor, &row, &opened, incoming.state).await?)
                    }
                };
                PackageView::Received(Box::new(ArrivedView {
                    line,
                    preview,
                    may_propose: may(Action::HandlePackages) && incoming.state == IncomingState::Received,
                    may_accept: may(Action::AcceptPackages) && incoming.state == IncomingState::Proposed,
                    basis: basis(incoming.from.name, incoming.basis),
                    uploaded: incoming.uploaded.into(),
                    returned: incoming.returned.map(Into::into),
                    decided: incoming.decided.map(Into::into),
                    entries: incoming.entries,
                    head: incoming.head,
                    fingerprint: incoming.fingerprint,
                    directory: incoming.directory,
                    proposal: incoming.proposal.map(proposal),
                    person: incoming.person,
                }))
            }
        })
    }

    async fn preview_package(
        &self,
        actor: &Actor,
        row: &PackageRow,
        opened: &Opened,
        state: IncomingState,
    ) -> Result<Preview> {
        let record = &opened.record;
        let (found, person) = self.find_child(row, record).await?;
        let here = person.as_ref().map(|person| person.info(&*self.vault)).transpose()?;
        let differing: Vec<Field> = here.as_ref().map_or_else(Vec::new, |here| {
            Comparison::of(here, &record.info).into_iter().map(|one| one.field).collect()
        });
        let consent = person.as_ref().map(|person| person.consent).unwrap_or_default();
        let reader = Reader { role: actor.role, ground: Ground::Look(Mask::Working), consent };
        let shown = |info: &domain::form::BasicInfo, field: Field| match info.get(field) {
            Some(value) => value_in_words(info, field, value, reader.shown(field)),
            None => String::new(),
        };
        let item = |field: &Field| PreviewItem {
            field: *field,
            here: here.as_ref().map_or_else(String::new, |here| shown(here, *field)),
            there: shown(&record.info, *field),
            differs: differing.contains(field),
        };
        let filled = |field: &&Field| {
            if reader.shown(**field) == Shown::Nothing {
                return false;
            }
            record.info.get(**field).is_some()
                || here.as_ref().is_some_and(|here| here.get(**field).is_some())
        };
        let mut entries = Vec::new();
        for filed in &record.entries {
            let words: Vec<String> =
                filed.lines.iter().map(|(label, value)| format!("{label} {value}")).collect();
            let period = filed.entry.kind.period().words(&filed.entry.period);
            let ours = match &person {
                Some(person) => self.archives().adoption_of(person, filed).await? == Adopted::Ours,
                None => false,
            };
            let words = std::iter::once(period).chain(words).filter(|part| !part.is_empty());
            let words = words.collect::<Vec<_>>().join("，");
            let school = filed.school_name.clone();
            entries.push(FiledEntry { kind: filed.entry.kind, words, school, ours });
        }
        let likeness = match (&found, state) {
            (Found::Nobody, IncomingState::Received | IncomingState::Proposed) => {
                let refusals = self.pupils().check_duplicates(&record.info, "", None).await?;
                refusals.into_iter().map(|refusal| refusal.what).collect()
            }
            _ => Vec::new(),
        };
        Ok(Preview {
            number: record.number.parse::<StudentNumber>().map(|number| number.masked()).unwrap_or_default(),
            person: person.map(|person| person.uid),
            found,
            class_label: format!("{}{}", grade_label(record), record.class_name),
            class_name: record.class_name.clone(),
            items: Field::ALL.iter().filter(filled).map(item).collect(),
            spells: record
                .spells
                .iter()
                .map(|spell| Stay {
                    from_on: spell.from_on,
                    to_on: spell.to_on,
                    school: spell.school_name.clone(),
                    class_name: spell.class_name.clone(),
                })
                .collect(),
            cases: record
                .cases
                .iter()
                .map(|case| DecidedCase {
                    opened_on: case.opened_on,
                    kind: case.kind(),
                    number: case.number.clone(),
                    state: case.state,
                })
                .collect(),
            entries,
            files: record
                .files
                .iter()
                .map(|file| FileEntry { title: file.title.clone(), name: file.name(), bytes: file.bytes })
                .collect(),
            journal: record
                .journals
                .iter()
                .flat_map(|journal| &journal.entries)
                .map(|told| JournalEntry {
                    on: told.entry.occurred_on,
                    event: told.entry.event,
                    unit: told.entry.actor.unit_name.clone(),
                })
                .collect(),
            custody: format!("{}（{}）", record.custody.name, record.custody.kind),
            before: record.with_earlier().len() - 1,
            likeness,
        })
    }

    /// The archive a child brought when it came, for who works with the record: package and school it came from.
    ///
    /// # Errors
    /// [`Error::NotFound`] out of scope.
    pub async fn brought(&self, actor: &Actor, person: PersonId) -> Result<Vec<(PackageId, String)>> {
        let row = self.pupils().person(person).await?;
        sight(actor, Action::ViewPupil, &Target::Unit(&row.path), "person")?;
        let text = "SELECT * FROM package WHERE person = $person AND direction = $direction LIMIT 50";
        let vars = Vars::new().with("person", person).with("direction", Direction::Received);
        let mut rows: Vec<PackageRow> = self.store.rows(text, vars).await?;
        rows.retain(|row| authorise(actor, Action::ReadPackages, &Target::Unit(&row.path)).is_ok());
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        rows.iter().map(|row| Ok((row.uid, row.incoming(&*self.vault)?.from.name))).collect()
    }
}

fn grade_label(record: &Record) -> String {
    Grade::new(record.grade, SchoolSystem::SixThree).map(|grade| grade.label()).unwrap_or_default()
}

fn basis(from: String, on: HandOver) -> Basis {
    Basis {
        from,
        to: on.to.name,
        to_unit: on.to.unit,
        kind: on.kind,
        case_number: on.case_number,
        decided_on: on.decided_on,
    }
}

fn proposal(one: package::Proposal) -> Proposal {
    Proposal {
        on: one.on,
        class_name: one.class_name,
        take: one.take.into_iter().collect(),
        said: Said::with(one.act, one.note),
    }
}
