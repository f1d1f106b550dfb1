//! Accounts that look at more than their work needs, and accounts that rest (第二十五条): told to the unit, shown nothing more, sealed.

use crate::access_log::search;
use crate::support::*;
use chrono::Duration;
use domain::access::Role;
use domain::access_log::Unusual;
use domain::rules::RuleKey;
use registry::rules::DraftRules;

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_account_that_looks_too_often_in_an_hour_is_told_to_its_unit() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.pupil(SCHOOL, 1).await;
    let curious = registrar(SCHOOL);
    let letters: Vec<String> =
        ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}"))).take(201).collect();
    for text in &letters[..200] {
        registry.pupils().search_pupils(&curious, &search(text)).await.unwrap();
    }
    assert!(
        registry.access_log().access_alarms(&leader(SCHOOL)).await.unwrap().is_empty(),
        "200 is the limit"
    );
    registry.pupils().search_pupils(&curious, &search(&letters[200])).await.unwrap();
    for reader in [leader(SCHOOL), actor(Role::AuditAdmin, COUNTY, 6)] {
        let alarms = registry.access_log().access_alarms(&reader).await.unwrap();
        assert_eq!(alarms.len(), 1, "{}", reader.name);
        assert_eq!((alarms[0].kind, alarms[0].n, alarms[0].usual), (Unusual::Hour, 201, 200));
    }
    assert!(registry.access_log().access_alarms(&leader(OTHER_SCHOOL)).await.unwrap().is_empty());
    assert_eq!(
        codes(registry.access_log().access_alarms(&curious).await),
        ["not_permitted"],
        "not to who looked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_account_that_copies_is_shown_nothing_more_until_the_next_hour() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let draft = DraftRules {
        values: [(RuleKey::AccessHourMax, "20".to_owned())].into(),
        valid_from: registry.store.clock.today().succ_opt().unwrap(),
        source: "江苏省实施细则".into(),
        note: "测试".into(),
        ..Default::default()
    };
    registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    world.wait(Duration::days(1));
    let thief = registrar(SCHOOL);
    for a in 'a'..='t' {
        for b in 'a'..='j' {
            registry.pupils().search_pupils(&thief, &search(&format!("{a}{b}"))).await.unwrap();
        }
    }
    assert_eq!(
        codes(registry.pupils().pupil(&thief, person).await),
        ["too_many_looks"],
        "after ten times the limit"
    );
    assert!(registry.pupils().pupil(&leader(SCHOOL), person).await.is_ok(), "others go on");
    let told = registry.access_log().access_alarms(&leader(SCHOOL)).await.unwrap();
    assert_eq!(told[0].n, 200, "and the unit was told long before");
    world.wait(Duration::hours(1));
    assert!(registry.pupils().pupil(&thief, person).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_an_account_that_rests_for_ninety_days_is_sealed_until_the_security_administrator_opens_it()
 {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (account, first) = world.account(Role::Registrar, SCHOOL, "ming.registrar").await;
    registry.accounts().take_over("ming.registrar", &first, "Lantern-Bamboo-47").await.unwrap();
    registry.accounts().bootstrap_admins().await.unwrap();
    world.wait(Duration::days(89));
    assert_eq!(registry.accounts().seal_dormant_accounts().await.unwrap(), 0);
    world.wait(Duration::days(2));
    // The three of the nation rest too; the one who opens accounts is left.
    assert_eq!(registry.watch().look_round().await.unwrap().rested, 3);
    assert_eq!(codes(world.sign_in("ming.registrar", "Lantern-Bamboo-47").await), ["sign_in"]);
    let security = actor(Role::SecurityAdmin, COUNTY, 4);
    let line = registry.accounts().accounts_of(&security, &code(SCHOOL)).await.unwrap().remove(0);
    assert!(line.sealed_off && line.dormant);
    let log = registry.accounts().account_log(&actor(Role::AuditAdmin, COUNTY, 6), account).await.unwrap();
    assert!(log.iter().any(|line| line.event == "dormant"));
    registry.accounts().seal_account(&security, account, false).await.unwrap();
    assert_eq!(registry.accounts().seal_dormant_accounts().await.unwrap(), 0, "it has ninety days again");
    assert!(world.sign_in("ming.registrar", "Lantern-Bamboo-47").await.is_ok());
}
