//! 存量数据接管 on its page: whose affair a take-over is, a file that was sent, and the steps of two persons.

use crate::support::*;
use crate::take_over::{begins, headings, releases, row, seeds};
use contract::take_over::{TakeOverStep, TakeOverStepped};
use domain::access::{Actor, Role};
use domain::id::TakeOverId;
use domain::take_over::{Profile, TakeOverState};
use registry::import::take_over::{TakeOverRow, UploadedTakeOver};
use registry::store::UnitOfWork;

fn file(seeds: &[u64]) -> Vec<u8> {
    let names = headings();
    let mut lines = vec![names.join(",")];
    for seed in seeds {
        let row = row(*seed, &[("查重说明", "已与原系统核实")]);
        let cells = names.iter().map(|name| format!("\"{}\"", row.get(*name).map_or("", String::as_str)));
        lines.push(cells.collect::<Vec<_>>().join(","));
    }
    lines.join("\r\n").into_bytes()
}

fn sent(bytes: Vec<u8>) -> UploadedTakeOver {
    UploadedTakeOver {
        source: "江苏旧系统".into(),
        file: "名册.csv".into(),
        bytes,
        profile: String::new(),
        totals: String::new(),
    }
}

impl World {
    async fn uploaded(&self, seeds: &[u64]) -> TakeOverId {
        let take_overs = self.registry.take_overs();
        let id = take_overs.upload_take_over(&begins(), sent(file(seeds))).await.unwrap();
        take_overs.drain_take_overs().await.unwrap();
        id
    }

    /// Puts a take-over down as it is.
    async fn put(&self, row: &TakeOverRow) {
        let key = row.uid.to_string();
        let put = self.registry.store.transact(&key, || {
            Box::pin(async move {
                let mut work = UnitOfWork::new();
                work.create("take_over", &row.uid.to_string(), row);
                Ok((work, ()))
            })
        });
        put.await.unwrap();
    }

    async fn may(&self, actor: &Actor, id: TakeOverId) -> Vec<TakeOverStep> {
        self.registry.take_overs().take_over_seen(actor, id).await.unwrap().may
    }

    async fn stepped(
        &self,
        actor: &Actor,
        id: TakeOverId,
        step: TakeOverStep,
    ) -> registry::error::Result<TakeOverStepped> {
        let take_overs = self.registry.take_overs();
        let shown = take_overs.take_over_seen(actor, id).await.unwrap().shown;
        let stepped = take_overs.step_take_over(actor, id, step, &shown, "导出的不是最新数据").await?;
        take_overs.drain_take_overs().await?;
        Ok(stepped)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_file_that_was_sent_goes_the_way_of_two_persons_to_its_end() {
    use TakeOverStep::{Accept, Reconcile, Release, Run, Undo};
    let world = World::in_memory().await;
    let of = seeds(2);
    let id = world.uploaded(&of).await;
    let take_overs = world.registry.take_overs();
    let view = take_overs.take_over_seen(&begins(), id).await.unwrap();
    assert_eq!((view.line.state, view.line.rows), (TakeOverState::Checked, 2));
    assert_eq!((view.files[0].name.as_str(), view.files[0].sha256.len()), ("名册.csv", 64));
    assert_eq!(view.may, [Undo], "who began it does not release it");
    assert_eq!(world.may(&releases(), id).await, [Release, Undo]);
    assert_eq!(codes(world.stepped(&begins(), id, Release).await), ["four_eyes"]);
    let stale = take_overs.step_take_over(&releases(), id, Release, "0000000000000000", "").await;
    assert_eq!(codes(stale), ["out_of_state"], "what is released is what was shown");
    world.stepped(&releases(), id, Release).await.unwrap();
    assert_eq!(world.may(&begins(), id).await, [Run, Undo]);
    world.stepped(&begins(), id, Run).await.unwrap();
    let view = take_overs.take_over_seen(&releases(), id).await.unwrap();
    assert_eq!((view.line.state, view.line.entered), (TakeOverState::Entered, 2));
    assert!(
        view.counted.is_none() && !view.may.contains(&Accept),
        "nothing is counted before it is asked for"
    );
    assert_eq!(world.stepped(&begins(), id, Reconcile).await.unwrap(), TakeOverStepped::Done);
    assert_eq!(world.state(id).await, TakeOverState::Finished);
    let acts: Vec<String> = take_overs
        .take_over_seen(&begins(), id)
        .await
        .unwrap()
        .acts
        .into_iter()
        .map(|act| act.what)
        .collect();
    assert_eq!(acts, ["开始", "放行", "接管", "对账相符"]);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_over_on_the_page_is_undone_there_by_two() {
    let world = World::in_memory().await;
    let id = world.uploaded(&seeds(1)).await;
    world.stepped(&releases(), id, TakeOverStep::Release).await.unwrap();
    world.stepped(&begins(), id, TakeOverStep::Run).await.unwrap();
    let one = world.stepped(&begins(), id, TakeOverStep::Undo).await.unwrap();
    assert_eq!(one, TakeOverStepped::Waits, "somebody is here: it waits for another one");
    assert_eq!(world.state(id).await, TakeOverState::Entered, "one proposes");
    assert!(!world.may(&begins(), id).await.contains(&TakeOverStep::Undo));
    let two = world.stepped(&releases(), id, TakeOverStep::Undo).await.unwrap();
    assert_eq!(two, TakeOverStepped::Done, "the second is sent to nobody else");
    assert_eq!(world.state(id).await, TakeOverState::Undone);
    assert!(world.may(&begins(), id).await.is_empty());
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_county_sees_how_its_provinces_take_over_stands_and_does_nothing_with_it() {
    let world = World::in_memory().await;
    let id = world.uploaded(&seeds(1)).await;
    let take_overs = world.registry.take_overs();
    let county = actor(Role::SystemAdmin, COUNTY, 1);
    let seen = take_overs.take_overs_seen(&county, None).await.unwrap();
    assert_eq!(seen.rows.iter().map(|line| (line.id, line.rows)).collect::<Vec<_>>(), [(id, 1)]);
    let view = take_overs.take_over_seen(&county, id).await.unwrap();
    assert!(!view.may_read && view.may.is_empty() && view.counted.is_none());
    let step = take_overs.step_take_over(&county, id, TakeOverStep::Undo, "", "导出有误").await;
    assert_eq!(codes(step), ["not_permitted"]);
    assert_eq!(codes(take_overs.upload_take_over(&county, sent(file(&seeds(1)))).await), ["not_permitted"]);
    assert_eq!(codes(take_overs.take_over_report(&county, id).await), ["not_permitted"]);

    let elsewhere = actor(Role::SystemAdmin, "510000", 1);
    assert!(take_overs.take_overs_seen(&elsewhere, None).await.unwrap().rows.is_empty());
    assert!(is_not_found(&take_overs.take_over_seen(&elsewhere, id).await));
    let step = take_overs.step_take_over(&elsewhere, id, TakeOverStep::Undo, "", "导出有误").await;
    assert!(is_not_found(&step), "another province's is nobody else's affair");
    for other in [registrar(COUNTY), registrar(SCHOOL), leader("320000")] {
        assert!(take_overs.take_overs_seen(&other, None).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_leaves_nothing_and_says_beside_what_it_is_wrong() {
    let world = World::in_memory().await;
    let take_overs = world.registry.take_overs();
    type Change = fn(&mut UploadedTakeOver);
    let wrong = |change: Change| {
        let mut asked = sent(file(&seeds(1)));
        change(&mut asked);
        asked
    };
    let cases: [(Change, &str); 4] = [
        (|asked| asked.profile = "{}".into(), "profile"),
        (|asked| asked.totals = "表头\n不是合计".into(), "totals"),
        (|asked| asked.source = " ".into(), "source"),
        (|asked| asked.bytes = b"\0\0\0\0".to_vec(), "not_a_workbook"),
    ];
    for (change, control) in cases {
        match take_overs.upload_take_over(&begins(), wrong(change)).await {
            Err(registry::error::Error::Refused(refusals)) => assert_eq!(refusals[0].control(), control),
            other => panic!("{control}: {other:?}"),
        }
    }
    assert_eq!((world.rows_in("take_over").await, world.rows_in("take_over_row").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_undoes_before_anybody_came_is_told_that_it_is_being_undone() {
    let world = World::in_memory().await;
    let id = world.uploaded(&seeds(1)).await;
    let alone = world.stepped(&begins(), id, TakeOverStep::Undo).await.unwrap();
    assert_eq!(alone, TakeOverStepped::Done);
    assert_eq!(world.state(id).await, TakeOverState::Undone);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_many_of_another_province_hide_none_of_the_own_and_the_list_goes_on_page_by_page() {
    const MANY: usize = 51;
    let world = World::in_memory().await;
    let take_overs = world.registry.take_overs();
    let own = world.uploaded(&seeds(1)).await;
    // A take-over is copied as a whole: whose it is and when it came are all that the list asks.
    let template = take_overs.take_over(own).await.unwrap();
    let mut others = Vec::new();
    world.wait(chrono::Duration::minutes(1));
    for _ in 0..MANY {
        let mut other = template.clone();
        other.uid = TakeOverId::new(world.registry.store.new_id());
        other.unit = actor(Role::SystemAdmin, "510000", 1).unit.unwrap();
        world.put(&other).await;
        others.push(other.uid);
    }
    others.sort();
    others.reverse();
    let lines = |rows: Vec<contract::take_over::TakeOverLine>| -> Vec<TakeOverId> {
        rows.into_iter().map(|line| line.id).collect()
    };
    let page = take_overs.take_overs_seen(&begins(), None).await.unwrap();
    assert_eq!((lines(page.rows), page.next), (vec![own], None));
    let nation = actor(Role::SystemAdmin, "000000", 1);
    for (reader, all) in [
        (nation, others.iter().copied().chain([own]).collect::<Vec<_>>()),
        (actor(Role::SystemAdmin, "510000", 1), others.clone()),
    ] {
        let first = take_overs.take_overs_seen(&reader, None).await.unwrap();
        assert_eq!(first.rows.len(), 50);
        let rest = take_overs.take_overs_seen(&reader, first.next).await.unwrap();
        assert_eq!(rest.next, None);
        assert_eq!([lines(first.rows), lines(rest.rows)].concat(), all);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_releases_sees_how_the_file_was_read_and_what_the_source_counts() {
    let world = World::in_memory().await;
    let take_overs = world.registry.take_overs();
    let of = seeds(2);
    let plain = world.uploaded(&of[..1]).await;
    let plain = take_overs.take_over_seen(&releases(), plain).await.unwrap().reading;
    assert!(plain.built_in && plain.lines.is_empty() && plain.totals == (0, 0));

    // Called what the built-in one is called, and another one all the same.
    let mut asked = sent(file(&of[1..]));
    asked.profile = Profile::national().unwrap().to_text().replacen("\"#ignored\"", "\"#former_numbers\"", 1);
    asked.totals = format!("学校标识码,年级,学籍状态,人数\n{SCHOOL},1,在读,1\n");
    let id = take_overs.upload_take_over(&begins(), asked).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    let read = take_overs.take_over_seen(&releases(), id).await.unwrap().reading;
    assert_eq!(read.profile, plain.profile);
    assert!(!read.built_in && read.sha256.len() == 64 && read.sha256 != plain.sha256);
    assert!(read.lines.iter().any(|(_, means)| means == "历史学籍号"), "{:?}", read.lines);
    assert_eq!((read.totals, read.counts.len()), ((1, 1), 1));

    // Both are in what is released.
    let row = take_overs.take_over(id).await.unwrap();
    let mut otherwise = row.clone();
    otherwise.profile = Profile::national().unwrap();
    let mut stored = serde_json::to_value(&row).unwrap();
    assert_eq!(serde_json::from_value::<TakeOverRow>(stored.clone()).unwrap().shown(), row.shown());
    stored["totals"] = serde_json::json!([]);
    let counted_here: TakeOverRow = serde_json::from_value(stored).unwrap();
    assert_ne!(row.shown(), otherwise.shown());
    assert_ne!(row.shown(), counted_here.shown());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_counted_stays_on_the_page_until_it_is_counted_again() {
    let world = World::in_memory().await;
    let take_overs = world.registry.take_overs();
    let mut asked = sent(file(&seeds(1)));
    asked.totals = format!("学校标识码,年级,学籍状态,人数\n{SCHOOL},1,在读,2\n");
    let id = take_overs.upload_take_over(&begins(), asked).await.unwrap();
    take_overs.drain_take_overs().await.unwrap();
    world.stepped(&releases(), id, TakeOverStep::Release).await.unwrap();
    world.stepped(&begins(), id, TakeOverStep::Run).await.unwrap();
    assert!(take_overs.take_over_seen(&begins(), id).await.unwrap().counted.is_none());
    world.stepped(&begins(), id, TakeOverStep::Reconcile).await.unwrap();
    let view = take_overs.take_over_seen(&releases(), id).await.unwrap();
    let counted = view.counted.unwrap();
    assert_eq!((view.line.state, counted.pupils), (TakeOverState::Entered, (2, 1)));
    assert_eq!(counted.differ.iter().map(|one| (one.1, one.2)).collect::<Vec<_>>(), [(2, 1)]);
    assert!(view.may.contains(&TakeOverStep::Accept));
    let county = actor(Role::SystemAdmin, COUNTY, 1);
    assert!(take_overs.take_over_seen(&county, id).await.unwrap().counted.is_none());
    world.stepped(&begins(), id, TakeOverStep::Accept).await.unwrap();
    world.stepped(&releases(), id, TakeOverStep::Accept).await.unwrap();
    assert_eq!(world.state(id).await, TakeOverState::Finished);
}
