//! The first page of the list of pupils: what its parts show is what each shows by itself, and reaches the access log together.

use crate::support::*;
use domain::id::PersonId;
use registry::person::Search;
use serde_json::Value as Json;

/// How many each line of the access log shows.
async fn shown(world: &World) -> Vec<usize> {
    let rows: Vec<Json> =
        world.registry.store.inspect("SELECT people, account, seq FROM access_look").await.unwrap();
    rows.iter().map(|row| row["people"].as_array().unwrap().len()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_what_a_first_page_shows_is_put_down_in_one_commit_and_nobody_is_no_look() {
    let world = World::in_memory().await;
    let (pupils, me) = (world.registry.pupils(), registrar(SCHOOL));
    let mut entered = Vec::new();
    for seed in 1..=3 {
        entered.push(world.enter(SCHOOL, info(seed)).await.0);
    }
    for pupil in &entered[..2] {
        pupils.record_info(&me, *pupil).await.unwrap();
    }
    let (lines, before) = (shown(&world).await.len(), world.registry.store.settled());
    let (found, hosted, recent) = pupils.first_page(&me, &Search::default()).await.unwrap();
    assert_eq!(world.registry.store.settled(), before + 1, "one wait for all it shows");
    let mut listed: Vec<PersonId> = found.page.rows.iter().map(|line| line.id).collect();
    listed.sort_unstable();
    entered.sort_unstable();
    assert_eq!((listed, found.page.next, found.left_off), (entered.clone(), None, false));
    assert!(hosted.is_empty());
    let recently: Vec<PersonId> = recent.iter().map(|line| line.id).collect();
    assert_eq!(recently.len(), 2);
    let mut all = shown(&world).await;
    assert_eq!(all.len(), lines + 2, "the list, and whose records were opened last");
    all.retain(|people| *people == 0);
    assert!(all.is_empty(), "who is shown nobody has looked at nobody");

    // The same as each by itself; and drawn again it writes nothing.
    let before = world.registry.store.settled();
    assert_eq!(pupils.first_page(&me, &Search::default()).await.unwrap().0, found);
    assert_eq!(pupils.find_pupils(&me, &Search::default()).await.unwrap(), found);
    assert_eq!(pupils.recent_pupils(&me).await.unwrap(), recent);
    assert!(pupils.hosted_pupils(&me).await.unwrap().is_empty());
    assert_eq!(world.registry.store.settled(), before);

    // Another school's first page has none of them.
    let (found, hosted, recent) =
        pupils.first_page(&registrar(OTHER_SCHOOL), &Search::default()).await.unwrap();
    assert!(found.page.rows.is_empty() && hosted.is_empty() && recent.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_row_of_a_list_is_made_of_the_columns_of_lists_as_it_was_of_the_whole_record() {
    let world = World::in_memory().await;
    let (pupils, me) = (world.registry.pupils(), registrar(SCHOOL));
    let pupil = world.pupil(SCHOOL, 1).await;
    let view = pupils.pupil(&me, pupil).await.unwrap();
    let listed = pupils.search_pupils(&me, &Search::default()).await.unwrap().rows;
    let [line] = &listed[..] else { panic!("one pupil") };
    assert_eq!((line.id, &line.name), (pupil, &view.name));
    assert_eq!((&line.grade, &line.class_name, &line.school), (&view.grade, &view.class_name, &view.school));
    assert_eq!((line.number.as_str(), line.standing.as_str()), (view.number.as_str(), view.standing.label()));
    // A row from before the words of a name were kept is listed like any other, and found by the beginning of it.
    world
        .registry
        .store
        .execute("UPDATE person SET find = NONE, placement = NONE RETURN NONE")
        .await
        .unwrap();
    assert_eq!(pupils.search_pupils(&me, &Search::default()).await.unwrap().rows, listed);
    let first: String = view.name.chars().take(2).collect();
    let search = Search { text: first, ..Search::default() };
    assert_eq!(pupils.search_pupils(&me, &search).await.unwrap().rows, listed);
}
