//! Cities, counties and townships (第三条): made, renamed and ended by their province, by two persons, with the code and the day of the act.

use crate::support::accounts::{new_account, system_admin};
use crate::support::schools::ACT;
use crate::support::*;
use domain::access::{Actor, Role};
use domain::id::{SchoolChangeId, UnitId};
use domain::org::UnitKind;
use domain::school::{Change, State};
use registry::error::Result;
use registry::school::Asked;

const PROVINCE: &str = "320000";
const NEW: &str = "320199";

fn found(code_of: &str, name: &str) -> Asked {
    let change = Change::FoundUnit { code: code(code_of), name: name.into(), on: day("2026-09-01") };
    Asked { school: None, change, act: ACT.into() }
}

fn of_unit(unit: &str, change: Change) -> Asked {
    Asked { school: Some(code(unit)), change, act: ACT.into() }
}

fn end(unit: &str) -> Asked {
    of_unit(unit, Change::EndUnit { on: day("2026-09-07") })
}

fn rename(unit: &str, name: &str) -> Asked {
    of_unit(unit, Change::RenameUnit { name: name.into(), on: day("2026-09-07") })
}

async fn propose(world: &World, actor: &Actor, asked: &Asked) -> Result<SchoolChangeId> {
    world.registry.schools().propose_school_change(actor, asked).await
}

async fn done(world: &World, asked: &Asked) {
    let id = propose(world, &registrar(PROVINCE), asked).await.unwrap();
    let schools = world.registry.schools();
    assert_eq!(schools.decide_school_change(&leader(PROVINCE), id, true, "").await.unwrap(), State::Running);
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_a_province_makes_a_county_and_its_townships_with_code_and_day() {
    let world = World::in_memory().await;
    let refused = |asked: Asked| {
        let world = &world;
        async move { codes(propose(world, &registrar(PROVINCE), &asked).await) }
    };
    for wrong in ["330199", "320000", COUNTY, SCHOOL, "320102501", "329999001"] {
        assert_eq!(refused(found(wrong, "江北新区")).await, ["code"], "{wrong}");
    }
    assert_eq!(refused(found(NEW, "玄武区")).await, ["name"], "the county beside it is called so");
    let change = Change::FoundUnit { code: code(NEW), name: "江".into(), on: day("2026-10-01") };
    assert_eq!(refused(Asked { school: None, change, act: ACT.into() }).await, ["on", "name"]);
    for stranger in [registrar("320100"), registrar(COUNTY), leader(PROVINCE), registrar("330000")] {
        let outcome = propose(&world, &stranger, &found(NEW, "江北新区")).await;
        assert!(is_not_found(&outcome), "{}", stranger.name);
    }
    // One person does not do both.
    let id = propose(&world, &registrar(PROVINCE), &found(NEW, "江北新区")).await.unwrap();
    let both = Actor { account: registrar(PROVINCE).account, ..leader(PROVINCE) };
    assert_eq!(
        codes(world.registry.schools().decide_school_change(&both, id, true, "").await),
        ["four_eyes"]
    );
    world.registry.schools().decide_school_change(&leader(PROVINCE), id, false, "批文有误").await.unwrap();
    done(&world, &found(NEW, "江北新区")).await;
    let unit = world.registry.units().unit(&code(NEW)).await.unwrap();
    assert_eq!(
        (unit.kind, unit.parent.clone(), &unit.path),
        (UnitKind::County, Some(code("320100")), &unit_path(NEW))
    );
    done(&world, &found("320199001", "泰山街道")).await;
    let towns = world.registry.units().townships_of(&code(NEW)).await.unwrap();
    assert_eq!(
        towns.iter().map(|unit| (unit.name.as_str(), unit.division.as_str())).collect::<Vec<_>>(),
        [("泰山街道", NEW)]
    );
    // People can work there at once.
    let new = new_account(NEW, Role::Registrar, "new.county");
    world.registry.accounts().create_account(&system_admin("320100"), &new).await.unwrap();
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_a_renamed_county_keeps_code_and_numbers_and_an_ended_one_is_empty() {
    let world = World::in_memory().await;
    let pupil = world.in_class(SCHOOL, 1, "1班").await;
    let before = world.registry.pupils().pupil(&registrar(COUNTY), pupil).await.unwrap();
    assert_eq!(
        codes(propose(&world, &registrar(PROVINCE), &rename(COUNTY, "玄武区")).await),
        ["name"],
        "as it is called now"
    );
    assert!(
        is_not_found(&propose(&world, &registrar(PROVINCE), &rename("320188", "新区")).await),
        "no such unit"
    );
    // A school is not renamed this way, nor a county as if it were a school.
    assert!(propose(&world, &registrar(PROVINCE), &rename(SCHOOL, "新名小学")).await.is_err());
    let as_school = of_unit(COUNTY, Change::Rename { name: "玄武新区".into() });
    assert!(is_not_found(&propose(&world, &registrar(PROVINCE), &as_school).await));
    done(&world, &rename(COUNTY, "玄武新区")).await;
    assert_eq!(world.registry.units().unit(&code(COUNTY)).await.unwrap().name, "玄武新区");
    let life = world.registry.schools().school_life(&code(COUNTY)).await.unwrap();
    assert_eq!(life.names, [("玄武区".to_owned(), day("2026-09-07"))]);
    assert_eq!(life.events.len(), 1);
    let after = world.registry.pupils().pupil(&registrar(COUNTY), pupil).await.unwrap();
    assert_eq!((after.school, after.number), (before.school, before.number), "numbers stay what they are");
    // Its journal says so, to who audits above it.
    let journal = world
        .registry
        .matters()
        .unit_journal(&actor(Role::AuditAdmin, "320100", 9), &code(COUNTY), None)
        .await
        .unwrap();
    assert!(journal.holds && journal.entries.rows.iter().any(|entry| entry.about.contains("机构更名")));
    // What has schools does not end; what is empty does, and its code is not given again.
    assert_eq!(codes(propose(&world, &registrar(PROVINCE), &end(COUNTY)).await), ["blocked"]);
    done(&world, &found(NEW, "江北新区")).await;
    done(&world, &found("320199001", "泰山街道")).await;
    assert_eq!(
        codes(propose(&world, &registrar(PROVINCE), &end(NEW)).await),
        ["blocked"],
        "a township lies in it"
    );
    done(&world, &end("320199001")).await;
    done(&world, &end(NEW)).await;
    assert_eq!(codes(propose(&world, &registrar(PROVINCE), &end(NEW)).await), ["state"]);
    assert_eq!(
        codes(propose(&world, &registrar(PROVINCE), &found(NEW, "江北区")).await),
        ["code"],
        "given once"
    );
    let offered: Vec<UnitId> = world
        .registry
        .units()
        .working_units_below(&code("320100"))
        .await
        .unwrap()
        .into_iter()
        .map(|unit| unit.id)
        .collect();
    assert!(!offered.contains(&code(NEW)));
    let sites = world.registry.schools().school_sites(&registrar("320100")).await.unwrap();
    assert!(
        sites.iter().all(|(site, _)| site.county == code(COUNTY)),
        "no school is founded where nothing is: {sites:?}"
    );
    let late = new_account(NEW, Role::Registrar, "late.county");
    assert_eq!(
        codes(world.registry.accounts().create_account(&system_admin("320100"), &late).await),
        ["role"]
    );
    world.is_whole().await;
}
