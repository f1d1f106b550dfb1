//! 学籍管理员 (第二十三条): appointed by the leader, trained by a certificate that runs out, reported to the unit above, and leaving only
//! when every piece of open work has an owner.

use crate::import::{filled, good};
use crate::support::accounts::*;
use crate::support::*;
use domain::access::Role;
use domain::id::AccountId;
use domain::registrar::{
    Employment, HandOverCommand, HandOverState, ItemKind, Post, RegistrarState, ReportKind,
};
use domain::tables::{List, TableChoice};
use registry::account::Training;
use registry::import::Upload;
use registry::registrar::AskedHandOver;

pub(crate) fn post() -> Post {
    Post {
        title: "教务处干事".into(),
        employment: Employment::Part,
        since: day("2026-09-01"),
        document: "一小任〔2026〕3号".into(),
    }
}

impl World {
    /// A registrar of the school, trained and in post.
    pub(crate) async fn in_post(&self, login: &str) -> AccountId {
        let (id, _) = self.registrar(login).await;
        self.registry.accounts().file_training(&system_admin(COUNTY), id, training()).await.unwrap();
        self.registry.registrars().appoint_registrar(&leader(SCHOOL), id, post()).await.unwrap();
        id
    }

    async fn signed_in(&self, login: &str) -> domain::access::Actor {
        let token = self.sign_in(login, STRONG[0]).await.unwrap();
        self.session(&token).await.unwrap().actor
    }
}

pub(crate) fn asked(from: AccountId, to: AccountId) -> AskedHandOver {
    AskedHandOver { from, to, last_day: day("2026-09-07"), reason: "调离本校".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_a_certificate_that_is_over_counts_no_more() {
    let world = World::in_memory().await;
    let (id, _) = world.registrar("registrar.one").await;
    let until = |day| Training { valid_until: Some(day), ..training() };
    let admin = system_admin(COUNTY);
    world.registry.accounts().file_training(&admin, id, until(day("2026-09-07"))).await.unwrap();
    let actor = world.signed_in("registrar.one").await;
    assert!(actor.trained, "its last day counts");
    world.wait(chrono::Duration::days(1));
    let actor = world.signed_in("registrar.one").await;
    assert!(!actor.trained);
    let refused = world.registry.pupils().enter_pupils(&actor, &code(SCHOOL), &[pupil(info(1))]).await;
    assert_eq!(codes(refused), ["not_trained"]);
    world.registry.accounts().file_training(&admin, id, until(day("2027-09-07"))).await.unwrap();
    assert!(world.signed_in("registrar.one").await.trained, "a new one counts again");
    let view = world.registry.registrars().registrar_view(&leader(SCHOOL), id).await.unwrap();
    assert_eq!(view.certificates.len(), 2, "the file keeps both");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_the_leader_appoints_and_the_unit_above_is_told_by_itself() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (id, _) = world.registrar("registrar.one").await;
    for stranger in [registrar(SCHOOL), registrar(COUNTY), actor(Role::Official, COUNTY, 5)] {
        let refused = registry.registrars().appoint_registrar(&stranger, id, post()).await;
        assert_eq!(codes(refused), ["not_permitted"], "{}", stranger.name);
    }
    for stranger in [leader(OTHER_SCHOOL), leader(COUNTY)] {
        let refused = registry.registrars().appoint_registrar(&stranger, id, post()).await;
        assert!(is_not_found(&refused), "{}", stranger.name);
        assert!(is_not_found(&registry.registrars().registrar_view(&stranger, id).await));
    }
    registry.registrars().appoint_registrar(&leader(SCHOOL), id, post()).await.unwrap();
    assert_eq!(
        codes(registry.registrars().appoint_registrar(&leader(SCHOOL), id, post()).await),
        ["out_of_state"]
    );
    let full = Post { employment: Employment::Full, ..post() };
    registry.registrars().change_registrar(&leader(SCHOOL), id, full).await.unwrap();
    let reports = async || on_desk(registry, &registrar(COUNTY), MatterKind::RegistrarReport).await.len();
    assert_eq!(reports().await, 2);
    let told = registry.registrars().registrar_reports(&registrar(COUNTY)).await.unwrap();
    // The clock stands still here, so the order among them is by chance.
    let mut kinds: Vec<_> = told.iter().map(|line| line.report.kind).collect();
    kinds.sort();
    assert_eq!(kinds, [ReportKind::Appointed, ReportKind::Changed]);
    assert!(
        registry.registrars().registrar_reports(&registrar("320100")).await.unwrap().is_empty(),
        "the next above only"
    );
    assert!(registry.registrars().registrar_reports(&leader(SCHOOL)).await.unwrap().is_empty());
    assert!(is_not_found(
        &registry.registrars().acknowledge_registrar(&registrar("320100"), told[0].id).await
    ));
    registry.registrars().acknowledge_registrar(&registrar(COUNTY), told[0].id).await.unwrap();
    let again = registry.registrars().acknowledge_registrar(&leader(COUNTY), told[0].id).await;
    assert_eq!(codes(again), ["acknowledged"]);
    assert_eq!(reports().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_after_a_hand_over_every_open_item_has_an_owner_and_the_old_account_is_sealed() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let old = world.in_post("registrar.one").await;
    let new = world.in_post("registrar.two").await;
    let (untrained, _) = world.registrar("registrar.three").await;
    let token = world.sign_in("registrar.one", STRONG[0]).await.unwrap();
    let leaver = world.session(&token).await.unwrap().actor;
    let successor = world.signed_in("registrar.two").await;
    let narrow = TableChoice::from_form(List::Pupils, &[], "name", "compact");
    registry.accounts().choose_table(&leaver, List::Pupils, &narrow).await.unwrap();
    // A case that waits for the school's registrar, and an import of the account's own.
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let back = domain::case::Command::Return { reason: "请核对姓名".into() };
    registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    let bytes = filled(domain::form::TEMPLATE_VERSION, &[good(2)]);
    let upload = Upload { file: "一年级.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let import = registry.imports().start_import(&leaver, upload).await.unwrap();
    let before = registry.registrars().owned_work(&code(SCHOOL)).await.unwrap();
    let kinds: Vec<_> = before.iter().map(|one| one.found.kind).collect();
    assert_eq!(kinds, [ItemKind::Cases, ItemKind::Import]);
    assert_eq!(before[1].owners, [old], "before, the import is the leaver's alone");

    let chief = leader(SCHOOL);
    assert_eq!(codes(registry.registrars().open_hand_over(&chief, &asked(old, untrained)).await), ["to"]);
    assert_eq!(
        codes(registry.registrars().open_hand_over(&leaver, &asked(old, new)).await),
        ["not_permitted"]
    );
    assert!(is_not_found(
        &registry.registrars().open_hand_over(&leader(OTHER_SCHOOL), &asked(old, new)).await
    ));
    let id = registry.registrars().open_hand_over(&chief, &asked(old, new)).await.unwrap();
    assert_eq!(codes(registry.registrars().open_hand_over(&chief, &asked(old, new)).await), ["from"]);
    let view = registry.registrars().hand_over_view(&leaver, id).await.unwrap();
    assert_eq!(view.items.len(), 2);
    for stranger in [leader(OTHER_SCHOOL), leader(COUNTY), registrar(SCHOOL)] {
        assert!(
            is_not_found(&registry.registrars().hand_over_view(&stranger, id).await),
            "{}",
            stranger.name
        );
    }
    let step = async |actor: &domain::access::Actor, command: HandOverCommand| {
        registry.registrars().step_hand_over(actor, id, &command).await
    };
    assert_eq!(codes(step(&chief, HandOverCommand::Confirm).await), ["open_items"]);
    assert_eq!(codes(step(&leaver, HandOverCommand::Sign).await), ["open_items"]);
    let keys = view.items.iter().map(|item| item.key.clone()).collect();
    step(&leaver, HandOverCommand::Reassign { keys, to: new }).await.unwrap();
    step(&leaver, HandOverCommand::Sign).await.unwrap();
    assert_eq!(codes(step(&chief, HandOverCommand::Confirm).await), ["unsigned"]);
    step(&successor, HandOverCommand::Sign).await.unwrap();
    assert_eq!(on_desk(registry, &chief, MatterKind::RegistrarHandOver).await.len(), 1);
    assert_eq!(step(&chief, HandOverCommand::Confirm).await.unwrap(), HandOverState::Confirmed);

    let after = registry.registrars().owned_work(&code(SCHOOL)).await.unwrap();
    assert_eq!(after.len(), before.len());
    for one in &after {
        assert_eq!(one.owners, [new], "{} has an owner", one.found.words);
    }
    assert!(
        registry.imports().cancel_import(&successor, import).await.is_ok(),
        "the successor goes on with it"
    );
    assert!(world.session(&token).await.is_none(), "the session is over");
    let chosen = registry.accounts().tables(&leaver).await.unwrap();
    assert_eq!(chosen.choice(List::Pupils), TableChoice::usual(List::Pupils), "what was chosen went with it");
    assert!(world.sign_in("registrar.one", STRONG[0]).await.is_err(), "the account is sealed");
    let opened = registry.accounts().seal_account(&security_admin(COUNTY), old, false).await;
    assert_eq!(codes(opened), ["sealed"], "nobody opens it again without an appointment");
    let file = registry.registrars().registrar_view(&chief, old).await.unwrap();
    assert_eq!(file.line.state, RegistrarState::Left);
    let told = registry.registrars().registrar_reports(&leader(COUNTY)).await.unwrap();
    let gone = told.iter().find(|line| line.report.kind == ReportKind::Left).unwrap();
    assert_eq!((gone.report.on, gone.unit.as_str()), (day("2026-09-07"), "第一小学"));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_23_how_stable_the_registrars_are_is_counted_per_unit_below() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.in_post("registrar.one").await;
    let bare = world.registrar("registrar.two").await.0;
    registry.registrars().appoint_registrar(&leader(SCHOOL), bare, post()).await.unwrap();
    let county = registry.registrars().registrar_figures(&registrar(COUNTY), None).await.unwrap();
    let of = |name: &str| county.lines.iter().find(|line| line.name == name).cloned().unwrap();
    let first = of("第一小学");
    assert_eq!((first.serving, first.untrained, first.vacant, first.left), (2, 1, 0, 0));
    assert_eq!(first.days_in_post, Some(6));
    let second = of("第二小学");
    assert_eq!((second.serving, second.days_in_post, second.vacant), (0, None, 1));
    let nation =
        registry.registrars().registrar_figures(&actor(Role::Official, "000000", 5), None).await.unwrap();
    let [province] = &nation.lines[..] else { panic!("{:?}", nation.lines) };
    // Without one: the province, the city, the county, the second school.
    assert_eq!((province.serving, province.untrained, province.vacant), (2, 1, 4));
    let below =
        registry.registrars().registrar_figures(&registrar("320000"), Some(&code("320100"))).await.unwrap();
    assert_eq!((below.lines.len(), below.above.len()), (1, 1));
    let outside = registry.registrars().registrar_figures(&registrar(COUNTY), Some(&code("320100"))).await;
    assert!(is_not_found(&outside));
}
