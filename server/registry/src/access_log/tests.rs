//! What a forger with the database in his hands would do to the access log (第二十五条). He has no key.

use crate::clock::{Clock, Entropy};
use crate::store::Vars;
use crate::{Location, Registry};
use chrono::{Duration, TimeZone, Utc};
use domain::access::{Actor, ActorUnit, Role};
use domain::access_log::Function;
use domain::id::{AccountId, PersonId, UnitId};
use domain::org::{OrgPath, UnitKind};
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
