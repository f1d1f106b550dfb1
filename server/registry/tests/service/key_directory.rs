//! 系统公钥目录 (第十六条): taken in by one administrator and accepted by another, never an older one; packages are held against it, and where
//! there is none, against the code in the letter.

use crate::support::packages::{
    FIRST, arrived, begin_of_term, continuation, made, moved, world as two_provinces, world_in,
};
use crate::support::*;
use contract::package::PackageView;
use domain::access::{Actor, Role};
use domain::journal::Event;
use domain::package::{Directory, Revoked, SystemKey, fingerprint};
use registry::package::{directory_key, package_key, sign_directory};

const NATION: &str = "000000";
const SECRET: [u8; 32] = [7; 32];

/// 校验码 of the nation's key, as it stands in the settings.
fn pinned() -> String {
    fingerprint(&directory_key(&SECRET))
}

fn system() -> Actor {
    actor(Role::SystemAdmin, NATION, 61)
}

fn security() -> Actor {
    actor(Role::SecurityAdmin, NATION, 62)
}

/// A system of Jiangsu with this key.
fn entry(key: String) -> SystemKey {
    SystemKey {
        system: "江苏省学籍系统".into(),
        province: "320000".into(),
        key,
        from: day("2026-01-01"),
        until: None,
        revoked: None,
    }
}

fn signed(serial: u64, keys: Vec<SystemKey>) -> Vec<u8> {
    sign_directory(&SECRET, Directory::new(serial, "教育部".into(), day("2026-09-01"), keys)).to_bytes()
}

async fn in_force(world: &World, serial: u64, keys: Vec<SystemKey>) {
    let packages = world.registry.packages();
    assert_eq!(packages.import_directory(&system(), &signed(serial, keys)).await.unwrap(), serial);
    packages.decide_directory(&security(), serial, true, "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn article_16_a_directory_is_taken_in_by_one_administrator_accepted_by_another_and_never_goes_back() {
    let world = World::with_directory_key(pinned()).await;
    let packages = world.registry.packages();
    let keys = || vec![entry("ab".repeat(32))];
    let import = async |actor: &Actor, bytes: Vec<u8>| packages.import_directory(actor, &bytes).await;
    for stranger in [security(), leader(NATION), actor(Role::SystemAdmin, "320000", 63), registrar(SCHOOL)] {
        assert!(is_not_found(&import(&stranger, signed(1, keys())).await), "{}", stranger.name);
    }
    let foreign = sign_directory(&[8; 32], Directory::new(1, "教育部".into(), day("2026-09-01"), keys()));
    let mut altered = signed(1, keys());
    let at = altered.windows(6).position(|part| part == b"320000").unwrap();
    altered[at] = b'4';
    let wrong = vec![SystemKey { province: "1".into(), ..entry("ab".repeat(32)) }];
    for bytes in [b"{}".to_vec(), foreign.to_bytes(), altered, signed(1, wrong), signed(1, Vec::new())] {
        assert_eq!(codes(import(&system(), bytes).await), ["file"]);
    }
    assert_eq!(import(&system(), signed(5, keys())).await.unwrap(), 5);
    assert_eq!(codes(import(&system(), signed(6, keys())).await), ["file"], "one waits");
    assert!(!packages.has_directory().await.unwrap(), "not before it is accepted");
    assert!(is_not_found(&packages.decide_directory(&system(), 5, true, "").await), "not by who took it in");
    let both = Actor { account: system().account, ..security() };
    assert_eq!(
        codes(packages.decide_directory(&both, 5, true, "").await),
        ["four_eyes"],
        "one person, two accounts"
    );
    assert!(is_not_found(&packages.decide_directory(&security(), 4, true, "").await), "what was shown");
    assert_eq!(codes(packages.decide_directory(&security(), 5, false, "").await), ["reason"]);
    packages.decide_directory(&security(), 5, true, "").await.unwrap();
    let view = packages.directory_view(&system()).await.unwrap();
    assert_eq!(view.in_force.map(|line| (line.serial, line.count)), Some((5, 1)));
    assert_eq!(view.own_key, package_key(&*world.registry.vault));
    for older in [4, 5] {
        assert_eq!(codes(import(&system(), signed(older, keys())).await), ["file"], "{older} is not newer");
    }
    assert_eq!(import(&system(), signed(6, keys())).await.unwrap(), 6);
    packages.decide_directory(&security(), 6, false, "名单不全").await.unwrap();
    let view = packages.directory_view(&security()).await.unwrap();
    assert_eq!(view.in_force.map(|line| line.serial), Some(5), "what was sent back changes nothing");
    assert_eq!(view.history.len(), 2);
    assert!(is_not_found(&packages.directory_view(&registrar(SCHOOL)).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_16_each_step_of_a_directory_stands_in_the_nations_journal_with_its_number_and_digest() {
    let world = World::with_directory_key(pinned()).await;
    let packages = world.registry.packages();
    let list = |serial| signed(serial, vec![entry("ab".repeat(32))]);
    in_force(&world, 5, vec![entry("ab".repeat(32))]).await;
    packages.import_directory(&system(), &list(6)).await.unwrap();
    packages.decide_directory(&security(), 6, false, "名单不全").await.unwrap();
    let audit = actor(Role::AuditAdmin, NATION, 64);
    let journal = world.registry.matters().unit_journal(&audit, &code(NATION), None).await.unwrap();
    let rows: Vec<_> = journal.entries.rows.iter().rev().filter(|row| row.kind.is_none()).collect();
    let told: Vec<_> = rows.iter().map(|row| (row.event, &*row.by, &*row.state)).collect();
    let (takes, decides) = (system().name, security().name);
    assert_eq!(
        told,
        [
            (Event::KeysTaken, &*takes, "待确认"),
            (Event::KeysAccepted, &*decides, "已启用"),
            (Event::KeysTaken, &*takes, "待确认"),
            (Event::KeysRefused, &*decides, "已退回：名单不全"),
        ]
    );
    assert!(journal.holds);
    for (row, serial) in rows.iter().zip([5, 5, 6, 6]) {
        let digest = registry::blob::sha256_hex(&list(serial));
        assert_eq!(row.about, format!("系统公钥目录第 {serial} 号，SHA-256 {digest}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_16_the_own_key_is_judged_by_the_directory_that_names_it() {
    let world = world_in(World::with_directory_key(pinned()).await).await;
    let (_, case) = moved(&world).await;
    let (_, sealed, phrase) = made(&world, case).await;
    let key = package_key(&*world.registry.vault);
    let packages = world.registry.packages();
    let receive = async || packages.receive_package(&registrar(FIRST), arrived(&sealed, &phrase, "")).await;
    // Not named, or named and in force for whichever province: its own packages need no code.
    in_force(&world, 1, vec![entry("cd".repeat(32))]).await;
    let id = receive().await.unwrap();
    let elsewhere = SystemKey { province: "440000".into(), ..entry(key.clone()) };
    in_force(&world, 2, vec![elsewhere]).await;
    assert_eq!(receive().await.unwrap(), id);
    let revoked = Revoked { on: day("2026-01-02"), reason: "私钥泄露".into() };
    in_force(&world, 3, vec![SystemKey { revoked: Some(revoked), ..entry(key) }]).await;
    assert_eq!(codes(receive().await), ["fingerprint"]);
    let asked = continuation("2班");
    let refused = packages.propose_continuation(&registrar(FIRST), id, &asked).await;
    assert_eq!(codes(refused), ["fingerprint"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_16_without_the_nations_key_in_the_settings_no_directory_is_taken_in() {
    let world = World::in_memory().await;
    let bytes = signed(1, vec![entry("ab".repeat(32))]);
    assert_eq!(codes(world.registry.packages().import_directory(&system(), &bytes).await), ["file"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_16_a_package_is_held_against_the_directory_and_without_one_against_the_letter() {
    let here = two_provinces().await;
    let (_, case) = moved(&here).await;
    let (_, sealed, phrase) = made(&here, case).await;
    let key = package_key(&*here.registry.vault);
    let receive = async |world: &World, told: &str| {
        let package = arrived(&sealed, &phrase, told);
        world.registry.packages().receive_package(&registrar(FIRST), package).await
    };
    let letter = fingerprint(&key);
    // Without a directory the letter decides.
    let there = world_in(World::with_directory_key(pinned()).await).await;
    begin_of_term(&there);
    assert_eq!(codes(receive(&there, "0000-0000-0000-0000-0000").await), ["fingerprint"]);

    // With one the letter's code is not asked for, and does not help a key that is not in it.
    in_force(&there, 1, vec![entry("cd".repeat(32))]).await;
    assert_eq!(codes(receive(&there, &letter).await), ["fingerprint"], "not in the list");
    let elsewhere = SystemKey { province: "440000".into(), ..entry(key.clone()) };
    in_force(&there, 2, vec![elsewhere]).await;
    assert_eq!(codes(receive(&there, &letter).await), ["fingerprint"], "another province's");
    let over = SystemKey { until: Some(day("2026-02-01")), ..entry(key.clone()) };
    in_force(&there, 3, vec![over]).await;
    assert_eq!(codes(receive(&there, &letter).await), ["fingerprint"], "out of its time");
    in_force(&there, 4, vec![entry(key.clone())]).await;
    let id = receive(&there, "").await.unwrap();
    let view = there.registry.packages().package(&registrar(FIRST), id).await.unwrap();
    let PackageView::Received(view) = view else { panic!("received") };
    assert!(
        view.directory.as_ref().is_some_and(|told| told.contains("江苏省学籍系统")),
        "{:?}",
        view.directory
    );

    // A key that is revoked while the package waits is believed no more.
    let revoked = Revoked { on: day("2026-01-02"), reason: "私钥泄露".into() };
    in_force(&there, 5, vec![SystemKey { revoked: Some(revoked), ..entry(key) }]).await;
    let asked = continuation("2班");
    let refused = there.registry.packages().propose_continuation(&registrar(FIRST), id, &asked).await;
    assert_eq!(codes(refused), ["fingerprint"]);
}
