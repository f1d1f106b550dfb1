//! One table says what is open: a matter of every kind stands on the desk of who has to act, with its due day, and nowhere else; it
//! is handed over with a registrar's work, keeps its school from ending, and is gone with the decision.

mod as_decided;
mod days;
mod every;
mod housekeeping;
mod pupils;
mod units;

use crate::disclosure::asked as disclosure;
use crate::import::{filled, good};
use crate::problems::{answer, check, open_at, twice};
use crate::registrars::asked as hand_over;
use crate::support::accounts::{new_account, security_admin, system_admin};
use crate::support::guardians::{Parent, by_code};
use crate::support::letters::{transfer, with_more_schools};
use crate::support::packages::{
    arrived, begin_of_term, continuation, fingerprint_of, made, moved, world as two_provinces,
};
use crate::support::schools::asked as change;
use crate::support::*;
use chrono::{NaiveDate, TimeZone};
use contract::desk::MatterLine;
use domain::access::{Actor, Role};
use domain::disclosure::{Command as DisclosureCommand, People};
use domain::form::GuardianSlot;
use domain::guardian::BondAct;
use domain::id::{ImportId, PersonId};
use domain::matter::MatterKind;
use domain::paper::{Check, DossierCommand};
use domain::problem::Remedy;
use domain::registrar::{HandOverCommand, ItemKind};
use domain::review::{CampaignCommand, Outstanding, SchoolCommand};
use domain::rules::RuleKey;
use domain::school::Change;
use domain::violation::{Command as ViolationCommand, ViolationKind};
use registry::guardian::SignedUp;
use registry::import::Upload;
use registry::matter::DeskFilter;

const UNITS: [&str; 9] =
    [SCHOOL, OTHER_SCHOOL, "2132000003", COUNTY, "320100", "320000", "000000", "3144000001", "440106"];

/// Who confirms accounts in a unit.
fn administrators(unit: &str) -> [Actor; 2] {
    [system_admin(unit), security_admin(unit)]
}

/// A dossier that is lent.
async fn lent(world: &World, person: PersonId) {
    let papers = world.registry.papers();
    papers.keep_dossier(&registrar(SCHOOL), person, crate::paper::loan()).await.unwrap();
    papers.keep_dossier(&leader(SCHOOL), person, DossierCommand::ApproveLoan).await.unwrap();
}

/// A file of two children that was checked.
pub(crate) async fn checked_import(world: &World, by: &Actor) -> ImportId {
    let bytes = filled(domain::form::TEMPLATE_VERSION, &[good(2), good(3)]);
    let upload = Upload { file: "一年级.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let imports = world.registry.imports();
    let id = imports.start_import(by, upload).await.unwrap();
    imports.drain_imports().await.unwrap();
    id
}

pub(crate) async fn desk(world: &World, actor: &Actor, kind: MatterKind) -> Vec<MatterLine> {
    let filter = DeskFilter { kind: Some(kind), ..DeskFilter::default() };
    let page = world.registry.matters().desk(actor, &filter, None).await.unwrap();
    assert_eq!(page.total, page.lines.len() as u64, "{kind:?} at {}", actor.name);
    let counted = world.registry.matters().desk_counts(actor).await.unwrap();
    let told = counted.iter().find(|(one, ..)| *one == kind).map_or(0, |(_, n)| *n);
    assert_eq!(told, page.total, "{kind:?} at {}", actor.name);
    page.lines
}

/// Exactly one matter of this kind stands on each of these desks, none on any other, and the table says what the engines say. Gives
/// its due day.
pub(crate) async fn stands(world: &World, kind: MatterKind, holders: &[Actor]) -> Option<NaiveDate> {
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
    let mut due = None;
    for unit in UNITS.iter().chain([&crate::support::grades::LONG]) {
        for actor in [registrar(unit), leader(unit)] {
            let lines = desk(world, &actor, kind).await;
            let holds = holders.iter().any(|one| one.account == actor.account);
            assert_eq!(lines.len(), usize::from(holds), "{kind:?} at {}: {lines:?}", actor.name);
            if let [line] = &lines[..] {
                due = line.due_on;
                assert_eq!(line.also_with.len(), holders.len() - 1, "{kind:?}: {:?}", line.also_with);
                assert!(!line.from.is_empty() && line.href.starts_with('/'), "{line:?}");
            }
        }
    }
    due
}

/// Whether the work of a unit's registrar has a line of this sort.
async fn is_handed_over(world: &World, unit: &str, sort: ItemKind) -> bool {
    let work = world.registry.registrars().owned_work(&code(unit)).await.unwrap();
    work.iter().any(|one| one.found.kind == sort && one.found.count == 1)
}

/// The headings of what keeps a school from ending.
async fn in_the_way(world: &World, school: &str) -> Vec<String> {
    let close = change(school, Change::Close { archives: None, placements: Vec::new() });
    let preview = world.registry.schools().preview_school_change(&leader(COUNTY), &close).await.unwrap();
    preview.blockers.into_iter().map(|one| one.heading).collect()
}

/// How often the unit's journal, which the audit administrator above reads, tells of matters of this kind. The unit itself reads nothing.
async fn journalled(world: &World, unit: &str, kind: MatterKind) -> usize {
    let parent = world.registry.units().unit(&code(unit)).await.unwrap().parent.unwrap();
    let above = if unit.len() > 6 { parent.as_str() } else { "000000" };
    let audit = actor(Role::AuditAdmin, above, 6);
    let read = world.registry.matters().unit_journal(&audit, &code(unit), None).await.unwrap();
    assert!(read.holds, "{unit}");
    for stranger in [registrar(unit), leader(unit), leader(COUNTY), actor(Role::AuditAdmin, unit, 6)] {
        assert!(
            is_not_found(&world.registry.matters().unit_journal(&stranger, &code(unit), None).await),
            "{stranger:?}"
        );
    }
    read.entries.rows.iter().filter(|entry| entry.kind == Some(kind)).count()
}
