//! What is written comes out as it was meant, by itself and among many.

use super::*;
use crate::clock::{Clock, Entropy};
use crate::disk::Allow;
use crate::engine::Memory;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::testing::CONTENTS;
use crate::unit_of_work::UnitOfWork;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

async fn opened() -> Store {
    let (clock, entropy) = (Clock::system(), Entropy::system());
    Store::open("mem://", CONTENTS, Memory::keeping(0), &Allow::default(), clock, entropy).await.unwrap()
}

/// Commits what is put into a work. What meets another is not tried a second time.
async fn write(store: &Store, put: impl Fn(&mut UnitOfWork) + Send + Sync) -> Result<()> {
    let tried = AtomicBool::new(false);
    store
        .transact("lane", || {
            Box::pin(async {
                if tried.swap(true, Ordering::SeqCst) {
                    return Err(Error::Busy);
                }
                let mut work = UnitOfWork::new();
                put(&mut work);
                Ok((work, ()))
            })
        })
        .await
}

/// A record as it lies in the store, without its id.
async fn held(store: &Store, table: &'static str, key: &str) -> Option<Json> {
    let mut row: Option<Json> = store.get(table, key).await.unwrap();
    if let Some(Json::Object(fields)) = &mut row {
        fields.remove("id");
    }
    row
}

#[test]
fn records_of_one_kind_are_one_statement_and_what_follows_another_kind_stays_behind_it() {
    let write = |kind, table, key: &str| Write {
        kind,
        table,
        key: key.to_owned(),
        content: to_value(&json!({ "version": 2 })),
    };
    let writes = vec![
        write(Kind::Replace(1), "person", "a"),
        write(Kind::Put, "draft", "a"),
        write(Kind::Create, "person", "new"),
        write(Kind::Replace(7), "person", "b"),
        write(Kind::Remove, "person", "c"),
        write(Kind::Replace(1), "person", "c"),
        write(Kind::Put, "draft", "b"),
    ];
    let (text, vars) = statements(writes);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(lines[0].contains("UPSERT") && lines[1].contains("UPDATE"), "{text}");
    assert!(lines[2].contains("DELETE") && lines[3].contains("UPDATE"), "{text}");
    assert_eq!(lines[4], "INSERT INTO `person` $new_person RETURN NONE;");
    let records = |name: &str| match vars.get(name) {
        Some(Value::Array(records)) => records.len(),
        _ => 0,
    };
    assert_eq!(["run_0", "run_1", "run_2", "run_3", "new_person"].map(records), [2, 2, 1, 1, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_written_among_others_holds_its_new_content_and_nothing_of_the_old() {
    let store = opened().await;
    let keys = ["a", "b", "c"];
    let old = json!({ "version": 1, "gone": "x", "of": { "m": 1, "n": { "o": 2 } }, "list": [1, 2, 3] });
    write(&store, |work| keys.iter().for_each(|key| work.put("draft", key, &old))).await.unwrap();
    write(&store, |work| keys.iter().for_each(|key| work.create("person", key, &old))).await.unwrap();
    let new = [
        json!({ "version": 2, "of": { "m": 1 }, "list": [] }),
        json!({ "version": 2, "other": null, "list": [{ "p": [4] }] }),
        json!({ "version": 2, "of": { "n": { "q": "长" } } }),
    ];
    write(&store, |work| {
        for (key, new) in keys.iter().zip(&new) {
            work.put("draft", key, new);
            work.replace("person", key, 1, new);
        }
        work.put("draft", "d", &new[0]);
    })
    .await
    .unwrap();
    for (key, new) in keys.iter().zip(&new) {
        assert_eq!(held(&store, "draft", key).await.as_ref(), Some(new), "put {key}");
        assert_eq!(held(&store, "person", key).await.as_ref(), Some(new), "replaced {key}");
    }
    assert_eq!(held(&store, "draft", "d").await.as_ref(), Some(&new[0]), "one that was not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_stale_among_many_keeps_all_of_them_from_being_written() {
    let store = opened().await;
    let key = |n: usize| format!("{n:03}");
    let at = |version: u64| json!({ "version": version });
    write(&store, |work| (0..250).for_each(|n| work.create("person", &key(n), &at(1)))).await.unwrap();
    for (stale, loaded) in [(0, 2), (117, 0), (249, 2)] {
        let replaced = write(&store, |work| {
            for n in 0..250 {
                work.replace("person", &key(n), if n == stale { loaded } else { 1 }, &at(loaded + 7));
            }
            work.put("draft", "beside", &at(1));
        });
        assert!(matches!(replaced.await, Err(Error::Busy)), "{stale} was loaded another time");
    }
    let missing = write(&store, |work| {
        work.replace("person", &key(0), 1, &at(2));
        work.replace("person", "nobody", 1, &at(2));
    });
    assert!(matches!(missing.await, Err(Error::Busy)), "one that is not there");
    let away = write(&store, |work| {
        work.take_away("person", &key(0), 1);
        work.take_away("person", &key(1), 2);
    });
    assert!(matches!(away.await, Err(Error::Busy)), "one of those to be removed changed");
    for n in 0..250 {
        assert_eq!(held(&store, "person", &key(n)).await, Some(at(1)), "{n}");
    }
    assert_eq!(held(&store, "draft", "beside").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_may_be_written_more_than_once_and_the_last_stays() {
    let store = opened().await;
    let at = |version: u64, text: &str| json!({ "version": version, "text": text });
    write(&store, |work| {
        work.create("person", "a", &at(1, "made"));
        work.replace("person", "a", 1, &at(2, "changed"));
        work.create("person", "b", &at(1, "made"));
        work.replace("person", "b", 1, &at(2, "changed"));
        work.replace("person", "a", 2, &at(3, "changed again"));
        work.put("draft", "a", &at(1, "put"));
        work.put("draft", "a", &at(1, "put again"));
        work.put("draft", "b", &at(1, "put"));
        work.remove("draft", "b");
    })
    .await
    .unwrap();
    assert_eq!(held(&store, "person", "a").await, Some(at(3, "changed again")));
    assert_eq!(held(&store, "person", "b").await, Some(at(2, "changed")));
    assert_eq!(held(&store, "draft", "a").await, Some(at(1, "put again")));
    assert_eq!(held(&store, "draft", "b").await, None);
    write(&store, |work| {
        work.take_away("person", "a", 3);
        work.take_away("person", "b", 2);
        work.remove("draft", "a");
        work.remove("draft", "nothing");
    })
    .await
    .unwrap();
    assert_eq!((held(&store, "person", "a").await, held(&store, "person", "b").await), (None, None));
    assert_eq!(held(&store, "draft", "a").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_one_record_may_have_passes_from_one_to_the_next() {
    let store = opened().await;
    store.execute("DEFINE INDEX once ON draft FIELDS once UNIQUE").await.unwrap();
    let with = |once: &str| json!({ "once": once, "version": 1 });
    write(&store, |work| {
        work.create("draft", "a", &with("first"));
        work.create("draft", "b", &with("second"));
        work.create("draft", "c", &with("third"));
    })
    .await
    .unwrap();
    // Changed to changed, changed to removed, removed to new.
    write(&store, |work| {
        work.replace("draft", "a", 1, &with("fourth"));
        work.replace("draft", "b", 1, &with("first"));
        work.remove("draft", "c");
        work.put("draft", "d", &with("third"));
        work.create("draft", "e", &with("second"));
    })
    .await
    .unwrap();
    for (key, once) in [("a", "fourth"), ("b", "first"), ("d", "third"), ("e", "second")] {
        assert_eq!(held(&store, "draft", key).await, Some(with(once)), "{key}");
    }
    let twice = write(&store, |work| {
        work.put("draft", "f", &with("fifth"));
        work.put("draft", "g", &with("first"));
    });
    assert!(matches!(twice.await, Err(Error::Busy)));
    assert_eq!(held(&store, "draft", "f").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_go_on_from_what_they_are_and_new_ones_begin() {
    let store = opened().await;
    write(&store, |work| work.tally("s1", "pupils", 3)).await.unwrap();
    write(&store, |work| {
        work.tally("s1", "pupils", 4);
        work.tally("s1", "open", 1);
        work.tally("s2", "pupils", -2);
        work.tally("s1", "pupils", -1);
    })
    .await
    .unwrap();
    for (school, counter, n) in [("s1", "pupils", 6), ("s1", "open", 1), ("s2", "pupils", -2)] {
        let key = format!("{school}|{counter}");
        let row = json!({ "school": school, "counter": counter, "n": n });
        assert_eq!(held(&store, "tally", &key).await, Some(row), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_log_kept_comes_to_the_same_when_it_is_done_again() {
    let (store, copy) = (opened().await, opened().await);
    store.log.keep();
    let at = |version: u64| json!({ "version": version, "list": [version], "of": { "m": null } });
    write(&store, |work| {
        for key in ["a", "b", "c"] {
            work.create("person", key, &at(1));
            work.put("draft", key, &at(1));
            work.tally("s1", key, 2);
        }
    })
    .await
    .unwrap();
    write(&store, |work| {
        work.replace("person", "a", 1, &json!({ "version": 2 }));
        work.replace("person", "b", 1, &at(2));
        work.take_away("person", "c", 1);
        work.put("draft", "a", &json!({}));
        work.remove("draft", "b");
        work.remove("draft", "c");
        work.tally("s1", "a", 5);
        work.tally("s1", "d", 1);
    })
    .await
    .unwrap();
    let commits = store.commits(0, store.reached().seq, 100).await.unwrap();
    assert_eq!(commits.len(), 2);
    copy.replay(commits).await.unwrap();
    assert_eq!(copy.digest().await.unwrap(), store.digest().await.unwrap());
    assert_eq!(held(&copy, "person", "a").await, Some(json!({ "version": 2 })));
    assert_eq!(held(&copy, "tally", "s1|a").await.unwrap()["n"], 7);
}
