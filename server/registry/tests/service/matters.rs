//! One table says what is open: a matter of every kind stands on the desk of who has to act, with its due day, and nowhere else; it
//! is handed over with a registrar's work, keeps its school from ending, and is gone with the decision.

use crate::disclosure::asked as disclosure;
use crate::letter::{only_letter, transfer, with_more_schools};
use crate::package::{
    arrived, begin_of_term, continuation, fingerprint_of, made, moved, world as two_provinces,
};
use crate::problems::{answer, check, open_at, twice};
use crate::registrars::asked as hand_over;
use crate::schools::asked as change;
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use chrono::{NaiveDate, TimeZone};
use contract::desk::MatterLine;
use domain::access::{Actor, Role};
use domain::disclosure::{Command as DisclosureCommand, People};
use domain::form::GuardianSlot;
use domain::guardian::BondAct;
use domain::matter::MatterKind;
use domain::paper::Check;
use domain::problem::Remedy;
use domain::registrar::{HandOverCommand, ItemKind};
use domain::review::{CampaignCommand, Outstanding, SchoolCommand};
use domain::rules::RuleKey;
use domain::school::Change;
use domain::violation::{Command as ViolationCommand, ViolationKind};
use registry::guardian::SignedUp;
use registry::letter::LetterBox;
use registry::matter::DeskFilter;

const UNITS: [&str; 9] =
    [SCHOOL, OTHER_SCHOOL, "2132000003", COUNTY, "320100", "320000", "000000", "3144000001", "440106"];

async fn desk(world: &World, actor: &Actor, kind: MatterKind) -> Vec<MatterLine> {
    let filter = DeskFilter { kind: Some(kind), ..DeskFilter::default() };
    let page = world.registry.matters().desk(actor, &filter, None).await.unwrap();
    assert_eq!(page.total, page.lines.len() as u64, "{kind:?} at {}", actor.name);
    let counted = world.registry.matters().desk_counts(actor).await.unwrap();
    let told = counted.iter().find(|(one, ..)| *one == kind).map_or(0, |(_, n)| *n);
    assert_eq!(told, page.total, "{kind:?} at {}", actor.name);
    page.lines
}

/// Exactly one matter of this kind stands on each of these desks, none on any other, and the table says what the engines say. Gives
/// its due day.
pub(crate) async fn stands(world: &World, kind: MatterKind, holders: &[Actor]) -> Option<NaiveDate> {
    assert_eq!(world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
    let mut due = None;
    for unit in UNITS.iter().chain([&crate::support::grades::LONG]) {
        for actor in [registrar(unit), leader(unit)] {
            let lines = desk(world, &actor, kind).await;
            let holds = holders.iter().any(|one| one.account == actor.account);
            assert_eq!(lines.len(), usize::from(holds), "{kind:?} at {}: {lines:?}", actor.name);
            if let [line] = &lines[..] {
                due = line.due_on;
                assert_eq!(line.also_with.len(), holders.len() - 1, "{kind:?}: {:?}", line.also_with);
                assert!(!line.from.is_empty() && line.href.starts_with('/'), "{line:?}");
            }
        }
    }
    due
}

/// Whether the work of a unit's registrar has a line of this sort.
async fn is_handed_over(world: &World, unit: &str, sort: ItemKind) -> bool {
    let work = world.registry.registrars().owned_work(&code(unit)).await.unwrap();
    work.iter().any(|one| one.found.kind == sort && one.found.count == 1)
}

/// The headings of what keeps a school from ending.
async fn in_the_way(world: &World, school: &str) -> Vec<String> {
    let close = change(school, Change::Close { archives: None, placements: Vec::new() });
    let preview = world.registry.schools().preview_school_change(&leader(COUNTY), &close).await.unwrap();
    preview.blockers.into_iter().map(|one| one.heading).collect()
}

/// How often the unit's journal, which the audit administrator above reads, tells of matters of this kind. The unit itself reads nothing.
async fn journalled(world: &World, unit: &str, kind: MatterKind) -> usize {
    let above = if unit.len() > 6 { COUNTY } else { "000000" };
    let audit = actor(Role::AuditAdmin, above, 6);
    let read = world.registry.matters().unit_journal(&audit, &code(unit), None).await.unwrap();
    assert!(read.holds, "{unit}");
    for stranger in [registrar(unit), leader(unit), leader(COUNTY), actor(Role::AuditAdmin, unit, 6)] {
        assert!(
            is_not_found(&world.registry.matters().unit_journal(&stranger, &code(unit), None).await),
            "{stranger:?}"
        );
    }
    read.entries.rows.iter().filter(|entry| entry.kind == kind).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_on_the_desk_of_who_has_to_act_and_comes_back_to_be_mended() {
    let world = World::in_memory().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    let kind = MatterKind::Case(domain::case::CaseKind::Registration);
    let due = stands(&world, kind, &[leader(SCHOOL)]).await;
    let queue = world.registry.cases().my_queue(&leader(SCHOOL), None).await.unwrap();
    assert_eq!(due, queue.lines[0].due_on);
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未办结的事项".to_owned()));
    let back = domain::case::Command::Return { reason: "请核对姓名".into() };
    world.registry.cases().decide_case(&leader(SCHOOL), case, back).await.unwrap();
    stands(&world, kind, &[registrar(SCHOOL)]).await;
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Cases).await);
    let line = desk(&world, &registrar(SCHOOL), kind).await.remove(0);
    assert!(
        line.sent_back && line.about.starts_with(raw(1)[&domain::form::Field::Name].as_str()),
        "{line:?}"
    );
    let only = DeskFilter { sent_back: true, ..DeskFilter::default() };
    assert_eq!(world.registry.matters().desk(&registrar(SCHOOL), &only, None).await.unwrap().lines, [line]);
    // An authority sees the name masked, as in its queue.
    let (_, second) = world.enter(SCHOOL, info(2)).await;
    world.registry.cases().decide_case(&leader(SCHOOL), second, agree()).await.unwrap();
    let masked = desk(&world, &registrar(COUNTY), kind).await.remove(0);
    assert!(!masked.about.starts_with(raw(2)[&domain::form::Field::Name].as_str()), "{masked:?}");
    world.registry.cases().decide_case(&registrar(COUNTY), second, agree()).await.unwrap();
    world.registry.cases().decide_case(&leader(COUNTY), second, agree()).await.unwrap();
    assert!(desk(&world, &leader(COUNTY), kind).await.is_empty(), "decided is gone");
    let mine = world.registry.matters().desk_of_mine(&registrar(SCHOOL), None).await.unwrap();
    assert_eq!(mine.lines.len(), 2, "who opened it sees where it stands, open or not");
    assert!(
        world.registry.matters().desk_of_mine(&registrar(OTHER_SCHOOL), None).await.unwrap().lines.is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_is_first_and_a_page_goes_on_where_the_last_one_ended() {
    let world = World::in_memory().await;
    for seed in 1..=60 {
        world.enter(SCHOOL, info(seed)).await;
    }
    world.wait(chrono::Duration::days(60));
    world.enter(SCHOOL, info(61)).await;
    let (registry, chief) = (&world.registry, leader(SCHOOL));
    let first = registry.matters().desk(&chief, &DeskFilter::default(), None).await.unwrap();
    assert_eq!((first.lines.len(), first.total), (50, 61));
    assert!(first.lines.iter().all(|line| line.overdue && line.days_left < Some(0)));
    let second = registry.matters().desk(&chief, &DeskFilter::default(), first.next.clone()).await.unwrap();
    assert_eq!((second.lines.len(), second.next.clone()), (11, None));
    let mut ids: Vec<_> = first.lines.iter().chain(&second.lines).map(|line| line.id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 61, "each once");
    assert!(!second.lines.last().unwrap().overdue);
    let late = DeskFilter { overdue: true, ..DeskFilter::default() };
    assert_eq!(registry.matters().desk(&chief, &late, None).await.unwrap().total, 60);
    let class = DeskFilter { class: Some(first.lines[0].class.clone()), ..DeskFilter::default() };
    assert!(registry.matters().desk(&chief, &class, None).await.unwrap().total >= 1);
    let of_page = |lines: &[MatterLine]| {
        lines.iter().map(|line| line.class.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let every = of_page(&first.lines).union(&of_page(&second.lines)).cloned().collect::<Vec<_>>();
    assert_eq!(first.classes, every, "classes to choose from are those of all pages");
    assert_eq!(
        registry.matters().desk(&chief, &late, None).await.unwrap().classes,
        every,
        "whatever is filtered"
    );
    let untrained = Actor { trained: false, ..registrar(SCHOOL) };
    assert_eq!(
        codes(registry.matters().desk(&untrained, &DeskFilter::default(), None).await),
        ["not_trained"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_on_the_senders_desk_and_then_on_the_receivers() {
    let world = with_more_schools().await;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let due = stands(&world, MatterKind::Letter, &[registrar(SCHOOL)]).await;
    assert_eq!(due, Some(day("2026-10-08")));
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Letters).await);
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未办理的公文".to_owned()));
    let id = only_letter(&world, &registrar(SCHOOL), LetterBox::Waiting).await;
    world.registry.letters().draft_letter(&registrar(SCHOOL), id, Some(9), "").await.unwrap();
    stands(&world, MatterKind::Letter, &[leader(SCHOOL)]).await;
    world.registry.letters().sign_letter(&leader(SCHOOL), id).await.unwrap();
    stands(&world, MatterKind::Letter, &[registrar(OTHER_SCHOOL)]).await;
    assert!(in_the_way(&world, OTHER_SCHOOL).await.contains(&"未办理的公文".to_owned()));
    assert!(
        !in_the_way(&world, SCHOOL).await.contains(&"未办理的公文".to_owned()),
        "it is with the receiver"
    );
    world
        .registry
        .letters()
        .receive_letter(&registrar(OTHER_SCHOOL), id, &crate::letter::receipt(Some(9), ""))
        .await
        .unwrap();
    stands(&world, MatterKind::Letter, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_is_on_the_desks_of_both_schools_until_each_has_answered() {
    let world = World::in_memory().await;
    let (one, _) = twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let id = open_at(&world, &registrar(SCHOOL)).await[0];
    let due = stands(&world, MatterKind::Problem, &[registrar(SCHOOL), registrar(OTHER_SCHOOL)]).await;
    let view = world.registry.problems().problem_view(&registrar(SCHOOL), id).await.unwrap();
    assert_eq!(due, view.line.due_on);
    for school in [SCHOOL, OTHER_SCHOOL] {
        assert!(is_handed_over(&world, school, ItemKind::Problems).await);
        assert!(in_the_way(&world, school).await.contains(&"未举证的问题学籍".to_owned()));
    }
    world
        .registry
        .problems()
        .answer_problem(&registrar(SCHOOL), id, &answer(one, Remedy::Prove, true))
        .await
        .unwrap();
    stands(&world, MatterKind::Problem, &[registrar(OTHER_SCHOOL)]).await;
    assert!(!is_handed_over(&world, SCHOOL, ItemKind::Problems).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_on_the_desk_of_whoever_it_is_laid_to_and_keeps_the_school_from_ending() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let id = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    stands(&world, MatterKind::Violation, &[registrar(COUNTY)]).await;
    assert!(is_handed_over(&world, COUNTY, ItemKind::Violations).await);
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), id, &examined, None).await.unwrap();
    stands(&world, MatterKind::Violation, &[leader(COUNTY)]).await;
    registry
        .violations()
        .act_on_violation(&leader(COUNTY), id, &crate::violations::order(), None)
        .await
        .unwrap();
    let due = stands(&world, MatterKind::Violation, &[leader(SCHOOL)]).await;
    let view = registry.violations().violation_view(&leader(SCHOOL), id).await.unwrap();
    assert_eq!(due, view.order.map(|order| order.due_on));
    assert!(due.is_some());
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未办结的责令改正"]);
    let withdrawn = ViolationCommand::Withdraw("核查有误，撤销".into());
    registry.violations().act_on_violation(&leader(COUNTY), id, &withdrawn, None).await.unwrap();
    stands(&world, MatterKind::Violation, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());
    assert_eq!(
        journalled(&world, SCHOOL, MatterKind::Violation).await,
        4,
        "entered, examined, ordered, withdrawn"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_data_is_handed_over_and_keeps_the_school_that_asked_from_ending() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let id =
        registry.disclosures().ask_disclosure(&registrar(SCHOOL), &disclosure(People::School)).await.unwrap();
    stands(&world, MatterKind::Disclosure, &[registrar(COUNTY)]).await;
    assert!(is_handed_over(&world, COUNTY, ItemKind::Disclosures).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未办结的对外提供申请"]);
    let examined = DisclosureCommand::Examine("属实".into());
    registry.disclosures().act_on_disclosure(&registrar(COUNTY), id, &examined).await.unwrap();
    stands(&world, MatterKind::Disclosure, &[leader(COUNTY)]).await;
    let refused = DisclosureCommand::Refuse("没有法律依据".into());
    registry.disclosures().act_on_disclosure(&leader(COUNTY), id, &refused).await.unwrap();
    stands(&world, MatterKind::Disclosure, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());
    assert_eq!(journalled(&world, SCHOOL, MatterKind::Disclosure).await, 3, "asked, examined, refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_waits_on_both_sides_and_keeps_both_schools_from_ending() {
    let (here, there) = (two_provinces().await, two_provinces().await);
    let (_, case) = moved(&here).await;
    let id = here.registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    stands(&here, MatterKind::Package, &[leader(SCHOOL)]).await;
    assert!(in_the_way(&here, SCHOOL).await.contains(&"未办结的学籍档案包".to_owned()));
    here.registry.packages().refuse_package(&leader(SCHOOL), id, "材料不全，请补齐").await.unwrap();
    stands(&here, MatterKind::Package, &[]).await;
    let id = here.registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
    here.registry.packages().release_package(&leader(SCHOOL), id).await.unwrap();
    let due = stands(&here, MatterKind::Package, &[registrar(SCHOOL)]).await;
    assert!(due.is_some(), "it expires");
    assert!(is_handed_over(&here, SCHOOL, ItemKind::Packages).await);
    here.registry.packages().fetch_package(&registrar(SCHOOL), id).await.unwrap();
    stands(&here, MatterKind::Package, &[]).await;
    assert!(!in_the_way(&here, SCHOOL).await.contains(&"未办结的学籍档案包".to_owned()));
    here.registry.packages().expire_packages().await.unwrap();

    let first = two_provinces().await;
    let (_, case) = moved(&first).await;
    let (sent, bytes, phrase) = made(&first, case).await;
    let told = fingerprint_of(&first, sent).await;
    begin_of_term(&there);
    let first = "3144000001";
    let came = there
        .registry
        .packages()
        .receive_package(&registrar(first), arrived(&bytes, &phrase, &told))
        .await
        .unwrap();
    stands(&there, MatterKind::Package, &[registrar(first)]).await;
    assert!(is_handed_over(&there, first, ItemKind::Packages).await);
    there
        .registry
        .packages()
        .propose_continuation(&registrar(first), came, &continuation("2班"))
        .await
        .unwrap();
    stands(&there, MatterKind::Package, &[leader(first)]).await;
    there.registry.packages().accept_package(&leader(first), came).await.unwrap();
    stands(&there, MatterKind::Package, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_on_the_desk_of_its_authority_and_then_of_each_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let id = registry.reviews().propose_review(&registrar(COUNTY), crate::review::dates()).await.unwrap();
    stands(&world, MatterKind::Review, &[leader(COUNTY)]).await;
    let back = CampaignCommand::Return("请推迟开始日期".into());
    registry.reviews().act_on_review(&leader(COUNTY), id, &back).await.unwrap();
    stands(&world, MatterKind::Review, &[registrar(COUNTY)]).await;
    assert!(is_handed_over(&world, COUNTY, ItemKind::Reviews).await);
    let again = CampaignCommand::Amend(crate::review::dates());
    registry.reviews().act_on_review(&registrar(COUNTY), id, &again).await.unwrap();
    registry.reviews().act_on_review(&leader(COUNTY), id, &CampaignCommand::Approve).await.unwrap();
    stands(&world, MatterKind::Review, &[]).await;
    registry.outbox().drain_outbox().await.unwrap();
    let part = desk(&world, &registrar(SCHOOL), MatterKind::ReviewSchool).await.remove(0);
    assert_eq!(part.due_on, Some(crate::review::dates().school));
    assert_eq!(desk(&world, &registrar(OTHER_SCHOOL), MatterKind::ReviewSchool).await.len(), 1);
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Reviews).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未完成的学籍复核"]);
    let submit = SchoolCommand::Submit(Outstanding::default());
    registry.reviews().act_on_school_review(&registrar(SCHOOL), id, &code(SCHOOL), &submit).await.unwrap();
    assert_eq!(desk(&world, &leader(SCHOOL), MatterKind::ReviewSchool).await.len(), 1);
    let sign = SchoolCommand::Sign(Outstanding::default());
    registry.reviews().act_on_school_review(&leader(SCHOOL), id, &code(SCHOOL), &sign).await.unwrap();
    assert_eq!(desk(&world, &registrar(COUNTY), MatterKind::ReviewSchool).await.len(), 1);
    assert!(desk(&world, &leader(SCHOOL), MatterKind::ReviewSchool).await.is_empty());
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert_eq!(
        journalled(&world, COUNTY, MatterKind::Review).await,
        4,
        "proposed, returned, amended, approved"
    );
    assert_eq!(journalled(&world, SCHOOL, MatterKind::ReviewSchool).await, 3, "begun, submitted, signed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hand_over_of_a_registrars_work_waits_for_two_persons_and_then_for_the_leader() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let old = world.in_post("registrar.one").await;
    let new = world.in_post("registrar.two").await;
    // Both appointments were reported to the county, where either desk may acknowledge them.
    let reports = desk(&world, &registrar(COUNTY), MatterKind::RegistrarReport).await;
    assert_eq!(reports.len(), 2);
    assert_eq!(desk(&world, &leader(COUNTY), MatterKind::RegistrarReport).await.len(), 2);
    for told in registry.registrars().registrar_reports(&registrar(COUNTY)).await.unwrap() {
        registry.registrars().acknowledge_registrar(&registrar(COUNTY), told.id).await.unwrap();
    }
    stands(&world, MatterKind::RegistrarReport, &[]).await;
    let leaver = Actor { account: old, ..registrar(SCHOOL) };
    let successor = Actor { account: new, ..registrar(SCHOOL) };
    let chief = leader(SCHOOL);
    let id = registry.registrars().open_hand_over(&chief, &hand_over(old, new)).await.unwrap();
    let kind = MatterKind::RegistrarHandOver;
    for signs in [&leaver, &successor] {
        assert_eq!(desk(&world, signs, kind).await.len(), 1, "{}", signs.account);
    }
    stands(&world, kind, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.contains(&"未完成的学籍管理员工作交接".to_owned()));
    registry.registrars().step_hand_over(&leaver, id, &HandOverCommand::Sign).await.unwrap();
    assert!(desk(&world, &leaver, kind).await.is_empty());
    registry.registrars().step_hand_over(&successor, id, &HandOverCommand::Sign).await.unwrap();
    assert_eq!(stands(&world, kind, std::slice::from_ref(&chief)).await, Some(day("2026-09-07")));
    registry.registrars().step_hand_over(&chief, id, &HandOverCommand::Confirm).await.unwrap();
    stands(&world, kind, &[]).await;
    assert_eq!(journalled(&world, SCHOOL, kind).await, 4, "opened, signed twice, confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_papers_waits_to_be_sealed_and_its_differences_to_be_settled() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let (_, letter) = crate::paper::moved(&world).await;
    registry.papers().list_hand_over(&registrar(SCHOOL), letter).await.unwrap();
    let kind = MatterKind::PaperHandOver;
    stands(&world, kind, &[leader(SCHOOL)]).await;
    registry.letters().sign_letter(&leader(SCHOOL), letter).await.unwrap();
    registry.papers().seal_hand_over(&leader(SCHOOL), letter, &crate::paper::seal()).await.unwrap();
    stands(&world, kind, &[]).await;
    assert_eq!(desk(&world, &registrar(OTHER_SCHOOL), MatterKind::Letter).await.len(), 1, "its letter waits");
    let found = [(1, Check::Received), (2, Check::Missing)].into();
    registry.papers().receive_hand_over(&registrar(OTHER_SCHOOL), letter, found, "").await.unwrap();
    stands(&world, kind, &[registrar(OTHER_SCHOOL)]).await;
    assert!(is_handed_over(&world, OTHER_SCHOOL, ItemKind::Papers).await);
    assert!(in_the_way(&world, OTHER_SCHOOL).await.contains(&"有差异的纸质档案移交".to_owned()));
    registry
        .papers()
        .settle_hand_over(&registrar(OTHER_SCHOOL), letter, 2, false, "原校说明已遗失")
        .await
        .unwrap();
    stands(&world, kind, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bonds_and_codes_of_guardians_wait_at_the_childs_school() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    let both = [registrar(SCHOOL), leader(SCHOOL)];
    let code =
        registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    let due = stands(&world, MatterKind::BindingCode, &both).await;
    assert!(due.is_some(), "it runs out");
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Guardians).await);
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未核实的监护人绑定、未核发的绑定码"]);
    let line = registry.guardians().bindings_to_release(&leader(SCHOOL)).await.unwrap().remove(0);
    registry.guardians().release_binding(&leader(SCHOOL), &line.key).await.unwrap();
    stands(&world, MatterKind::BindingCode, &[]).await;
    let father = Parent::father(1);
    assert!(matches!(world.join(&father, by_code(&code)).await, Ok(SignedUp::Made(_))));
    let account = world.parent(&father).await.account;
    // A code that nobody releases runs out and stands in nobody's way.
    registry.guardians().print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
    world.wait(chrono::Duration::days(60));
    stands(&world, MatterKind::BindingCode, &[]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty());

    registry
        .guardians()
        .act_on_bond(&leader(SCHOOL), person, account, BondAct::Rest, "电话核实不是本人")
        .await
        .unwrap();
    stands(&world, MatterKind::Bond, &both).await;
    assert_eq!(in_the_way(&world, SCHOOL).await, ["未核实的监护人绑定、未核发的绑定码"]);
    registry
        .guardians()
        .act_on_bond(&leader(SCHOOL), person, account, BondAct::Confirm, "已当面核对证件")
        .await
        .unwrap();
    stands(&world, MatterKind::Bond, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_proposed_about_schools_and_rules_waits_for_the_leader_of_the_same_authority() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let renamed = change(SCHOOL, Change::Rename { name: "玄武实验小学".into() });
    let id = world.propose(&renamed).await.unwrap();
    stands(&world, MatterKind::SchoolChange, &[leader(COUNTY)]).await;
    assert!(in_the_way(&world, SCHOOL).await.is_empty(), "a change does not stand in its own way");
    registry.schools().decide_school_change(&leader(COUNTY), id, false, "请先征求意见").await.unwrap();
    stands(&world, MatterKind::SchoolChange, &[]).await;
    assert_eq!(journalled(&world, SCHOOL, MatterKind::SchoolChange).await, 2, "proposed, sent back");

    let draft = crate::rules::draft(&[(RuleKey::ClassSizeMax, "45")]);
    registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
    let due = stands(&world, MatterKind::Rules, &[leader("320000")]).await;
    assert_eq!(due, Some(day("2026-09-30")), "before the day from which it is to hold");
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    stands(&world, MatterKind::Rules, &[]).await;
    assert_eq!(journalled(&world, "320000", MatterKind::Rules).await, 2, "proposed, approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_24_a_warning_is_on_the_desks_of_its_unit_until_it_says_what_it_does_and_again_when_it_grows()
{
    let world = World::in_memory().await;
    let (registry, kind) = (&world.registry, MatterKind::Warning);
    world.pupil(SCHOOL, 1).await;
    // Of late cases one is a hint, two ask for an answer; late archives stay below what is warned of.
    let levels = [(RuleKey::WarnOverdueCases, "1,2,3"), (RuleKey::WarnLateArchives, "998,999,1000")];
    registry.rules().propose_rules(&registrar("320000"), &crate::rules::draft(&levels)).await.unwrap();
    registry.rules().decide_rules(&leader("320000"), true, "").await.unwrap();
    let night = async |on: &str| {
        world.clock.set(day(on).and_hms_opt(2, 0, 0).unwrap().and_utc());
        registry.outbox().drain_outbox().await.unwrap();
        registry.warnings().measure_warnings().await.unwrap()
    };
    let both = [registrar(SCHOOL), leader(SCHOOL)];
    world.enter(SCHOOL, info(2)).await;
    world.clock.set(day("2026-10-19").and_hms_opt(2, 0, 0).unwrap().and_utc());
    world.enter(SCHOOL, info(3)).await;
    assert_eq!(night("2026-10-20").await.open, 1);
    stands(&world, kind, &[]).await;

    assert_eq!(night("2026-12-07").await.open, 1);
    assert_eq!(stands(&world, kind, &both).await, Some(day("2026-12-14")), "five working days");
    assert!(is_handed_over(&world, SCHOOL, ItemKind::Warnings).await);
    assert!(in_the_way(&world, SCHOOL).await.iter().all(|one| !one.contains("预警")));
    let line = desk(&world, &leader(SCHOOL), kind).await.remove(0);
    let id = line.href.strip_prefix("/warnings/").unwrap().parse().unwrap();
    assert_eq!((line.since, line.state.as_str()), (day("2026-12-07"), "待说明"));
    assert!(line.about.contains("第一小学") && line.about.contains("关注"), "{line:?}");
    let shown = registry.warnings().warning_view(&registrar(COUNTY), id).await.unwrap().line;
    assert_eq!(shown.answer_by, line.due_on, "who only watches sees by when");

    world.clock.set(day("2026-12-11").and_hms_opt(2, 0, 0).unwrap().and_utc());
    assert_eq!(registry.watch().look_round().await.unwrap().matters_reminded, 1);
    world.clock.set(day("2026-12-15").and_hms_opt(2, 0, 0).unwrap().and_utc());
    assert_eq!(registry.watch().look_round().await.unwrap().matters_escalated, 1);
    let late = registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    assert_eq!(late.iter().map(|line| line.kind).collect::<Vec<_>>(), [kind]);
    stands(&world, kind, &both).await;

    registry.warnings().acknowledge_warning(&leader(SCHOOL), id, "已逐件核对，本周办结").await.unwrap();
    stands(&world, kind, &[]).await;
    assert!(registry.matters().late_matters(&registrar(COUNTY)).await.unwrap().is_empty());
    assert!(!is_handed_over(&world, SCHOOL, ItemKind::Warnings).await);
    night("2026-12-16").await;
    stands(&world, kind, &[]).await;

    world.enter(SCHOOL, info(4)).await;
    night("2027-02-01").await;
    assert_eq!(
        stands(&world, kind, &both).await,
        Some(day("2027-02-08")),
        "a louder one is another question"
    );
    registry.warnings().acknowledge_warning(&registrar(SCHOOL), id, "已增派人员").await.unwrap();
    stands(&world, kind, &[]).await;
    assert_eq!(journalled(&world, SCHOOL, kind).await, 4, "asked, answered, asked again, answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_matter_is_reminded_once_and_when_it_is_late_the_authority_above_is_told_once() {
    let world = with_more_schools().await;
    let registry = &world.registry;
    let person = world.pupil(SCHOOL, 1).await;
    transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2026-09-07").await;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let order = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), order, &examined, None).await.unwrap();
    registry
        .violations()
        .act_on_violation(&leader(COUNTY), order, &crate::violations::order(), None)
        .await
        .unwrap();
    let due = stands(&world, MatterKind::Violation, &[leader(SCHOOL)]).await.unwrap();
    let before = registry.watch().look_round().await.unwrap();
    assert_eq!((before.matters_reminded, before.matters_escalated), (0, 0), "nothing is due soon");

    let today = world.clock.today();
    world.wait(chrono::Duration::days((due - today).num_days()));
    let on_the_day = registry.watch().look_round().await.unwrap();
    assert_eq!((on_the_day.matters_reminded, on_the_day.matters_escalated), (1, 0));
    let line = desk(&world, &leader(SCHOOL), MatterKind::Violation).await.remove(0);
    assert_eq!(line.reminded_on, Some(due));
    assert!(registry.matters().late_matters(&registrar(COUNTY)).await.unwrap().is_empty());

    world.wait(chrono::Duration::days(1));
    let after = registry.watch().look_round().await.unwrap();
    assert_eq!(after.matters_escalated, 1, "of the order; the letter is not late yet");
    assert_eq!(registry.watch().look_round().await.unwrap().matters_escalated, 0, "once");
    let late = registry.matters().late_matters(&registrar(COUNTY)).await.unwrap();
    assert_eq!((late.len(), late[0].kind, late[0].overdue), (1, MatterKind::Violation, true));
    assert!(
        registry.matters().late_matters(&registrar("320100")).await.unwrap().is_empty(),
        "the next above only"
    );
    assert!(is_not_found(&registry.matters().late_matters(&leader(SCHOOL)).await));

    let letter_due = stands(&world, MatterKind::Letter, &[registrar(SCHOOL)]).await.unwrap();
    let today = world.clock.today();
    world.wait(chrono::Duration::days((letter_due - today).num_days()));
    assert_eq!(registry.watch().look_round().await.unwrap().matters_reminded, 1, "the letter on its day");
    // With the next desk the letter is reminded anew.
    let letter = only_letter(&world, &registrar(SCHOOL), LetterBox::Waiting).await;
    registry.letters().draft_letter(&registrar(SCHOOL), letter, Some(9), "").await.unwrap();
    assert_eq!(registry.watch().look_round().await.unwrap().matters_reminded, 1, "whoever signs");
    assert_eq!(
        registry.matters().matters_unsound().await.unwrap(),
        Vec::new(),
        "reminding changes nothing else"
    );
}

/// The days of four kinds beside cases and letters, told in a year that was not announced.
#[tokio::test(flavor = "multi_thread")]
async fn article_14_a_provisional_day_is_counted_again_whatever_kind_of_matter_has_it() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 1, 29, 2, 0, 0).unwrap());
    twice(&world, OTHER_SCHOOL).await;
    check(&world).await;
    let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
    let order = registry.violations().enter_violation(&registrar(COUNTY), &entered).await.unwrap();
    let examined = ViolationCommand::Examine("属实".into());
    registry.violations().act_on_violation(&registrar(COUNTY), order, &examined, None).await.unwrap();
    registry
        .violations()
        .act_on_violation(&leader(COUNTY), order, &crate::violations::order(), None)
        .await
        .unwrap();
    registry.disclosures().ask_disclosure(&registrar(SCHOOL), &disclosure(People::School)).await.unwrap();
    // One problem among so few pupils is a warning as loud as can be.
    registry.warnings().measure_warnings().await.unwrap();
    let kinds = [
        (MatterKind::Warning, leader(SCHOOL)),
        (MatterKind::Problem, registrar(SCHOOL)),
        (MatterKind::Violation, leader(SCHOOL)),
        (MatterKind::Disclosure, registrar(COUNTY)),
    ];
    let mut told = Vec::new();
    for (kind, holder) in &kinds {
        let line = desk(&world, holder, *kind).await.remove(0);
        assert!(line.provisional, "{kind:?}: 2027 is not announced");
        told.push(line.due_on.unwrap());
    }
    let nation = actor(Role::SystemAdmin, "000000", 3);
    registry.working_days().publish_calendar(&nation, &crate::calendar::year_2027()).await.unwrap();
    registry.outbox().drain_outbox().await.unwrap();
    for ((kind, holder), told) in kinds.iter().zip(told) {
        let line = desk(&world, holder, *kind).await.remove(0);
        assert!(!line.provisional && line.due_on.unwrap() > told, "{kind:?}: {told} {line:?}");
    }
    assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
    assert_eq!(registry.matters().recount_deadlines().await.unwrap(), 0, "once");
}
