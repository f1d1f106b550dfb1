//! 访问日志 (第二十五条): every look at a pupil's data is put down, read by who may, told when it is unusual; resting accounts are sealed.

use crate::support::*;
use chrono::Duration;
use contract::Page;
use domain::access::Role;
use domain::access_log::{Function, Use};
use registry::access_log::AccessFilter;
use registry::person::Search;
use std::collections::BTreeMap;

fn filter(world: &World) -> AccessFilter {
    let today = world.registry.store.clock.today();
    AccessFilter { unit: None, from: today, to: today, kind: None, login: String::new(), after: None }
}

pub(crate) fn search(text: &str) -> Search {
    Search { text: text.into(), ..Search::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_looked_is_told_to_the_leader_and_the_guardian() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let pupil = world.pupil(SCHOOL, 1).await;
    let other = world.pupil(SCHOOL, 2).await;
    registry.pupils().pupil(&registrar(SCHOOL), pupil).await.unwrap();
    world.wait(Duration::seconds(1));
    registry.pupils().search_pupils(&registrar(COUNTY), &Search::default()).await.unwrap();
    world.wait(Duration::seconds(1));
    registry.pupils().reveal(&registrar(SCHOOL), pupil, None, "办理转学手续").await.unwrap();
    registry.pupils().pupil(&registrar(SCHOOL), other).await.unwrap();

    let Page { rows: lines, next } =
        registry.access_log().looks_at(&leader(SCHOOL), pupil, None).await.unwrap();
    let told: Vec<(Use, &str)> =
        lines.iter().map(|line| (line.function.kind(), line.unit.as_str())).collect();
    assert_eq!(told, [(Use::Reveal, "第一小学"), (Use::Search, "玄武区"), (Use::View, "第一小学")]);
    assert!(next.is_none());
    assert_eq!(lines[0].purpose, "学籍号：办理转学手续");

    let mine = registry.access_log().looks_at(&guardian(pupil), pupil, None).await.unwrap().rows;
    assert_eq!(mine.len(), 3);
    assert!(mine.iter().all(|line| line.who.is_empty() && line.purpose.is_empty()), "unit and role, no name");
    assert!(is_not_found(&registry.access_log().looks_at(&guardian(other), pupil, None).await));
    for stranger in
        [registrar(SCHOOL), leader(OTHER_SCHOOL), registrar(COUNTY), actor(Role::Official, COUNTY, 5)]
    {
        assert!(
            is_not_found(&registry.access_log().looks_at(&stranger, pupil, None).await),
            "{}",
            stranger.name
        );
    }
    assert!(
        registry.access_log().looks_at(&leader(COUNTY), pupil, None).await.is_ok(),
        "the competent authority's leader"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_page_that_draws_itself_again_is_one_look_and_a_reveal_never_is() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let pupil = world.pupil(SCHOOL, 1).await;
    let looks =
        async || registry.access_log().looks_at(&leader(SCHOOL), pupil, None).await.unwrap().rows.len();
    for _ in 0..3 {
        registry.pupils().pupil(&registrar(SCHOOL), pupil).await.unwrap();
    }
    assert_eq!(looks().await, 1);
    registry.pupils().pupil(&actor(Role::Registrar, SCHOOL, 7), pupil).await.unwrap();
    assert_eq!(looks().await, 2, "somebody else's look is another");
    world.wait(Duration::minutes(6));
    registry.pupils().pupil(&registrar(SCHOOL), pupil).await.unwrap();
    assert_eq!(looks().await, 3);
    for _ in 0..2 {
        registry.pupils().reveal(&registrar(SCHOOL), pupil, None, "核对证件").await.unwrap();
    }
    assert_eq!(looks().await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_readers_at_the_same_moment_leave_whole_chains() {
    let world = World::in_memory().await;
    let pupil = world.pupil(SCHOOL, 1).await;
    let tasks: Vec<_> = (0..24_u128)
        .map(|n| {
            let registry = world.registry.clone();
            let reader = actor(Role::Registrar, SCHOOL, n % 3);
            tokio::spawn(async move {
                registry.pupils().reveal(&reader, pupil, None, "核对证件").await.map(drop)
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let found = world.registry.access_log().verify_access().await.unwrap();
    assert_eq!((found.chains, found.looks), (3, 24));
    assert!(found.broken.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_log_of_an_authority_goes_on_page_by_page_within_its_days() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let pupil = world.pupil(SCHOOL, 1).await;
    let (account, _) = world.account(Role::Registrar, SCHOOL, "logreader1").await;
    let reader = domain::access::Actor { account, ..registrar(SCHOOL) };
    let first = registry.store.clock.today();
    for n in 0..55 {
        let who = if n % 11 == 0 { reader.clone() } else { registrar(SCHOOL) };
        registry.pupils().reveal(&who, pupil, None, "核对证件").await.unwrap();
        world.wait(Duration::minutes(2));
    }
    world.wait(Duration::days(1));
    registry.pupils().pupil(&reader, pupil).await.unwrap();
    let second = registry.store.clock.today();

    let audit = actor(Role::AuditAdmin, COUNTY, 6);
    let of = |from, to| AccessFilter { from, to, ..filter(&world) };
    let page =
        async |filter: AccessFilter| registry.access_log().access_page(&audit, &filter).await.unwrap().looks;
    let of_the_first = page(of(first, first)).await;
    assert_eq!(of_the_first.rows.len(), 50);
    assert!(of_the_first.rows.windows(2).all(|two| two[0].at > two[1].at), "newest first");
    let rest = page(AccessFilter { after: of_the_first.next, ..of(first, first) }).await;
    assert_eq!((rest.rows.len(), rest.next), (5, None));
    assert!(rest.rows[0].at < of_the_first.rows[49].at);
    let of_the_second = page(of(second, second)).await;
    assert_eq!(
        (of_the_second.rows.len(), of_the_second.next),
        (1, None),
        "the first day is not gone on into"
    );
    assert_eq!(page(of(first, second)).await.rows[0].function.kind(), Use::View);
    let reveals = page(AccessFilter { kind: Some(Use::Reveal), ..of(second, second) }).await;
    assert_eq!((reveals.rows.len(), reveals.next), (0, None));
    // Of one account only, in both days and in one of its uses.
    let by_him = |from, to| AccessFilter { login: "logreader1".into(), ..of(from, to) };
    assert_eq!(page(by_him(first, second)).await.rows.len(), 6);
    assert_eq!(page(by_him(first, first)).await.rows.len(), 5);
    assert_eq!(page(AccessFilter { kind: Some(Use::View), ..by_him(first, second) }).await.rows.len(), 1);
    let elsewhere = AccessFilter { unit: Some(code(OTHER_SCHOOL)), ..of(first, second) };
    assert!(page(elsewhere).await.rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_the_audit_administrator_reads_his_subtree_with_totals_and_nothing_else() {
    let world = World::in_memory().await;
    let registry = &world.registry;
    let pupil = world.pupil(SCHOOL, 1).await;
    registry.pupils().pupil(&registrar(SCHOOL), pupil).await.unwrap();
    registry.pupils().pupil(&registrar(COUNTY), pupil).await.unwrap();
    registry.pupils().reveal(&registrar(SCHOOL), pupil, None, "核对证件").await.unwrap();
    let audit = actor(Role::AuditAdmin, "320100", 6);
    let page = registry.access_log().access_page(&audit, &filter(&world)).await.unwrap();
    assert_eq!(page.looks.rows.len(), 3);
    let name = registry.pupils().pupil(&registrar(SCHOOL), pupil).await.unwrap().name;
    assert!(page.looks.rows.iter().all(|line| !line.pupil.contains(&name)), "masked");
    let totals: BTreeMap<&str, u64> =
        page.totals.iter().map(|total| (total.name.as_str(), total.total())).collect();
    assert_eq!(totals, BTreeMap::from([("第一小学", 2), ("玄武区", 1)]));

    let revealed = AccessFilter { kind: Some(Use::Reveal), ..filter(&world) };
    assert_eq!(registry.access_log().access_page(&audit, &revealed).await.unwrap().looks.rows.len(), 1);
    let school = AccessFilter { unit: Some(code(SCHOOL)), ..filter(&world) };
    assert_eq!(registry.access_log().access_page(&audit, &school).await.unwrap().looks.rows.len(), 2);
    let nobody = AccessFilter { login: "nobody".into(), ..filter(&world) };
    assert!(registry.access_log().access_page(&audit, &nobody).await.unwrap().looks.rows.is_empty());
    let nation = AccessFilter { unit: Some(code("000000")), ..filter(&world) };
    assert!(is_not_found(&registry.access_log().access_page(&audit, &nation).await));
    for other in [leader(COUNTY), registrar(COUNTY), actor(Role::SystemAdmin, COUNTY, 3)] {
        assert_eq!(
            codes(registry.access_log().access_page(&other, &filter(&world)).await),
            ["not_permitted"]
        );
    }
}

/// Services that ask who acts and answer with more than an id, a state or a count, and show no pupil's data, or show it through another
/// service that is in the log. Whoever adds one says here why.
const SHOW_NO_PUPIL: &[(&str, &str)] = &[
    ("access_page", "the log itself, masked"),
    ("looks_at", "the log itself"),
    ("access_alarms", "accounts"),
    ("inquiry_view", "an account"),
    ("account_log", "accounts"),
    ("tables", "how lists look to an account: columns and filters, no pupil"),
    ("create_account", "accounts"),
    ("confirm_account", "accounts"),
    ("waiting_accounts", "accounts"),
    ("accounts_of", "accounts"),
    ("accounts_page", "accounts"),
    ("propose_totp", "accounts"),
    ("background_view", "kinds of work and their reasons"),
    ("begin_take_over", "that files are taken in"),
    ("reconcile_take_over", "figures"),
    ("take_overs_seen", "figures"),
    ("step_take_over", "figures"),
    ("import_report", "through saw_met"),
    ("import_report_xlsx", "through saw_met"),
    ("import_rejected_xlsx", "through saw_met"),
    ("import_row_sheet", "through saw_met"),
    ("take_over_seen", "figures"),
    ("upload_take_over", "that a file was taken in"),
    ("voice_of", "what a guardian said of an own matter"),
    ("own_data", "through own_copy"),
    ("own_child", "through own_in_full"),
    ("desk_counts", "figures"),
    ("classes", "names of classes"),
    ("certificate_classes", "names of classes"),
    ("certificates_view", "through list_certificates"),
    ("file_class", "what is wrong with what the actor typed himself, in the journal"),
    ("own_extra_columns", "rules"),
    ("read_class_workbook", "through class_sheet"),
    ("open_changes", "outcomes of what was asked, in the journal"),
    ("check_changes", "what is wrong with what the actor asked"),
    ("problem_of_answer", "a refusal"),
    ("said_before", "through own_child, or what the actor typed himself"),
    ("said_the_same", "through said_before"),
    ("problem_of_ask", "a refusal"),
    ("asked_change", "through pupil"),
    ("file_ask_proof", "what the actor filed himself"),
    ("questions_of_answer", "what is unusual about what the actor typed himself"),
    ("decide_cases", "outcomes of what was decided, in the journal"),
    ("open_progressions", "outcomes of what was asked, in the journal"),
    ("overview", "figures"),
    ("compared", "figures"),
    ("late_desks", "figures of desks"),
    ("flows", "figures, none below five"),
    ("audit_figures", "figures"),
    ("filled_items", "figures"),
    ("own_ratings", "figures, none below five"),
    ("trend", "figures"),
    ("trend_lines", "figures"),
    ("list_disclosures", "requests"),
    ("disclosure_register", "requests"),
    ("disclosure_view", "a request"),
    ("directory_view", "keys of systems"),
    ("schools_to_disclose", "schools"),
    ("school_to_disclose", "a school's code"),
    ("attach_papers", "names of the files that were handed over"),
    ("look_at_papers", "names of the files that were handed over"),
    ("import_template", "an empty form"),
    ("list_imports", "figures of files"),
    ("import", "figures of a file"),
    ("entering_school", "a school"),
    ("letter_duties", "figures"),
    ("search_pupils", "through find_pupils, which is in the log"),
    ("catalogue", "through find_pupils"),
    ("enter_pupils", "outcomes of what the actor typed himself, in the journal"),
    ("unusual", "what is unusual about what the actor typed himself"),
    ("last_check", "figures"),
    ("problem_counts", "figures"),
    ("merge_view", "through problem_view"),
    ("promotions_below", "figures"),
    ("file_proof", "what the actor sent himself"),
    ("unsent_proofs", "what the actor sent himself"),
    ("unsent_proof", "what the actor sent himself"),
    ("rule_book", "rules"),
    ("preview_rules", "rules"),
    ("preview_school_change", "figures"),
    ("preview_of_change", "figures"),
    ("schools_named", "schools"),
    ("school_register", "schools"),
    ("school_register_page", "schools"),
    ("classes_to_choose", "names of classes"),
    ("school_sites", "counties and townships"),
    ("school_changes", "schools"),
    ("school_change", "schools"),
    ("handing_authorities", "authorities"),
    ("schools_to_hand", "schools"),
    ("handed_schools", "schools"),
    ("divisions", "divisions"),
    ("hosts_called", "schools"),
    ("evidence_of_violation", "evidence about a unit"),
    ("list_violations", "units"),
    ("violation_counts", "figures"),
    ("violation_view", "a unit"),
    ("audited_units", "units"),
    ("unit_journal", "what was decided about a unit"),
    ("rewritten", "what the actor typed himself"),
    ("check_form", "what is wrong with what the actor typed himself"),
    ("warning_digest", "figures"),
    ("list_warnings", "figures"),
    ("warning_tally", "figures"),
    ("warning_view", "figures and ids of cases"),
    ("message_setting", "the actor's own address, in part"),
    ("first_steps", "what the actor has done himself"),
    ("record_consent", "a state"),
    ("audit_reports", "figures"),
    ("audit_report", "figures"),
    ("make_audit_report", "a key"),
    ("receive_package", "an id"),
    ("ask_package", "an id"),
    ("release_package", "a passphrase"),
    ("brought", "units the pupil's archive came from, beside the logged archive"),
    ("can_print", "yes or no"),
    ("is_of_many", "yes or no"),
    ("list_prints", "passes through find_prints, which is in the log"),
    ("printable_of_pupil", "kinds of forms"),
    ("paper_classes", "classes"),
    ("kept_classes", "classes"),
    ("hand_over_desk", "the logged hand-over, or an empty desk for a letter that is in the log"),
    ("guardian_quiet_until", "a moment"),
    ("my_page", "through pupil, guardian_notices and cases_opened_by"),
    ("preparation", "through pupil and case_view"),
    ("guardian_reviews", "the guardian's own children"),
    ("guardian_review", "the guardian's own child"),
    ("propose_review", "an id"),
    ("act_on_review", "a state"),
    ("review_progress", "figures"),
    ("list_reviews", "campaigns"),
    ("review", "figures"),
    ("school_review", "figures"),
    ("act_on_school_review", "a state"),
    ("kept_archives", "passes through find_pupils, which is in the log"),
    ("issue_certificates", "ids"),
    ("replace_certificate", "an id"),
    ("open_hand_over", "an id"),
    ("registrar_reports", "registrars"),
    ("registrar_figures", "figures"),
    ("list_registrars", "registrars"),
    ("office_view", "the telephone of an office"),
    ("registrar_view", "a registrar"),
    ("hand_overs", "registrars"),
    ("hand_over_view", "a registrar's work by numbers"),
];

/// Answers that hold no pupil's data.
const PLAIN: &[&str] = &[
    "()",
    "CaseId",
    "CaseState",
    "ImportId",
    "LetterId",
    "LetterState",
    "ProblemState",
    "ViolationState",
    "ViolationId",
    "usize",
    "u64",
    "bool",
    "PrintId",
    "SchoolChangeId",
    "State",
    "HandOverState",
    "PersonId",
    "RuleSetId",
    "RuleState",
    "DisclosureId",
    "DisclosureState",
    "InquiryState",
    "Vec<i32>",
    "RowState",
];

#[test]
fn article_25_no_service_that_shows_a_pupil_can_forget_the_log() {
    let mut files = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let (mut services, mut logged, mut forgotten) = (0, 0, Vec::new());
    let mut exempt: BTreeMap<&str, bool> = SHOW_NO_PUPIL.iter().map(|(name, _)| (*name, false)).collect();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for service in text.split("\n    pub async fn ").skip(1) {
            let service = &service[..service.find("\n    }\n").unwrap_or(service.len())];
            let Some((head, body)) = service.split_once(" {\n") else { continue };
            let name = head.split(['(', '<']).next().unwrap();
            if !head.contains("actor: &Actor") {
                continue;
            }
            services += 1;
            let answer: String =
                head.split("-> Result<").nth(1).unwrap_or_default().split_whitespace().collect();
            let answer = answer.strip_suffix('>').unwrap_or(&answer);
            if [".saw(", ".saw_why(", ".saw_each("].iter().any(|call| body.contains(call)) {
                logged += 1;
            } else if let Some(used) = exempt.get_mut(name) {
                *used = true;
            } else if !PLAIN.contains(&answer) {
                forgotten.push(format!("{} {name} -> {answer}", path.display()));
            }
        }
    }
    assert!(services > 100 && logged > 30, "{services} services, {logged} in the log");
    assert!(
        forgotten.is_empty(),
        "call AccessLog::saw before answering, or say in SHOW_NO_PUPIL why not:\n{}",
        forgotten.join("\n")
    );
    let idle: Vec<_> = exempt.into_iter().filter(|(_, used)| !used).map(|(name, _)| name).collect();
    assert!(idle.is_empty(), "no such service any more, or it is in the log: {idle:?}");
    assert!(Function::ALL.len() > 30);
}
