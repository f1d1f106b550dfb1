//! What a forger with the database in his hands would do to the access log (第二十五条): he has no key. And looks of many at one moment.

use super::Seen;
use super::ends::Ends;
use crate::clock::{Clock, Entropy};
use crate::error::{Error, Result};
use crate::store::Vars;
use crate::store::faults::Fault;
use crate::{Location, Registry};
use chrono::{Duration, TimeZone, Utc};
use domain::access::{Actor, ActorUnit, Role};
use domain::access_log::Function;
use domain::id::{AccountId, PersonId, UnitId};
use domain::org::{OrgPath, UnitKind};
use domain::refusal::RefusalCode;
use futures::future::join_all;
use std::collections::BTreeMap;
use uuid::Uuid;

fn actor(n: u128) -> Actor {
    let id: UnitId = "2132000001".parse().unwrap();
    let path = OrgPath::root().child(&id);
    Actor {
        account: AccountId::new(Uuid::from_u128(n)),
        name: "某人".into(),
        role: Role::Registrar,
        unit: Some(ActorUnit { id, name: "学校".into(), kind: UnitKind::School, path }),
        trained: true,
        appointed: true,
        children: Vec::new(),
        ties: domain::access::Ties::none(),
    }
}

async fn looked(dir: &tempfile::TempDir) -> (Registry, Clock) {
    let clock = Clock::set_to(Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap());
    let location = Location::in_memory(dir.path());
    let registry = Registry::open(&location, clock.clone(), Entropy::seeded(1)).await.unwrap();
    for n in 1..=3 {
        for account in [1, 2] {
            let pupil = PersonId::new(Uuid::from_u128(n));
            registry
                .access_log()
                .saw_why(&actor(account), Function::Identity, &[pupil], "办理转学", "")
                .await
                .unwrap();
        }
    }
    clock.set(clock.now() + Duration::days(1));
    assert_eq!(registry.access_log().seal_access_days().await.unwrap(), 1);
    assert_eq!(registry.access_log().seal_access_days().await.unwrap(), 0, "a day is signed once");
    (registry, clock)
}

async fn run(registry: &Registry, text: &str) -> bool {
    registry.store.execute(text).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_store_itself_keeps_every_line() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, _) = looked(&dir).await;
    for text in
        ["DELETE access_look", "UPDATE access_look SET people = []", "DELETE access_look WHERE seq = 1"]
    {
        assert!(!run(&registry, text).await, "{text}");
    }
    let rows: Vec<serde_json::Value> =
        registry.store.rows("SELECT purpose, people FROM access_look", Vars::new()).await.unwrap();
    assert_eq!(rows.len(), 6);
    assert!(!serde_json::to_string(&rows).unwrap().contains("办理转学"), "the purpose is sealed");
    let found = registry.access_log().verify_access().await.unwrap();
    assert_eq!((found.chains, found.looks, found.days), (2, 6, 1));
    assert!(found.broken.is_empty() && found.forged.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_lines_and_whole_chains_cannot_be_taken_away_unnoticed() {
    let dir = tempfile::tempdir().unwrap();
    let one = actor(1).account;
    // What is done once the guard of the store itself is taken off, and what is noticed.
    let forgeries = [
        (format!("UPDATE access_look SET people = [] WHERE account = '{one}' AND seq = 2"), true),
        (format!("DELETE access_look WHERE account = '{one}' AND seq = 2"), true),
        (format!("DELETE access_look WHERE account = '{one}' AND seq = 3"), true),
        // All traces of the account: the chain is gone, the signed day remembers it.
        (
            format!("DELETE access_look WHERE account = '{one}'; DELETE access_head WHERE account = '{one}'"),
            false,
        ),
    ];
    for (text, in_chain) in forgeries {
        let (registry, _) = looked(&dir).await;
        assert!(run(&registry, "REMOVE EVENT access_look_kept ON access_look").await);
        assert!(run(&registry, &text).await, "{text}");
        let found = registry.access_log().verify_access().await.unwrap();
        assert_eq!(!found.broken.is_empty(), in_chain, "{text}");
        assert_eq!(found.forged.len(), 1, "{text}");
    }
    // Who puts a day of his own making in its place has no key to sign it.
    let (registry, _) = looked(&dir).await;
    assert!(run(&registry, "UPDATE access_seal SET digest = previous, signature = 'AAAA'").await);
    assert_eq!(registry.access_log().verify_access().await.unwrap().forged.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_clock_set_back_adds_nothing_to_a_day_that_is_signed() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, clock) = looked(&dir).await;
    let morning = clock.now();
    let whole = async |days: usize, looks: usize| {
        let found = registry.access_log().verify_access().await.unwrap();
        assert_eq!((found.broken, found.forged), (Vec::new(), Vec::new()));
        assert_eq!((found.days, found.looks), (days, looks));
    };
    let look = async |account: u128| {
        let (who, pupil) = (actor(account), [PersonId::new(Uuid::from_u128(9))]);
        registry.access_log().saw_why(&who, Function::Identity, &pupil, "办理转学", "").await.unwrap();
    };
    clock.set(morning - Duration::days(1));
    look(1).await;
    look(3).await;
    whole(1, 8).await;
    assert_eq!(registry.access_log().seal_access_days().await.unwrap(), 0);
    // It counts to the first day that is open, and is signed with it.
    clock.set(morning + Duration::days(1));
    assert_eq!(registry.access_log().seal_access_days().await.unwrap(), 1);
    whole(2, 8).await;
}

async fn opened(dir: &tempfile::TempDir) -> Registry {
    let clock = Clock::set_to(Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap());
    Registry::open(&Location::in_memory(dir.path()), clock, Entropy::seeded(1)).await.unwrap()
}

/// Looks by these accounts, all at the same moment.
async fn look_together(registry: &Registry, function: Function, by: &[u128]) -> Vec<Result<()>> {
    let look = |account: u128| async move {
        let pupil = PersonId::new(Uuid::from_u128(7));
        registry.access_log().saw(&actor(account), function, &[pupil]).await
    };
    join_all(by.iter().map(|account| look(*account))).await
}

/// The numbers of the lines of each account, in order.
async fn numbers(registry: &Registry) -> BTreeMap<String, Vec<u64>> {
    #[derive(serde::Deserialize)]
    struct Line {
        account: String,
        seq: u64,
    }
    let text = "SELECT account, seq FROM access_look ORDER BY account, seq";
    let mut found: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for line in registry.store.rows::<Line>(text, Vars::new()).await.unwrap() {
        found.entry(line.account).or_default().push(line.seq);
    }
    found
}

// One thread: who looks at the same moment is the same every time.
#[tokio::test]
async fn article_25_looks_of_one_moment_are_whole_chains_in_a_few_commits() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    let before = registry.store.settled();
    let by: Vec<u128> = (0..50).map(|n| 1 + n % 10).collect();
    for answer in look_together(&registry, Function::Identity, &by).await {
        answer.unwrap();
    }
    let chains = numbers(&registry).await;
    assert_eq!(chains.len(), 10);
    assert!(chains.values().all(|seqs| *seqs == [1, 2, 3, 4, 5]), "{chains:?}");
    let found = registry.access_log().verify_access().await.unwrap();
    assert_eq!((found.chains, found.looks), (10, 50));
    assert!(found.broken.is_empty());
    let commits = registry.store.settled() - before;
    assert!((1..=3).contains(&commits), "{commits} commits for 50 looks");
    let days: Vec<serde_json::Value> =
        registry.store.rows("SELECT n FROM access_day WHERE n = 5", Vars::new()).await.unwrap();
    assert_eq!(days.len(), 10, "each account's day counts its own");
}

#[tokio::test]
async fn article_25_a_page_that_draws_itself_again_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    // The same page five times at one moment, and once more afterwards.
    for answer in look_together(&registry, Function::Pupil, &[1, 1, 1, 1, 1]).await {
        answer.unwrap();
    }
    let before = registry.store.settled();
    look_together(&registry, Function::Pupil, &[1]).await.remove(0).unwrap();
    assert_eq!(registry.store.settled(), before, "no commit");
    let one = actor(1).account.to_string();
    assert_eq!(numbers(&registry).await, BTreeMap::from([(one, vec![1])]));
}

#[tokio::test]
async fn article_25_who_is_refused_keeps_nobody_from_his_answer() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    look_together(&registry, Function::Identity, &[1]).await.remove(0).unwrap();
    // As if another process had put down the account's two thousandth look of this hour.
    let one = actor(1).account;
    let text = format!(
        "UPDATE access_head SET in_hour = 2000, version = version + 1 WHERE account = '{one}' RETURN NONE"
    );
    assert!(run(&registry, &text).await);
    let answers = look_together(&registry, Function::Identity, &[2, 1, 3, 1, 2]).await;
    for (n, answer) in answers.into_iter().enumerate() {
        match answer {
            Err(Error::Refused(refusals)) => {
                assert!(n == 1 || n == 3, "{n}");
                assert_eq!(refusals[0].code, RefusalCode::TooManyLooks);
            }
            other => {
                other.unwrap();
                assert!(n != 1 && n != 3, "{n}");
            }
        }
    }
    let chains = numbers(&registry).await;
    let lines: Vec<usize> = [1, 2, 3].map(|n| chains[&actor(n).account.to_string()].len()).to_vec();
    assert_eq!(lines, [1, 2, 1]);
}

#[tokio::test]
async fn article_25_a_store_that_fails_fails_everybody_who_waits_and_keeps_nothing() {
    for fault in [Fault::DiskFull, Fault::DiskFullAfter] {
        let dir = tempfile::tempdir().unwrap();
        let registry = opened(&dir).await;
        // The first one finds nobody writing and is written alone; the others are one batch, and that one fails.
        registry.store.faults.arm(fault, 1);
        let answers = look_together(&registry, Function::Identity, &[1, 2, 3, 4, 5]).await;
        let failed: Vec<bool> = answers.iter().map(|answer| matches!(answer, Err(Error::Halted))).collect();
        assert_eq!(failed, [false, true, true, true, true], "{fault:?}: {answers:?}");
        if fault == Fault::DiskFull {
            assert_eq!(numbers(&registry).await.len(), 1, "nothing of those who were told no");
        }
        let again = look_together(&registry, Function::Pupil, &[1]).await.remove(0);
        assert!(matches!(again, Err(Error::Halted)), "{fault:?}: what cannot be put down is not shown");
    }
}

#[tokio::test]
async fn article_25_what_is_remembered_of_a_chain_is_not_believed_when_somebody_else_has_written() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    let one = actor(1).account;
    look_together(&registry, Function::Identity, &[1]).await.remove(0).unwrap();
    let old: Vec<_> = registry.looks.ends().of(&[one].into()).into_values().collect();
    assert_eq!(old.len(), 1);
    for _ in 0..3 {
        look_together(&registry, Function::Identity, &[1]).await.remove(0).unwrap();
    }
    // To this process the chain ends at its first line again: the three others are another's.
    registry.looks.ends().learn(old);
    for answer in look_together(&registry, Function::Identity, &[1, 2]).await {
        answer.unwrap();
    }
    let chains = numbers(&registry).await;
    assert_eq!(chains[&one.to_string()], [1, 2, 3, 4, 5]);
    let found = registry.access_log().verify_access().await.unwrap();
    assert_eq!((found.chains, found.looks), (2, 6));
    assert!(found.broken.is_empty());
    let counted = registry.looks.ends().of(&[one].into()).remove(&one).unwrap().counted.unwrap();
    assert_eq!(counted.n, 5, "the day's count is read again as well");
}

#[tokio::test]
async fn article_25_who_goes_away_takes_no_answer_with_him() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    let look = |account: u128| {
        let registry = registry.clone();
        Box::pin(async move {
            let pupil = PersonId::new(Uuid::from_u128(7));
            registry.access_log().saw(&actor(account), Function::Identity, &[pupil]).await
        })
    };
    let (mut first, mut second, mut third) = (look(1), look(2), look(3));
    // The first one writes, the others wait; then the first one and one of those who wait close their browsers.
    let pending = futures::poll!(&mut first).is_pending();
    assert!(pending && futures::poll!(&mut second).is_pending() && futures::poll!(&mut third).is_pending());
    drop(first);
    drop(second);
    third.await.unwrap();
    let chains = numbers(&registry).await;
    let lines = |n: u128| chains.get(&actor(n).account.to_string()).map(Vec::len);
    assert_eq!((lines(2), lines(3)), (None, Some(1)), "who is shown nothing has looked at nothing");
    look_together(&registry, Function::Identity, &[1]).await.remove(0).unwrap();
    assert!(registry.access_log().verify_access().await.unwrap().broken.is_empty());
}

#[tokio::test]
async fn article_25_what_one_answer_shows_is_one_commit_and_goes_no_further_than_it_may() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    let (one, log) = (actor(1), registry.access_log());
    let seen = |function: Function, n: u128| Seen {
        function,
        people: vec![PersonId::new(Uuid::from_u128(n))],
        searched: String::new(),
    };
    let page = |from: u128| {
        let search = |n| seen(Function::PupilSearch, n);
        [search(from), search(from + 1), seen(Function::RecentPupils, from + 2)]
    };
    let before = registry.store.settled();
    log.saw_each(&one, &page(1)).await.unwrap();
    assert_eq!(registry.store.settled(), before + 1);
    // Drawn again, and a page that shows nobody.
    log.saw_each(&one, &page(1)).await.unwrap();
    log.saw_each(&one, &[]).await.unwrap();
    assert_eq!(registry.store.settled(), before + 1, "no commit");
    let account = one.account.to_string();
    assert_eq!(numbers(&registry).await[&account], [1, 2, 3]);
    // One more look is left of this hour: the second is refused, and what would follow is not shown.
    let text = "UPDATE access_head SET in_hour = 1999, version = version + 1 RETURN NONE";
    assert!(run(&registry, text).await);
    let Err(Error::Refused(refusals)) = log.saw_each(&one, &page(11)).await else { panic!("too many") };
    assert_eq!(refusals[0].code, RefusalCode::TooManyLooks);
    assert_eq!(numbers(&registry).await[&account], [1, 2, 3, 4]);
    let found = log.verify_access().await.unwrap();
    assert!(found.broken.is_empty());
}

#[tokio::test]
async fn article_25_whose_records_were_opened_last_is_known_at_the_end_of_the_chain() {
    let dir = tempfile::tempdir().unwrap();
    let registry = opened(&dir).await;
    let (one, log) = (actor(1), registry.access_log());
    let people = |all: &[u128]| all.iter().map(|n| PersonId::new(Uuid::from_u128(*n))).collect::<Vec<_>>();
    let look = async |function: Function, n: u128| log.saw(&one, function, &people(&[n])).await.unwrap();
    let opened = async || log.opened_last(one.account).await.unwrap();
    assert!(opened().await.is_empty());
    look(Function::Pupil, 1).await;
    look(Function::PupilInfo, 2).await;
    look(Function::Case, 3).await;
    log.saw(&one, Function::PupilSearch, &people(&[4, 5])).await.unwrap();
    look(Function::PupilTimeline, 1).await;
    assert_eq!(opened().await, people(&[1, 2]), "each once, and nobody by other business");

    // An end from before it was kept there, which this process has not read yet.
    assert!(run(&registry, "UPDATE access_head SET opened = NONE RETURN NONE").await);
    *registry.looks.ends() = Ends::default();
    assert_eq!(opened().await, people(&[1, 2]), "read in the lines");
    look(Function::PupilMatters, 6).await;
    assert_eq!(opened().await, people(&[6, 1, 2]));
    *registry.looks.ends() = Ends::default();
    assert_eq!(opened().await, people(&[6, 1, 2]), "kept with the end");
    for n in 10..20 {
        look(Function::Pupil, n).await;
    }
    assert_eq!(opened().await, people(&[19, 18, 17, 16, 15, 14, 13, 12]));
    assert!(log.opened_last(actor(2).account).await.unwrap().is_empty(), "the own log only");
    let found = log.verify_access().await.unwrap();
    assert_eq!((found.chains, found.looks, found.broken.len()), (1, 16, 0));
}
