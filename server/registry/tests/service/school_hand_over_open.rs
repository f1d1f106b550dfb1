//! What is open of a school when it comes to answer to another authority (划转, 第三条): whoever decides, confirms and sees it afterwards.

use crate::disclosure::{approved, asked};
use crate::school_consent::BESIDE;
use crate::school_hand_over::{STAYS, act, at, decided, run, state, states, with_a_third_school};
use crate::support::accounts::{new_account, security_admin, system_admin};
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::disclosure::{Command, DisclosureState, Ending, People};
use domain::form::{GuardianSlot, TEMPLATE_VERSION};
use domain::guardian::BondAct;
use domain::id::{ImportId, InquiryId, SchoolChangeId};
use domain::inquiry::{AlarmFinding, Command as InquiryCommand, InquiryState};
use domain::school::{HandedState, State};
use registry::guardian::SignedUp;
use registry::import::{ImportState, RowState, Upload};

/// The school goes over, alone.
async fn goes(world: &World) -> SchoolChangeId {
    let id = decided(world, &act(&[SCHOOL], "2026-09-07")).await;
    run(world).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_nothing_leaves_on_the_word_of_an_authority_to_which_the_school_answers_no_more() {
    let world = with_a_third_school().await;
    let disclosures = world.registry.disclosures();
    world.pupil(SCHOOL, 1).await;
    let all = asked(People::School);
    let (official, own) = (actor(Role::Official, COUNTY, 5), registrar(SCHOOL));
    let unfetched = approved(&world, &official, &all).await;
    let by_county = approved(&world, &official, &all).await;
    disclosures.fetch_disclosure(&official, by_county).await.unwrap();
    let by_school = approved(&world, &own, &all).await;
    disclosures.fetch_disclosure(&own, by_school).await.unwrap();
    let waiting = disclosures.ask_disclosure(&official, &all).await.unwrap();

    // What the county has asked for itself keeps the school as well as what the school asked for.
    let asks = act(&[SCHOOL], "2026-09-07");
    let preview = world.registry.schools().preview_school_change(&registrar("320000"), &asks).await.unwrap();
    assert!(preview.schools[0].held.join("").contains("对外提供申请1项"), "{:?}", preview.schools[0].held);
    let id = goes(&world).await;
    assert_eq!(states(&world, id).await, [(SCHOOL.to_owned(), HandedState::Held)]);
    let withdraw = Command::Withdraw("不再需要这些数据".into());
    disclosures.act_on_disclosure(&official, waiting, &withdraw).await.unwrap();
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Done);

    let own = at(&world, own, SCHOOL).await;
    for (who, id) in [(&official, unfetched), (&official, by_county), (&own, by_school)] {
        assert_eq!(codes(disclosures.fetch_disclosure(who, id).await), ["out_of_state"]);
        let view = disclosures.disclosure_view(who, id).await.unwrap();
        assert_eq!((view.line.state, view.may_fetch), (DisclosureState::Revoked, 0));
    }
    // What was given away is the new county's to see; who gave it away registers its end, and the matter stays with the school.
    assert!(disclosures.disclosure_view(&registrar(BESIDE), by_school).await.is_ok());
    assert!(is_not_found(&disclosures.disclosure_view(&registrar(COUNTY), by_school).await));
    world.is_whole().await;
    for (who, id) in [(&official, by_county), (&own, by_school)] {
        let scan = Some(("销毁证明.png".to_owned(), png()));
        let settled = disclosures.settle_disclosure(who, id, Ending::Destroyed, "销毁证明第1号", scan).await;
        assert_eq!(settled.unwrap(), DisclosureState::Settled);
    }
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_only_the_authority_to_which_the_school_answers_examines_and_approves() {
    let world = with_a_third_school().await;
    let disclosures = world.registry.disclosures();
    let id = disclosures.ask_disclosure(&registrar(SCHOOL), &asked(People::School)).await.unwrap();
    // Whatever has moved the school, it is the county's no more.
    let text = format!("UPDATE unit SET parent = '{BESIDE}' WHERE uid = '{SCHOOL}'");
    world.registry.store.execute(&text).await.unwrap();
    let examine = Command::Examine("属实".into());
    assert_eq!(
        codes(disclosures.act_on_disclosure(&registrar(COUNTY), id, &examine).await),
        ["out_of_state"]
    );
    assert!(!disclosures.disclosure_view(&registrar(COUNTY), id).await.unwrap().my_turn);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_the_table_of_matters_is_right_after_every_kind_went_over() {
    let world = with_a_third_school().await;
    let registry = &world.registry;
    // A letter and a list of papers at the other school, which stays.
    let (_, letter) = crate::paper::moved(&world).await;
    registry.papers().list_hand_over(&registrar(SCHOOL), letter).await.unwrap();
    registry.letters().sign_letter(&leader(SCHOOL), letter).await.unwrap();
    registry.papers().seal_hand_over(&leader(SCHOOL), letter, &crate::paper::seal()).await.unwrap();
    // A bond that rests, a code that waits, a loan that is asked for, an account that nobody has confirmed, data that was given.
    let bound = world.pupil(SCHOOL, 2).await;
    let father = Parent::father(2);
    let printed = world.binding_code(bound).await;
    assert!(matches!(world.join(&father, by_code(&printed)).await, Ok(SignedUp::Made(_))));
    let account = world.parent(&father).await.account;
    let guardians = registry.guardians();
    guardians.act_on_bond(&leader(SCHOOL), bound, account, BondAct::Rest, "电话核实不是本人").await.unwrap();
    let coded = world.pupil(SCHOOL, 3).await;
    guardians.print_binding(&registrar(SCHOOL), coded, GuardianSlot::First).await.unwrap();
    registry.papers().keep_dossier(&registrar(SCHOOL), coded, crate::paper::loan()).await.unwrap();
    let new = new_account(SCHOOL, Role::Registrar, "registrar.one");
    registry.accounts().create_account(&system_admin(COUNTY), &new).await.unwrap();
    let given = approved(&world, &registrar(SCHOOL), &asked(People::School)).await;
    registry.disclosures().fetch_disclosure(&registrar(SCHOOL), given).await.unwrap();
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());

    let id = goes(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    world.is_whole().await;
    // The letter that waits at the other school goes on there, and is told above when it is late.
    world.wait(Duration::days(90));
    registry.watch().look_round().await.unwrap();
    let late = registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    assert!(late.iter().any(|line| line.href == format!("/letters/{letter}")), "{late:?}");
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_3_and_25_an_alarm_is_confirmed_by_the_new_authority() {
    let world = with_a_third_school().await;
    let log = world.registry.access_log();
    world.pupil(SCHOOL, 1).await;
    crate::alarms::curious(&world, SCHOOL).await;
    world.wait(Duration::days(1));
    assert_eq!(log.open_inquiries().await.unwrap(), 1);
    let alarms = log.access_alarms(&leader(SCHOOL)).await.unwrap();
    let inquiry: InquiryId = alarms[0].inquiry.unwrap().0;
    let id = goes(&world).await;
    assert_eq!(state(&world, id).await, State::Done);

    let (old, new) = (actor(Role::AuditAdmin, COUNTY, 92), actor(Role::AuditAdmin, BESIDE, 95));
    assert!(log.access_alarms(&old).await.unwrap().is_empty());
    assert_eq!(log.access_alarms(&new).await.unwrap().len(), alarms.len());
    assert!(is_not_found(&log.inquiry_view(&old, inquiry).await));
    let view = log.inquiry_view(&new, inquiry).await.unwrap();
    assert!(view.auditor.contains("秦淮区"), "{}", view.auditor);
    let find = InquiryCommand::Find { finding: AlarmFinding::Normal, words: "核对了查阅记录".into() };
    let head = at(&world, leader(SCHOOL), SCHOOL).await;
    assert_eq!(log.act_on_inquiry(&head, inquiry, &find).await.unwrap(), InquiryState::Found);
    let done = log.act_on_inquiry(&new, inquiry, &InquiryCommand::Confirm).await.unwrap();
    assert_eq!(done, InquiryState::Closed);
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_3_and_23_accounts_and_resets_of_the_school_are_confirmed_at_the_new_authority() {
    let world = with_a_third_school().await;
    let accounts = world.registry.accounts();
    let (reset, _) = world.registrar("registrar.one").await;
    accounts.reset_account(&security_admin(COUNTY), reset, "本人忘记密码").await.unwrap();
    let new = new_account(SCHOOL, Role::Leader, "leader.one");
    let made = accounts.create_account(&system_admin(COUNTY), &new).await.unwrap();
    let id = goes(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    world.is_whole().await;

    let (old, taking) = (actor(Role::SecurityAdmin, COUNTY, 34), security_admin(BESIDE));
    assert!(accounts.waiting_accounts(&old).await.unwrap().is_empty());
    assert_eq!(accounts.waiting_accounts(&taking).await.unwrap().len(), 2);
    for account in [reset, made] {
        assert!(is_not_found(&accounts.confirm_account(&old, account).await));
        assert!(accounts.confirm_account(&taking, account).await.is_ok());
    }
    assert!(accounts.waiting_accounts(&taking).await.unwrap().is_empty());
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_the_receiving_authority_is_not_told_what_is_open_at_a_school_that_is_not_its_own_yet() {
    let world = with_a_third_school().await;
    let schools = world.registry.schools();
    for seed in 11..13 {
        world.enter(SCHOOL, info(seed)).await;
    }
    let asks = asked(People::School);
    world.registry.disclosures().ask_disclosure(&registrar(SCHOOL), &asks).await.unwrap();
    let id = decided(&world, &act(&[SCHOOL], "2026-09-07")).await;
    run(&world).await;
    let told = async |who: &Actor| schools.handed_schools(who, id, None).await.unwrap().rows.remove(0).why;
    for knows in [registrar("320000"), registrar(COUNTY)] {
        assert!(told(&knows).await[0].contains("1项"));
    }
    let why = told(&registrar(BESIDE)).await;
    assert!(why.len() == 1 && why[0].contains("对外提供") && !why[0].contains("1项"), "{why:?}");

    let (province, asked) = (registrar("320000"), act(&[STAYS], "2026-09-07"));
    let again = crate::school_hand_over::propose(&world, &province, &asked).await.unwrap();
    world.enter(STAYS, info(15)).await;
    schools.decide_school_change(&leader("320000"), again, true, "").await.unwrap();
    let seen = async |who: &Actor| {
        let preview = schools.preview_of_change(who, again).await.unwrap().unwrap();
        preview.schools[0].goes.clone()
    };
    assert_eq!(seen(&registrar(BESIDE)).await, [("未办结的事项".to_owned(), 1)]);
    assert_eq!(seen(&registrar(COUNTY)).await, [("学籍建立".to_owned(), 1)]);
}

/// A file of two children that is confirmed and yet to be entered.
async fn confirmed_import(world: &World) -> ImportId {
    let imports = world.registry.imports();
    let rows = [crate::import::good(31), crate::import::good(32)];
    let bytes = crate::import::filled(TEMPLATE_VERSION, &rows);
    let upload = Upload { file: "一年级1班.xlsx".into(), bytes, entry_date: day("2026-09-01") };
    let id = imports.start_import(&registrar(SCHOOL), upload).await.unwrap();
    imports.drain_imports().await.unwrap();
    imports.confirm_import(&registrar(SCHOOL), id).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_3_and_4_an_import_that_is_being_entered_goes_on_at_the_new_authority() {
    let world = with_a_third_school().await;
    let imports = world.registry.imports();
    let id = confirmed_import(&world).await;
    let act = goes(&world).await;
    assert_eq!(state(&world, act).await, State::Done);
    imports.drain_imports().await.unwrap();
    let own = at(&world, registrar(SCHOOL), SCHOOL).await;
    let done = imports.import(&own, id).await.unwrap();
    assert_eq!((done.state, done.count(RowState::Entered)), (ImportState::Done, 2));
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_what_is_refused_of_the_whole_school_puts_the_import_aside_and_none_of_its_rows() {
    let world = World::in_memory().await;
    let imports = world.registry.imports();
    let id = confirmed_import(&world).await;
    let text = format!(
        "CREATE type::record('school_life', '{SCHOOL}') CONTENT {{ unit: '{SCHOOL}', version: 1, closed_on: '2026-09-07', names: [], events: [] }}"
    );
    world.registry.store.execute(&text).await.unwrap();
    for _ in 0..12 {
        world.wait(Duration::minutes(31));
        imports.drain_imports().await.unwrap();
    }
    let line = imports.import(&registrar(SCHOOL), id).await.unwrap();
    let counts = (line.count(RowState::Refused), line.count(RowState::Entered));
    assert_eq!((line.state, counts), (ImportState::PutAside, (0, 0)));
}
