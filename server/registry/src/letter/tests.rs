//! What other services call inside their own transaction, and what only a filled store shows.

use super::{LetterBox, LetterRow};
use crate::clock::{Clock, Entropy};
use crate::error::Error;
use crate::journal::NewEntry;
use crate::matter::MatterKind;
use crate::person::{PersonRow, Standing};
use crate::store::Vars;
use crate::{Location, Registry};
use chrono::{NaiveDate, TimeZone, Utc};
use domain::access::{Actor, ActorUnit, Role};
use domain::calendar::term;
use domain::codes::{PupilStatus, SchoolSystem, SchoolType, Stage};
use domain::form::sample::{self, SampleSpec};
use domain::form::{Field, FormContext, validate};
use domain::id::{AccountId, PersonId, UnitId};
use domain::journal::{Event, RecordDetail};
use domain::letter::{Content, LetterState};
use domain::org::{OrgPath, School, Unit, UnitKind};
use domain::refusal::RefusalCode;
use tempfile::TempDir;
use uuid::Uuid;

const SCHOOL: &str = "2132000001";
/// Run by the city, in the same county.
const DIRECT: &str = "3132000002";

struct World {
    registry: Registry,
    clock: Clock,
    _dir: TempDir,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> UnitId {
    text.parse().unwrap()
}

fn unit(id: &str, kind: UnitKind, above: &[&str]) -> Unit {
    let path = above.iter().fold(OrgPath::root(), |path, part| path.child(&code(part)));
    let school = (kind == UnitKind::School).then(|| School {
        school_type: SchoolType::NineYear,
        stages: vec![Stage::Primary, Stage::Junior],
        system: SchoolSystem::SixThree,
        township: None,
    });
    Unit {
        id: code(id),
        name: format!("单位{id}"),
        kind,
        parent: (kind != UnitKind::Nation)
            .then(|| above.last().map_or_else(UnitId::nation, |part| code(part))),
        path: path.child(&code(id)),
        division: if kind == UnitKind::School { "320102".into() } else { id.get(..6).unwrap().into() },
        school,
    }
}

fn registrar(unit: &Unit) -> Actor {
    Actor {
        account: AccountId::new(Uuid::from_u128(unit.id.as_str().parse().unwrap())),
        name: "管理员".into(),
        role: Role::Registrar,
        unit: Some(ActorUnit {
            id: unit.id.clone(),
            name: unit.name.clone(),
            kind: unit.kind,
            path: unit.path.clone(),
        }),
        trained: true,
        appointed: true,
        children: Vec::new(),
        ties: domain::access::Ties::none(),
    }
}

impl World {
    async fn new(townships: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::set_to(Utc.with_ymd_and_hms(2026, 11, 2, 2, 0, 0).unwrap());
        let location = Location::in_memory(dir.path());
        let registry = Registry::open(&location, clock.clone(), Entropy::seeded(7)).await.unwrap();
        let mut units = vec![
            unit("320000", UnitKind::Province, &[]),
            unit("320100", UnitKind::City, &["320000"]),
            unit("320102", UnitKind::County, &["320000", "320100"]),
            unit("320104", UnitKind::County, &["320000", "320100"]),
            unit(SCHOOL, UnitKind::School, &["320000", "320100", "320102"]),
            unit(DIRECT, UnitKind::School, &["320000", "320100"]),
        ];
        units
            .extend(townships.iter().map(|id| unit(id, UnitKind::Township, &["320000", "320100", "320102"])));
        registry.units().add_units(&units).await.unwrap();
        Self { registry, clock, _dir: dir }
    }

    async fn unit(&self, id: &str) -> Unit {
        self.registry.units().unit(&code(id)).await.unwrap()
    }

    /// A pupil of grade three, since so many days 流失 if a day is given.
    async fn pupil(&self, school: &str, seed: u64, items: &[(Field, &str)], lost: Option<&str>) -> PersonRow {
        let school = self.unit(school).await;
        let spec = SampleSpec { grade: 3, ..SampleSpec::first_grade("320102", 2026) };
        let mut raw = sample::pupil(seed, &spec);
        raw.extend(items.iter().map(|(field, value)| (*field, (*value).to_owned())));
        let form = FormContext {
            today: day("2026-11-02"),
            school_type: SchoolType::NineYear,
            stages: vec![Stage::Primary, Stage::Junior],
            system: SchoolSystem::SixThree,
            places: domain::form::Places::default(),
        };
        let info = validate(&raw, &form).unwrap();
        let id = PersonId::new(self.registry.store.new_id());
        let vault = &*self.registry.vault;
        let (entry, due) = (day("2024-09-01"), day("2024-10-08"));
        let mut row = PersonRow::candidate(vault, id, &school, SchoolSystem::SixThree, &info, entry, due);
        let status = if lost.is_some() { PupilStatus::Lost } else { PupilStatus::InSchool };
        row.set_standing(Standing::Pupil(status));
        let (row_ref, registry) = (&row, &self.registry);
        registry
            .store
            .transact("test", || {
                Box::pin(async move {
                    let mut tx = registry.transaction(crate::case::the_system());
                    tx.work.create("person", &id.to_string(), row_ref);
                    if let Some(on) = lost {
                        let (from, to, on) = ("在读".into(), PupilStatus::Lost, day(on));
                        let changed = NewEntry::of(RecordDetail::StatusChanged { from, to, on }).on(on);
                        tx.tell_entry(id, changed).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
            .unwrap();
        row
    }

    async fn report(&self, person: &PersonRow) -> Result<(), Error> {
        let school = self.unit(person.school.as_str()).await;
        let (registry, school) = (&self.registry, &school);
        registry
            .store
            .transact("test", || {
                Box::pin(async move {
                    let mut tx = registry.transaction(crate::case::the_system());
                    let since = day("2026-10-26");
                    registry.letters().dropout_reports(&mut tx, person, school, since).await?;
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    async fn rows(&self) -> Vec<LetterRow> {
        self.registry.store.rows("SELECT * FROM letter ORDER BY uid", Vars::new()).await.unwrap()
    }
}

fn receivers(rows: &[LetterRow]) -> Vec<String> {
    let mut all: Vec<String> = rows.iter().map(|row| row.to_unit.to_string()).collect();
    all.sort();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_a_drop_out_is_reported_to_township_county_and_competent_authority() {
    let world = World::new(&["320102001", "320102002"]).await;
    let hukou = [(Field::HukouPlace, "320102002005")];
    let person = world.pupil(DIRECT, 1, &hukou, None).await;
    world.report(&person).await.unwrap();
    let rows = world.rows().await;
    assert_eq!(receivers(&rows), ["320100", "320102", "320102002"], "three, the school is the city's");
    for row in &rows {
        let letter = row.letter(&*world.registry.vault).unwrap();
        assert_eq!((row.state, row.due_on), (LetterState::Owed, Some(day("2026-11-16"))), "ten working days");
        let Content::DropOut(report) = letter.content else { panic!("a report") };
        assert_eq!(
            (report.receivers.len(), report.township_missing, report.since),
            (3, false, day("2026-10-26"))
        );
        assert!(!row.sealed.contains(&person.name));
    }
    let entries = world.registry.journal().entries(person.uid).await.unwrap();
    assert_eq!(entries.iter().filter(|told| told.entry.event == Event::LetterOwed).count(), 3);
    assert!(world.registry.journal().verify_person(person.uid).await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_where_the_county_is_the_authority_it_is_told_once_and_a_missing_township_is_named() {
    for (townships, hukou, wanted, missing) in [
        (&["320102001", "320102002"][..], "320102000000", vec!["320102"], true),
        (&["320102001", "320102002"][..], "510104001000", vec!["320102"], true),
        // The only township of the county is the right one, wherever the household is registered.
        (&["320102001"][..], "510104001000", vec!["320102", "320102001"], false),
        (&[][..], "320102001000", vec!["320102"], true),
    ] {
        let world = World::new(townships).await;
        let person = world.pupil(SCHOOL, 1, &[(Field::HukouPlace, hukou)], None).await;
        world.report(&person).await.unwrap();
        let rows = world.rows().await;
        assert_eq!(receivers(&rows), wanted, "{hukou}");
        let letter = rows[0].letter(&*world.registry.vault).unwrap();
        let Content::DropOut(report) = letter.content else { panic!("a report") };
        assert_eq!(report.township_missing, missing, "{hukou}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_22_archives_of_migrant_children_who_dropped_out_go_to_the_county_of_household_registration()
{
    let world = World::new(&[]).await;
    let county = world.unit("320102").await;
    let migrant = |hukou: &'static str| [(Field::Migrant, "1"), (Field::HukouPlace, hukou)];
    let away = world.pupil(SCHOOL, 1, &migrant("320104000000"), Some("2026-10-26")).await;
    // Not theirs: at home here, no migrant, still in school, another authority's school, unknown county.
    world.pupil(SCHOOL, 2, &migrant("320102000000"), Some("2026-10-26")).await;
    world.pupil(SCHOOL, 3, &[(Field::Migrant, "0"), (Field::HukouPlace, "320104")], Some("2026-10-26")).await;
    world.pupil(SCHOOL, 4, &migrant("320104000000"), None).await;
    world.pupil(DIRECT, 5, &migrant("320104000000"), Some("2026-10-26")).await;
    world.pupil(SCHOOL, 6, &migrant("650102000000"), Some("2026-10-26")).await;
    let now = term(day("2026-11-02"));
    let outcome = world.registry.letters().hukou_handovers(&registrar(&county), now).await.unwrap();
    assert_eq!((outcome.made.len(), outcome.there), (1, 0));
    let mut why: Vec<&str> = outcome.without.iter().map(|(_, refusal)| refusal.code.as_str()).collect();
    why.sort_unstable();
    assert_eq!(why, ["no_county", "own_county"]);
    let rows = world.rows().await;
    assert_eq!((receivers(&rows), rows[0].due_on), (vec!["320104".to_owned()], Some(day("2027-02-12"))));
    let letter = rows[0].letter(&*world.registry.vault).unwrap();
    let Content::HukouHandOver(content) = &letter.content else { panic!("a hand-over") };
    assert_eq!(
        (letter.about, content.since, &content.pupil.name),
        (Some(away.uid), Some(day("2026-10-26")), &away.name)
    );
    // Again, and in the term after: nothing is handed over twice.
    world.clock.set(Utc.with_ymd_and_hms(2027, 3, 1, 2, 0, 0).unwrap());
    for again in [now, now.next()] {
        let outcome = world.registry.letters().hukou_handovers(&registrar(&county), again).await.unwrap();
        assert_eq!((outcome.made.len(), outcome.there), (0, 1));
    }
    // In a term that ended before the child stayed away there is nothing to hand over.
    let earlier =
        world.registry.letters().hukou_handovers(&registrar(&county), now.previous()).await.unwrap();
    assert_eq!((earlier.made.len(), earlier.there), (0, 0));
    let refused = world.registry.letters().hukou_handovers(&registrar(&county), now.next().next()).await;
    assert!(matches!(refused, Err(Error::Refused(why)) if why[0].code == RefusalCode::Term), "not begun");
    let school = world.unit(SCHOOL).await;
    let refused = world.registry.letters().hukou_handovers(&registrar(&school), now).await;
    assert!(matches!(refused, Err(Error::Refused(why)) if why[0].code == RefusalCode::NotCompetent));
}

#[tokio::test(flavor = "multi_thread")]
async fn boxes_are_paged_by_key_and_an_announced_year_moves_provisional_deadlines() {
    let world = World::new(&[]).await;
    let (school, direct) = (world.unit(SCHOOL).await, world.unit(DIRECT).await);
    let person = world.pupil(SCHOOL, 1, &[], None).await;
    world.clock.set(Utc.with_ymd_and_hms(2027, 1, 8, 2, 0, 0).unwrap());
    let registry = &world.registry;
    for _ in 0..6 {
        registry
            .store
            .transact("test", || {
                let (person, school, direct) = (&person, &school, &direct);
                Box::pin(async move {
                    let mut tx = registry.transaction(crate::case::the_system());
                    for _ in 0..10 {
                        registry.letters().archive_handover_due(&mut tx, person, school, direct).await?;
                    }
                    Ok((tx.finish(), ()))
                })
            })
            .await
            .unwrap();
    }
    let actor = registrar(&school);
    for which in [LetterBox::All, LetterBox::Outbox] {
        let first = registry.letters().list_letters(&actor, which, None).await.unwrap();
        let second = registry.letters().list_letters(&actor, which, first.next).await.unwrap();
        assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 10, None), "{which:?}");
        let mut all: Vec<_> = first.rows.iter().chain(&second.rows).map(|line| line.id).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 60, "{which:?}: none twice");
    }
    let counts = registry.matters().desk_counts(&actor).await.unwrap();
    assert_eq!(counts, [(MatterKind::Letter, 60)]);
    let nobody = registry.letters().list_letters(&registrar(&direct), LetterBox::Inbox, None).await.unwrap();
    assert!(nobody.rows.is_empty(), "nothing is sent yet");

    assert!(
        world.rows().await.iter().all(|row| row.due_on == Some(day("2027-02-08"))),
        "a month, provisional"
    );
    let holidays = ["01-01", "02-05", "02-08", "02-09", "05-01", "10-01"];
    let lines = holidays.map(|day| format!("2027-{day},holiday,节日\n")).concat();
    let root = Unit { path: OrgPath::root(), ..unit("000000", UnitKind::Nation, &[]) };
    let nation = Actor { role: Role::SystemAdmin, ..registrar(&root) };
    registry.working_days().publish_calendar(&nation, &format!("date,kind,name\n{lines}")).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    assert!(world.rows().await.iter().all(|row| row.due_on == Some(day("2027-02-10"))));
    assert_eq!(registry.matters().recount_deadlines().await.unwrap(), 0, "once");
    assert!(registry.journal().verify_person(person.uid).await.unwrap().is_ok());
}
