//! 转学流向: who left which unit for which, counted when a transfer is concluded, told without telling of a child.

use crate::support::changes::transfer_of;
use crate::support::letters::{DIRECT, THIRD, transfer, with_more_schools};
use crate::support::*;
use contract::flow::{FlowTable, FlowsView};
use domain::access::{Actor, Role};
use domain::case::change::Paper;
use domain::case::transfer::TransferGround;
use domain::case::{CaseState, Command};
use domain::flow::{Cell, Side};
use registry::case::AskedTransfer;
use registry::store::Vars;
use serde::Deserialize;

/// The cells of a unit's tables as they are stored, in order.
pub(crate) async fn counted(world: &World, unit: &str) -> Vec<(String, String, i64)> {
    #[derive(Deserialize)]
    struct Row {
        from: Side,
        to: Side,
        n: i64,
    }
    world.registry.outbox().drain_outbox().await.unwrap();
    assert_eq!(world.registry.figures().verify_figures().await.unwrap(), [], "a recount agrees");
    let vars = Vars::new().with("unit", code(unit));
    let rows: Vec<Row> =
        world.registry.store.rows("SELECT * FROM flow WHERE unit = $unit", vars).await.unwrap();
    let mut cells: Vec<(String, String, i64)> =
        rows.into_iter().map(|row| (row.from.key().to_owned(), row.to.key().to_owned(), row.n)).collect();
    cells.sort();
    cells
}

fn cell(from: &str, to: &str, n: i64) -> (String, String, i64) {
    (from.to_owned(), to.to_owned(), n)
}

async fn flows(world: &World, unit: &str) -> FlowsView {
    world.registry.figures().flows(&registrar(unit), None).await.unwrap()
}

/// What a table tells of a cell: units by code, the outside by «outside».
fn told(table: &FlowTable, from: &str, to: &str) -> Cell {
    let place = |name: &str| match name {
        "outside" => table.units.len(),
        _ => table.units.iter().position(|unit| unit.id.as_str() == name).unwrap(),
    };
    table.told.as_ref().unwrap().cells[place(from)][place(to)]
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_transfer_counts_where_the_two_schools_part_and_few_are_not_told() {
    let world = with_more_schools().await;
    for seed in 1..=5 {
        let person = world.pupil(SCHOOL, seed).await;
        transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    }
    let person = world.pupil(SCHOOL, 6).await;
    transfer(&world, person, SCHOOL, DIRECT, "2026-09-07").await;
    assert_eq!(
        counted(&world, COUNTY).await,
        [cell(SCHOOL, OTHER_SCHOOL, 5), cell(SCHOOL, "outside", 1)],
        "the school of the city is not the county's"
    );
    assert_eq!(counted(&world, "320100").await, [cell(COUNTY, DIRECT, 1)]);
    assert_eq!(counted(&world, "320000").await, [], "nobody left the city");

    let county = flows(&world, COUNTY).await;
    let [this, before] = &county.years[..] else { panic!("two years") };
    assert_eq!((this.year.start_year(), before.year.start_year()), (2026, 2025));
    assert!(before.empty && !this.empty && county.opens);
    assert_eq!(told(this, SCHOOL, OTHER_SCHOOL), Cell::Number(5));
    assert_eq!(told(this, SCHOOL, "outside"), Cell::Few);
    assert_eq!(told(this, OTHER_SCHOOL, SCHOOL), Cell::Number(0));
    let table = this.told.as_ref().unwrap();
    let school = this.units.iter().position(|unit| unit.id.as_str() == SCHOOL).unwrap();
    assert_eq!(table.rows[school], Cell::LeftOut, "6 − 5 would say who went to the city's school");
    assert_eq!(table.total, Cell::LeftOut);
    // An answer names the cells in which somebody moved, and what is read from it is the whole table.
    let sent = serde_json::to_value(&county).unwrap();
    assert_eq!(sent["years"][0]["told"]["cells"].as_array().unwrap().len(), 2);
    assert_eq!(serde_json::from_value::<FlowsView>(sent).unwrap(), county);
    let city = &flows(&world, "320100").await.years[0];
    let all_the_city_received = (city.told.is_none(), city.units.len(), city.empty);
    assert_eq!(all_the_city_received, (true, 0, false), "the city's own figure less the county's is the one");
    assert!(flows(&world, "320000").await.years.iter().all(|year| year.empty));

    // The next year it is the year before.
    world.clock.set("2027-09-07T02:00:00Z".parse().unwrap());
    let county = flows(&world, COUNTY).await;
    assert!(county.years[0].empty && !county.years[1].empty);
    world.clock.set("2028-09-07T02:00:00Z".parse().unwrap());
    assert!(flows(&world, COUNTY).await.years.iter().all(|year| year.empty));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_flows_leave_out_the_landing_pages_do_not_tell() {
    let world = with_more_schools().await;
    for seed in 1..=6 {
        let person = world.pupil(SCHOOL, seed).await;
        transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    }
    let person = world.pupil(THIRD, 7).await;
    transfer(&world, person, THIRD, OTHER_SCHOOL, "2026-09-07").await;
    assert_eq!(counted(&world, COUNTY).await, [cell(SCHOOL, OTHER_SCHOOL, 6), cell(THIRD, OTHER_SCHOOL, 1)]);
    let figures = world.registry.figures();
    let official = actor(Role::Official, COUNTY, 5);
    let seen = figures.flows(&official, None).await.unwrap();
    let table = &seen.years[0];
    assert_eq!(told(table, THIRD, OTHER_SCHOOL), Cell::Few);
    assert_eq!(
        told(table, SCHOOL, OTHER_SCHOOL),
        Cell::LeftOut,
        "seven came to the county's schools together"
    );
    let school = table.units.iter().position(|unit| unit.id.as_str() == SCHOOL).unwrap();
    assert_eq!(table.told.as_ref().unwrap().rows[school], Cell::LeftOut);

    // A transfer is a case of the school that receives: its landing page would have the column's sum.
    let concluded = async |reader: &Actor, unit: &str| {
        figures
            .overview(reader, Some(&code(unit)))
            .await
            .unwrap()
            .unit
            .figures
            .cases_in("transfer", "approved")
    };
    assert_eq!(concluded(&official, COUNTY).await, 7);
    assert_eq!(concluded(&official, OTHER_SCHOOL).await, 0, "not told");
    let below = figures.overview(&official, None).await.unwrap().below;
    assert!(below.len() >= 3 && below.iter().all(|unit| unit.masked && unit.figures.cases.is_empty()));
    assert_eq!(concluded(&registrar(COUNTY), OTHER_SCHOOL).await, 7, "may list the seven by name");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_14_what_is_withdrawn_or_refused_was_never_a_flow() {
    let world = World::in_memory().await;
    for (seed, end) in [
        (1, Command::Withdraw { reason: "家长改变主意".into() }),
        (2, Command::Refuse { reason: "没有空余学位".into() }),
    ] {
        let person = world.pupil(SCHOOL, seed).await;
        let asked = AskedTransfer {
            ground: TransferGround::Home,
            papers: vec![Paper::Application, Paper::Residence],
            ..transfer_of(&world, SCHOOL, person, "2026-09-07").await
        };
        let cases = world.registry.cases();
        let case = cases.open_transfer(&registrar(OTHER_SCHOOL), &asked).await.unwrap();
        assert_eq!(counted(&world, COUNTY).await, [], "asked is not moved");
        let withdraws = matches!(end, Command::Withdraw { .. });
        let who = if withdraws { registrar(OTHER_SCHOOL) } else { leader(OTHER_SCHOOL) };
        let state = cases.decide_case(&who, case, end).await.unwrap();
        assert!(matches!(state, CaseState::Withdrawn | CaseState::Refused), "{state:?}");
        assert_eq!(counted(&world, COUNTY).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_flows_outside_the_subtree_are_not_there_and_schools_have_none() {
    let world = with_more_schools().await;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    world.registry.outbox().drain_outbox().await.unwrap();
    let figures = world.registry.figures();
    for neighbour in ["320104", "510104", "510000"] {
        let looks = figures.flows(&registrar(neighbour), Some(&code(COUNTY))).await;
        assert!(is_not_found(&looks), "{neighbour}");
    }
    assert!(is_not_found(&figures.flows(&registrar(SCHOOL), None).await));
    assert!(is_not_found(&figures.flows(&registrar(COUNTY), Some(&code(SCHOOL))).await));
    let official = actor(Role::Official, "320100", 6);
    assert!(!figures.flows(&official, Some(&code(COUNTY))).await.unwrap().years[0].empty);
    let system = actor(Role::SystemAdmin, COUNTY, 3);
    assert!(!figures.flows(&system, None).await.unwrap().opens, "an administrator sees no page below");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_not_what_the_schools_count_is_found() {
    let world = with_more_schools().await;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    assert_eq!(counted(&world, COUNTY).await, [cell(SCHOOL, OTHER_SCHOOL, 1)]);
    world.registry.store.execute("UPDATE flow SET n = 9 RETURN NONE").await.unwrap();
    let wrong = world.registry.figures().verify_figures().await.unwrap();
    assert_eq!(wrong, [(format!("flow|{COUNTY}|2026|{SCHOOL}|{OTHER_SCHOOL}"), 9, 1)]);
    world.registry.store.execute("DELETE flow RETURN NONE").await.unwrap();
    let wrong = world.registry.figures().verify_figures().await.unwrap();
    assert_eq!(wrong, [(format!("flow|{COUNTY}|2026|{SCHOOL}|{OTHER_SCHOOL}"), 0, 1)]);
}
