//! A hand-over of many schools that is taken back for those that have yet to go (撤回, 第三条), and one whose receiver is to end.

use crate::school_consent::BESIDE;
use crate::school_hand_over::{STAYS, act, decided, propose, run, state, states, with_a_third_school};
use crate::support::*;
use domain::access::Actor;
use domain::disclosure::People;
use domain::school::{Change, HandedState, State, WithdrawalStep};
use registry::school::Asked;

const PROVINCE: &str = "320000";

fn ask() -> WithdrawalStep {
    WithdrawalStep::Ask("区划批文另行调整".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_an_act_whose_day_lies_ahead_is_taken_back_by_two_persons_and_frees_its_schools() {
    let world = with_a_third_school().await;
    let schools = world.registry.schools();
    let id = decided(&world, &act(&[SCHOOL, STAYS], "2026-10-08")).await;
    run(&world).await;
    let (registrar_of, leader_of) = (registrar(PROVINCE), leader(PROVINCE));
    let go = async |who: &Actor, step: &WithdrawalStep| schools.withdraw_hand_over(who, id, step).await;
    for stranger in [registrar(COUNTY), registrar(BESIDE), registrar("330000"), registrar(SCHOOL)] {
        assert!(is_not_found(&go(&stranger, &ask()).await), "{}", stranger.name);
    }
    assert!(is_not_found(&go(&leader_of, &ask()).await), "the registrar asks");
    let agree = WithdrawalStep::Decide(true);
    assert_eq!(codes(go(&leader_of, &agree).await), ["state"], "nobody has asked");
    assert_eq!(codes(go(&registrar_of, &WithdrawalStep::Ask(String::new())).await), ["reason"]);
    assert!(schools.school_change(&registrar_of, id).await.unwrap().may_withdraw);
    assert_eq!(go(&registrar_of, &ask()).await.unwrap(), State::Running);
    assert_eq!(codes(go(&registrar_of, &ask()).await), ["state"], "once");
    let waits = world.registry.matters().desk(&leader_of, &Default::default(), None).await.unwrap();
    assert!(waits.by_kind.contains(&(MatterKind::SchoolChange, 1)), "{:?}", waits.by_kind);
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
    let both = Actor { account: registrar_of.account, ..leader_of.clone() };
    assert_eq!(codes(go(&both, &agree).await), ["four_eyes"]);
    let view = schools.school_change(&leader_of, id).await.unwrap();
    assert!(view.may_decide_withdrawal && !view.may_withdraw);
    go(&leader_of, &agree).await.unwrap();
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    let left = HandedState::LeftOut;
    assert_eq!(states(&world, id).await, [(SCHOOL.to_owned(), left), (STAYS.to_owned(), left)]);
    assert_eq!(world.registry.units().unit(&code(SCHOOL)).await.unwrap().parent, Some(code(COUNTY)));
    assert!(propose(&world, &registrar_of, &act(&[SCHOOL], "2026-09-07")).await.is_ok(), "free again");
    assert_eq!(codes(go(&registrar_of, &ask()).await), ["state"], "it is done");
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_what_has_gone_over_stays_when_a_school_that_is_held_is_taken_back() {
    let world = with_a_third_school().await;
    let schools = world.registry.schools();
    let asked = crate::disclosure::asked(People::School);
    world.registry.disclosures().ask_disclosure(&registrar(SCHOOL), &asked).await.unwrap();
    let id = decided(&world, &act(&[SCHOOL, OTHER_SCHOOL], "2026-09-07")).await;
    run(&world).await;
    schools.withdraw_hand_over(&registrar(PROVINCE), id, &ask()).await.unwrap();
    let refuse = WithdrawalStep::Decide(false);
    assert_eq!(schools.withdraw_hand_over(&leader(PROVINCE), id, &refuse).await.unwrap(), State::Running);
    schools.withdraw_hand_over(&registrar(PROVINCE), id, &ask()).await.unwrap();
    schools.withdraw_hand_over(&leader(PROVINCE), id, &WithdrawalStep::Decide(true)).await.unwrap();
    run(&world).await;
    assert_eq!(state(&world, id).await, State::Done);
    let over = (OTHER_SCHOOL.to_owned(), HandedState::Over);
    assert_eq!(states(&world, id).await, [(SCHOOL.to_owned(), HandedState::LeftOut), over]);
    world.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn article_3_no_school_goes_to_an_authority_that_has_ended_and_none_ends_while_schools_go_to_it() {
    let world = with_a_third_school().await;
    let schools = world.registry.schools();
    let id = decided(&world, &act(&[SCHOOL], "2026-10-08")).await;
    for ends in [BESIDE, COUNTY] {
        let change = Change::EndUnit { on: day("2026-09-07") };
        let asked = Asked { school: Some(code(ends)), change, act: "苏政复〔2026〕9号".into() };
        let preview = schools.preview_school_change(&registrar(PROVINCE), &asked).await.unwrap();
        assert!(preview.blockers.iter().any(|one| one.heading == "未办完的学校划转"), "{ends}");
    }
    // As by a restored copy: the receiver is no more when the day comes.
    let text = format!(
        "CREATE type::record('school_life', '{BESIDE}') CONTENT {{ unit: '{BESIDE}', version: 1, closed_on: '2026-10-01', names: [], events: [] }}"
    );
    world.registry.store.execute(&text).await.unwrap();
    world.wait(chrono::Duration::days(31));
    run(&world).await;
    assert_eq!(states(&world, id).await, [(SCHOOL.to_owned(), HandedState::Held)]);
    let told = schools.handed_schools(&registrar(PROVINCE), id, None).await.unwrap().rows.remove(0).why;
    assert_eq!(told, ["划入的学籍主管部门已经撤销。"]);
    assert_eq!(world.registry.units().unit(&code(SCHOOL)).await.unwrap().parent, Some(code(COUNTY)));
}
