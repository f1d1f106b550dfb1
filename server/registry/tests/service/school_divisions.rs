//! Divisions as they are and were (行政区划, 第三条): for the nation and for a province, level by level and searched; provinces founded by the
//! nation.

use crate::support::schools::ACT;
use crate::support::*;
use contract::division::Divisions;
use domain::access::{Actor, Role};
use domain::id::SchoolChangeId;
use domain::org::UnitKind;
use domain::school::{Change, State};
use registry::error::Result;
use registry::school::Asked;

const NATION: &str = "000000";
const PROVINCE: &str = "320000";

fn asked(unit: Option<&str>, change: Change) -> Asked {
    Asked { school: unit.map(code), change, act: ACT.into() }
}

fn found(id: &str, name: &str) -> Asked {
    asked(None, Change::FoundUnit { code: code(id), name: name.into(), on: day("2026-09-01") })
}

async fn propose(world: &World, by: &str, asked: &Asked) -> Result<SchoolChangeId> {
    world.registry.schools().propose_school_change(&registrar(by), asked).await
}

async fn done(world: &World, by: &str, asked: &Asked) {
    let id = propose(world, by, asked).await.unwrap();
    let schools = world.registry.schools();
    assert_eq!(schools.decide_school_change(&leader(by), id, true, "").await.unwrap(), State::Running);
    assert_eq!(schools.run_school_change(id).await.unwrap(), State::Done);
}

async fn seen(world: &World, actor: &Actor, below: Option<&str>, text: &str) -> Result<Divisions> {
    let below = below.map(code);
    world.registry.schools().divisions(actor, below.as_ref(), text, None).await
}

fn named(found: &Divisions) -> Vec<&str> {
    found.page.rows.iter().map(|line| line.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_a_division_shows_code_days_names_and_who_did_it() {
    let world = World::in_memory().await;
    done(&world, PROVINCE, &found("320199", "江北新区")).await;
    let rename = Change::RenameUnit { name: "江北区".into(), on: day("2026-09-05") };
    done(&world, PROVINCE, &asked(Some("320199"), rename)).await;
    done(&world, PROVINCE, &asked(Some("320199"), Change::EndUnit { on: day("2026-09-07") })).await;
    let actor = registrar(PROVINCE);
    let found = seen(&world, &actor, Some("320100"), "").await.unwrap();
    assert_eq!(named(&found), ["玄武区", "江北区"]);
    assert_eq!(found.above.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), [PROVINCE, "320100"]);
    let [seeded, made] = &found.page.rows[..] else { panic!("two: {found:?}") };
    assert_eq!((seeded.from, seeded.until, seeded.acts.len()), (None, None, 0));
    assert_eq!((made.from, made.until), (Some(day("2026-09-01")), Some(day("2026-09-07"))));
    assert_eq!((made.kind, made.above.as_str()), (UnitKind::County, "南京市"));
    assert_eq!(made.names, [("江北新区".to_owned(), day("2026-09-05"))]);
    let acts: Vec<(&str, &str)> = made.acts.iter().map(|act| (&*act.what, &*act.name)).collect();
    assert_eq!(acts, [("设立机构", "江北新区"), ("机构更名", "江北区"), ("撤销机构", "")]);
    for one in &made.acts {
        assert_eq!(one.act, ACT);
        assert!(one.proposed_by.contains("学籍管理员") && one.decided_by.contains("主管领导"), "{one:?}");
    }
    // By name, by code, by what it was called; no school among them.
    for text in ["江北", "320199", "江北新"] {
        assert_eq!(named(&seen(&world, &actor, None, text).await.unwrap()), ["江北区"], "{text}");
    }
    assert!(seen(&world, &actor, None, "第一小学").await.unwrap().page.rows.is_empty());
    assert_eq!(named(&seen(&world, &actor, None, "%").await.unwrap()), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_divisions_are_shown_to_the_nation_and_to_each_province_its_own() {
    let world = World::in_memory().await;
    let zhejiang = domain::org::Unit {
        id: code("330000"),
        name: "浙江省".into(),
        path: unit_path("330000"),
        division: "330000".into(),
        ..world.registry.units().unit(&code(PROVINCE)).await.unwrap()
    };
    world.registry.units().add_units(&[zhejiang]).await.unwrap();
    let all = seen(&world, &leader(NATION), None, "").await.unwrap();
    assert_eq!(named(&all), ["江苏省", "浙江省"]);
    assert_eq!(named(&seen(&world, &registrar(NATION), None, "玄武").await.unwrap()), ["玄武区"]);
    assert!(seen(&world, &registrar("330000"), None, "玄武").await.unwrap().page.rows.is_empty());
    assert!(is_not_found(&seen(&world, &registrar("330000"), Some(COUNTY), "").await));
    assert!(is_not_found(&seen(&world, &registrar(PROVINCE), Some(NATION), "").await));
    for stranger in [
        registrar("320100"),
        registrar(COUNTY),
        registrar(SCHOOL),
        actor(Role::Official, PROVINCE, 5),
        actor(Role::SystemAdmin, NATION, 6),
    ] {
        assert!(is_not_found(&seen(&world, &stranger, None, "").await), "{}", stranger.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_a_level_of_many_divisions_is_turned_page_by_page() {
    let world = World::in_memory().await;
    let county = world.registry.units().unit(&code(COUNTY)).await.unwrap();
    let towns: Vec<_> = (1..=120)
        .map(|n| {
            let id = code(&format!("{COUNTY}{n:03}"));
            domain::org::Unit {
                name: format!("第{n}街道"),
                kind: UnitKind::Township,
                parent: Some(county.id.clone()),
                path: county.path.child(&id),
                id,
                ..county.clone()
            }
        })
        .collect();
    world.registry.units().add_units(&towns).await.unwrap();
    let (mut codes, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let below = code(COUNTY);
        let found = world
            .registry
            .schools()
            .divisions(&registrar(PROVINCE), Some(&below), "", after.as_ref())
            .await
            .unwrap();
        codes.extend(found.page.rows.into_iter().map(|line| line.id.to_string()));
        pages += 1;
        after = found.page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((pages, codes.len()), (3, 120));
    assert!(codes.is_sorted());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_the_nation_founds_renames_and_ends_a_province_and_nothing_else() {
    let world = World::in_memory().await;
    for wrong in ["320000", "160000", "830100", "320198"] {
        assert_eq!(codes(propose(&world, NATION, &found(wrong, "新省级单位")).await), ["code"], "{wrong}");
    }
    assert!(is_not_found(
        &propose(&world, NATION, &asked(Some(COUNTY), Change::EndUnit { on: day("2026-09-07") })).await
    ));
    assert!(propose(&world, PROVINCE, &found("830000", "新省级单位")).await.is_err());
    done(&world, NATION, &found("830000", "新省级单位")).await;
    let unit = world.registry.units().unit(&code("830000")).await.unwrap();
    assert_eq!((unit.kind, unit.parent.as_ref()), (UnitKind::Province, Some(&code(NATION))));
    assert_eq!(unit.path, domain::org::OrgPath::root().child(&code("830000")));
    // Its own counties are its own affair from then on.
    done(&world, "830000", &found("830101", "第一区")).await;
    let rename = Change::RenameUnit { name: "新设省".into(), on: day("2026-09-07") };
    done(&world, NATION, &asked(Some("830000"), rename)).await;
    let end = asked(Some("830000"), Change::EndUnit { on: day("2026-09-07") });
    assert_eq!(codes(propose(&world, NATION, &end).await), ["blocked"], "a county lies in it");
    done(&world, "830000", &asked(Some("830101"), Change::EndUnit { on: day("2026-09-07") })).await;
    done(&world, NATION, &end).await;
    assert_eq!(codes(propose(&world, NATION, &found("830000", "又一省")).await), ["code"], "given once");
    // The nation has no schools to found, to end or to hand over.
    let school = Change::Found {
        name: "国家直属小学".into(),
        school_type: domain::codes::SchoolType::Primary,
        stages: Vec::new(),
        system: domain::codes::SchoolSystem::SixThree,
        site: None,
    };
    assert!(is_not_found(&propose(&world, NATION, &asked(None, school)).await));
    world.is_whole().await;
}
