//! 存量数据接管: what is released is what was looked at; what is undone leaves nothing asked; what nobody goes on with goes.

use crate::support::*;
use crate::take_over::{Row, begins, releases, row, seeds};
use domain::ident::StudentNumber;
use domain::population::AskState;
use domain::take_over::TakeOverState;
use registry::import::RowState;
use registry::import::take_over::ActKind;
use registry::jobs::Kind;

#[derive(serde::Deserialize)]
struct Sealed {
    sealed: String,
}

impl World {
    async fn sealed(&self) -> Vec<String> {
        let rows: Vec<Sealed> =
            self.registry.store.inspect("SELECT sealed FROM take_over_row").await.unwrap();
        rows.into_iter().map(|row| row.sealed).collect()
    }

    async fn asks(&self) -> Vec<AskState> {
        #[derive(serde::Deserialize)]
        struct Ask {
            state: AskState,
        }
        let rows: Vec<Ask> = self.registry.store.inspect("SELECT state FROM population_ask").await.unwrap();
        rows.into_iter().map(|row| row.state).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_is_released_is_what_was_looked_at() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let id = world.checked(vec![world.file("one.csv", &[row(of[0], &[])])], None).await;
    let other = world.checked(vec![world.file("two.csv", &[row(of[1], &[])])], None).await;
    let take_overs = world.registry.take_overs();
    let (one, two) = (take_overs.take_over(id).await.unwrap(), take_overs.take_over(other).await.unwrap());
    assert_eq!(one.code(), id.to_string()[..8]);
    assert_eq!((one.shown().len(), one.shown()), (16, take_overs.take_over(id).await.unwrap().shown()));
    assert_ne!(one.shown(), two.shown());
    for shown in ["", "0000000000000000", two.shown().as_str()] {
        assert_eq!(codes(take_overs.release_take_over(&releases(), id, shown).await), ["out_of_state"]);
    }
    assert_eq!(world.state(id).await, TakeOverState::Checked);
    take_overs.release_take_over(&releases(), id, &one.shown()).await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Released);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_5_who_was_taken_back_is_asked_about_no_more() {
    let world = World::by_files().await;
    let of = seeds(1)[0];
    let number = StudentNumber::temporary("320102", info(of).birth_date(), 1234);
    let id = world.taken_over(&[row(of, &[("学籍号", number.as_str())])]).await;
    let take_overs = world.registry.take_overs();
    assert!(take_overs.reconcile_take_over(&begins(), id).await.unwrap().finished);
    take_overs.drain_take_overs().await.unwrap();
    world.registry.jobs().drain_jobs(&[Kind::Identity]).await.unwrap();
    assert_eq!(world.asks().await, [AskState::Waiting]);
    let reason = "导出的不是最新数据";
    assert!(!take_overs.undo_take_over(&begins(), id, reason).await.unwrap());
    assert!(take_overs.undo_take_over(&releases(), id, reason).await.unwrap());
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Undone);
    assert_eq!(world.asks().await, [AskState::Superseded]);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_releases_is_taken_away_after_its_time() {
    let world = World::in_memory().await;
    let rows: Vec<Row> = seeds(2).into_iter().map(|seed| row(seed, &[])).collect();
    let id = world.checked(vec![world.file("one.csv", &rows)], None).await;
    let take_overs = world.registry.take_overs();
    world.wait(chrono::Duration::days(29));
    world.registry.watch().look_round().await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!((world.state(id).await, world.rows_in("take_over_row").await), (TakeOverState::Checked, 2));

    let other = world.checked(vec![world.file("two.csv", &rows)], None).await;
    world.release(&releases(), other).await.unwrap();
    world.wait(chrono::Duration::days(2));
    world.registry.watch().look_round().await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Undone);
    assert_eq!(world.rows_in("take_over_row").await, 2, "those of the other one");
    let gone = take_overs.take_over(id).await.unwrap();
    assert_eq!(gone.acts.last().map(|act| act.what), Some(ActKind::Expired));

    // What was released is somebody's.
    world.wait(chrono::Duration::days(40));
    world.registry.watch().look_round().await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(other).await, TakeOverState::Released);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_said_of_who_was_refused_goes_when_the_take_over_is_finished() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[])).collect();
    let id = world.checked(vec![world.file("one.csv", &rows)], None).await;
    world.release(&releases(), id).await.unwrap();
    // Somebody came in between.
    world.pupil(OTHER_SCHOOL, of[0]).await;
    let take_overs = world.registry.take_overs();
    take_overs.run_take_over(&begins(), id).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.count_of(id, RowState::Refused).await, 1);
    assert_eq!(world.sealed().await.iter().filter(|sealed| !sealed.is_empty()).count(), 1);
    let reason = "一名学生已在本系统建立学籍";
    assert!(!take_overs.accept_difference(&begins(), id, reason).await.unwrap());
    assert!(take_overs.accept_difference(&releases(), id, reason).await.unwrap());
    take_overs.drain_take_overs().await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
    assert_eq!(world.sealed().await, ["", ""]);
    assert_eq!(world.count_of(id, RowState::Refused).await, 1, "that there was one stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_a_schools_code_lies_open_in_a_row() {
    #[derive(serde::Deserialize)]
    struct Open {
        cell: domain::take_over::Cell,
    }
    let world = World::in_memory().await;
    let of = seeds(3);
    let document = info(of[0]).document().number().unwrap().to_owned();
    let rows = [
        row(of[0], &[("学校标识码", document.as_str())]),
        row(of[1], &[("学校标识码", "320102")]),
        row(of[2], &[]),
    ];
    world.checked(vec![world.file("one.csv", &rows)], None).await;
    let rows: Vec<Open> = world.registry.store.inspect("SELECT cell FROM take_over_row").await.unwrap();
    let mut schools: Vec<String> = rows.into_iter().map(|row| row.cell.school).collect();
    schools.sort();
    assert_eq!(schools, ["", "", SCHOOL]);
}
