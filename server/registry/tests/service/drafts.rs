//! What is kept of forms (保存草稿): read together, ended in one commit, and told no longer than it was meant to be.

use crate::support::*;
use chrono::Duration;
use serde_json::Value as Json;

const MINE: &str = "session of one";
const OTHERS: &str = "session of another";

async fn rows(world: &World) -> usize {
    let rows: Vec<Json> = world.registry.store.inspect("SELECT * OMIT id FROM draft").await.unwrap();
    rows.len()
}

async fn kept(world: &World, owner: &str, form: &str) -> Option<String> {
    world.registry.accounts().draft::<String>(owner, form).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_ends_in_one_commit_and_what_is_not_there_is_not_removed() {
    let world = World::in_memory().await;
    let (accounts, store) = (world.registry.accounts(), &world.registry.store);
    let before = store.settled();
    accounts.remove_draft(MINE, "decide/1").await.unwrap();
    accounts.remove_drafts(&[(MINE, "decide/1"), (MINE, "decide/2")]).await.unwrap();
    accounts.remove_drafts(&[]).await.unwrap();
    assert_eq!(store.settled(), before, "nothing was there");

    for form in ["decide/1", "decide/2"] {
        accounts.put_draft(MINE, form, &"typed").await.unwrap();
        accounts.put_draft(OTHERS, form, &"another's").await.unwrap();
    }
    let before = store.settled();
    // One of what goes is not there, and one is the one that is put.
    let gone = [(MINE, "decide/1"), (MINE, "decide/2"), (MINE, "decide/3")];
    accounts.put_draft_instead((MINE, "decide/1"), &"done", None, &gone).await.unwrap();
    assert_eq!(store.settled(), before + 1);
    assert_eq!(kept(&world, MINE, "decide/1").await.as_deref(), Some("done"));
    assert_eq!(kept(&world, MINE, "decide/2").await, None);
    for form in ["decide/1", "decide/2"] {
        assert_eq!(kept(&world, OTHERS, form).await.as_deref(), Some("another's"));
    }
    accounts.remove_drafts(&[(MINE, "decide/1"), (MINE, "decide/2")]).await.unwrap();
    assert_eq!((store.settled(), rows(&world).await), (before + 2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_words_end_when_they_were_to_and_the_hourly_sweep_takes_them_away() {
    let world = World::in_memory().await;
    let accounts = world.registry.accounts();
    let until = Some(world.clock.now() + Duration::seconds(30));
    accounts.put_draft_instead((MINE, "reveal/1"), &"320102201901012345", until, &[]).await.unwrap();
    accounts.put_draft_instead((MINE, "sheet"), &"some were not", None, &[]).await.unwrap();
    world.wait(Duration::seconds(29));
    assert!(kept(&world, MINE, "reveal/1").await.is_some());
    assert_eq!(world.registry.watch().look_round().await.unwrap().drafts, 0);
    let before = world.registry.store.settled();
    world.wait(Duration::seconds(2));
    assert_eq!(kept(&world, MINE, "reveal/1").await, None);
    assert!(kept(&world, MINE, "sheet").await.is_some());
    assert_eq!((rows(&world).await, world.registry.store.settled()), (2, before), "reading writes nothing");
    // The same day: it is looked after each round.
    assert_eq!(world.registry.watch().look_round().await.unwrap().drafts, 1);
    assert_eq!(rows(&world).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_several_are_read_at_once_each_by_its_owner() {
    let world = World::in_memory().await;
    let accounts = world.registry.accounts();
    accounts.put_draft(MINE, "pupil_search", &"王").await.unwrap();
    accounts.put_draft(OTHERS, "pupil_search", &"李").await.unwrap();
    accounts.put_draft(OTHERS, "tables/pupils", &"已保存。").await.unwrap();
    let until = Some(world.clock.now() + Duration::seconds(30));
    accounts.put_draft_instead((MINE, "tables/pupils"), &"已应用。", until, &[]).await.unwrap();
    let asked = [(MINE, "tables/pupils"), (MINE, "queue"), (MINE, "pupil_search")];
    let read = async || accounts.drafts::<String>(&asked).await.unwrap();
    assert_eq!(read().await, [Some("已应用。".to_owned()), None, Some("王".to_owned())]);
    assert!(accounts.drafts::<String>(&[]).await.unwrap().is_empty());
    world.wait(Duration::seconds(31));
    assert_eq!(read().await, [None, None, Some("王".to_owned())]);
    // One that no longer reads as what it is asked as is none, and keeps no other from being found.
    accounts.put_draft(MINE, "tables/pupils", &7).await.unwrap();
    assert_eq!(read().await, [None, None, Some("王".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_with_a_session_all_goes_that_was_said_in_it_however_much_it_was() {
    let world = World::in_memory().await;
    let accounts = world.registry.accounts();
    let (_, password) = world.registrar("registrar.one").await;
    let token = world.sign_in("registrar.one", password).await.unwrap();
    let owner = world.session(&token).await.unwrap().key;
    for n in 0..210 {
        accounts.put_draft(&owner, &format!("decide/{n}"), &"已提交您的审核意见。").await.unwrap();
    }
    accounts.put_draft(OTHERS, "decide/1", &"another's").await.unwrap();
    accounts.sign_out(&token).await.unwrap();
    assert_eq!(rows(&world).await, 1);
}
