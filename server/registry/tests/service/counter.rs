//! 柜台受理的书面申请 (第十条) and errors that the school finds itself (第十三条), through the services: taken in by the school's registrar,
//! decided by the same people, told to the guardian.

use crate::support::corrections::*;
use crate::support::guardians::*;
use crate::support::*;
use contract::portal::Draft;
use domain::access::{Role, Tie, Ties};
use domain::case::correction::ProofKind;
use domain::case::intake::{Applicant, Application, Intake};
use domain::case::{CaseState, Command};
use domain::form::{Field, GuardianSlot};
use domain::guardian::NoticeKind;
use domain::id::{CaseId, PersonId};
use domain::journal::Event;
use registry::case::AskedCorrection;
use registry::error::Result;

const FATHER: Applicant = Applicant::Recorded(GuardianSlot::First);

fn paper(applicant: Applicant, dated: &str) -> Intake {
    Intake::Counter(Application { applicant, name: String::new(), kinship: String::new(), dated: day(dated) })
}

fn found(reason: &str) -> Intake {
    Intake::Found { reason: reason.into() }
}

/// Takes a correction in with one proof of a kind.
async fn take(
    world: &World,
    person: PersonId,
    changes: &[(Field, &str)],
    intake: Intake,
    kind: ProofKind,
) -> Result<CaseId> {
    let by = registrar(SCHOOL);
    let proof = world.registry.proofs().file_proof(&by, person, kind, "户口簿.png", png()).await?;
    let asked = AskedCorrection { intake, ..asked(person, changes, vec![proof]) };
    world.registry.cases().ask_correction(&by, &asked).await
}

async fn taken(world: &World, person: PersonId, changes: &[(Field, &str)], intake: Intake) -> Result<CaseId> {
    take(world, person, changes, intake, ProofKind::HouseholdRegister).await
}

/// What is still left to decide after it was taken in.
async fn decided(world: &World, case: CaseId) -> CaseState {
    let mut state = CaseState::InProgress;
    for actor in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        state = world.registry.cases().decide_case(&actor, case, agree()).await.unwrap();
    }
    world.registry.outbox().drain_outbox().await.unwrap();
    state
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_paper_taken_at_the_counter_is_decided_to_the_end_and_changes_the_record() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    assert!(record(&world, person).await.may_correct, "the pupil's page offers it");
    let case = taken(&world, person, &[(Field::Name, "司徒静")], paper(FATHER, "2026-09-01")).await.unwrap();
    let view = record(&world, person).await;
    assert!(!view.may_correct && view.open_case.is_some_and(|line| line.id == case));

    // Who took it in decides nothing of it, by whatever account.
    let cases = world.registry.cases();
    assert_eq!(codes(cases.decide_case(&registrar(SCHOOL), case, agree()).await), ["not_your_step"]);
    let mut twice = leader(SCHOOL);
    twice.account = registrar(SCHOOL).account;
    assert_eq!(codes(cases.decide_case(&twice, case, agree()).await), ["four_eyes"]);
    let mut tied = actor(Role::Leader, SCHOOL, 9);
    tied.ties = Ties::none().and(registrar(SCHOOL).account, Tie::Administered);
    assert_eq!(codes(cases.decide_case(&tied, case, agree()).await), ["tied"]);

    let desk = cases.case_view(&leader(SCHOOL), case).await.unwrap();
    assert!(desk.my_turn && desk.proofs.len() == 1, "the proof lies before who decides");
    assert!(desk.intake.contains("学校柜台代为受理（父亲2026年9月1日的书面申请）"), "{}", desk.intake);
    assert!(desk.intake.contains(&Parent::father(1).name), "{}", desk.intake);

    assert_eq!(decided(&world, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::Name)).await, "司徒静");
    let after = record(&world, person).await;
    assert!(after.chain_holds && after.may_correct);
    let told = events(&after);
    for event in [Event::CaseOpened, Event::ProofFiled, Event::CaseApproved, Event::InfoChanged] {
        assert!(told.contains(&event), "{event:?} in {told:?}");
    }
    let opened = |line: &contract::pupil::TimelineLine| line.words.contains("学校柜台代为受理");
    assert!(after.timeline.iter().any(opened), "the journal says who asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_an_error_that_the_school_found_goes_the_same_way() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let number = sibling_number(&whole(&world, person, Some(Field::IdNumber)).await, 1);
    let change = [(Field::IdNumber, number.as_str())];
    assert_eq!(codes(taken(&world, person, &change, found(" ")).await), ["reason"]);
    let case = taken(&world, person, &change, found("核对户口簿时发现号码录错")).await.unwrap();
    let view = world.registry.cases().case_view(&leader(COUNTY), case).await.unwrap();
    assert!(view.intake.contains("学校更正发现的错误：核对户口簿时发现号码录错"), "{}", view.intake);
    assert_eq!(decided(&world, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::IdNumber)).await, number);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_what_does_not_hold_is_refused_by_name_at_the_counter() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let change = [(Field::Name, "司徒静")];
    let future = taken(&world, person, &change, paper(FATHER, "2026-09-08")).await;
    assert_eq!(codes(future), ["dated"]);
    let unborn = taken(&world, person, &change, paper(FATHER, "2009-01-01")).await;
    assert_eq!(codes(unborn), ["dated"]);
    let child = taken(&world, person, &change, paper(Applicant::Pupil, "2026-09-01")).await;
    assert_eq!(codes(child), ["guardian"]);
    let nobody = taken(&world, person, &change, paper(Applicant::OtherGuardian, "2026-09-01")).await;
    assert_eq!(codes(nobody), ["name", "guardian"]);
    // The paper on which somebody applies proves nothing; nor does a file of another child, or of somebody else.
    let applied = take(&world, person, &change, paper(FATHER, "2026-09-01"), ProofKind::Application).await;
    assert_eq!(codes(applied), ["proof_needed"]);
    let bare = AskedCorrection { intake: paper(FATHER, "2026-09-01"), ..asked(person, &change, Vec::new()) };
    let by = registrar(SCHOOL);
    assert_eq!(codes(world.registry.cases().ask_correction(&by, &bare).await), ["proof_needed"]);
    let other = world.pupil(SCHOOL, 2).await;
    for proof in [world.proof(&by, other).await, world.proof(&guardian(person), person).await] {
        let asked = AskedCorrection { proofs: vec![proof], ..bare.clone() };
        assert_eq!(codes(world.registry.cases().ask_correction(&by, &asked).await), ["proof_gone"]);
    }
    // A class and a grade are changed in another way, and the refusal says in which.
    let class = taken(&world, person, &[(Field::ClassName, "9班")], found("班级录错了")).await;
    let told = format!("{class:?}");
    assert!(told.contains("维护信息") && told.contains("Article(13)"), "{told}");
    assert_eq!(codes(class), ["field_not_open"]);
    let view = record(&world, person).await;
    assert!(view.open_case.is_none() && !events(&view).contains(&Event::ProofFiled), "nothing was opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_only_the_pupils_own_school_takes_it_in() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let change = [(Field::Name, "司徒静")];
    let cases = world.registry.cases();
    let counter =
        AskedCorrection { intake: paper(FATHER, "2026-09-01"), ..asked(person, &change, Vec::new()) };
    // Another school does not even learn that the pupil is there.
    assert!(is_not_found(&cases.ask_correction(&registrar(OTHER_SCHOOL), &counter).await));
    assert!(is_not_found(&cases.preparation(&registrar(OTHER_SCHOOL), person).await));
    let file = world.registry.proofs();
    let kind = ProofKind::HouseholdRegister;
    assert!(is_not_found(&file.file_proof(&registrar(OTHER_SCHOOL), person, kind, "a.png", png()).await));
    // Who sees the pupil and is not that school's registrar is told whose it is.
    for by in [leader(SCHOOL), registrar(COUNTY), leader(COUNTY)] {
        let answer = cases.ask_correction(&by, &counter).await;
        assert!(format!("{answer:?}").contains("学生所在学校的学籍管理员"), "{answer:?}");
        assert_eq!(codes(answer), ["not_permitted"]);
        assert!(!world.registry.pupils().pupil(&by, person).await.unwrap().may_correct);
        assert!(is_not_found(&cases.preparation(&by, person).await), "and no page leads there");
    }
    // Each way in is somebody's: a guardian sends no paper in the school's name, the school nothing in a guardian's.
    assert_eq!(codes(cases.ask_correction(&guardian(person), &counter).await), ["manner"]);
    let online = asked(person, &change, Vec::new());
    assert_eq!(codes(cases.ask_correction(&registrar(SCHOOL), &online).await), ["manner"]);
    let stranger = guardian_number(1, world.pupil(SCHOOL, 2).await);
    assert_eq!(codes(cases.ask_correction(&stranger, &online).await), ["not_permitted"]);
    let mut untrained = registrar(SCHOOL);
    untrained.trained = false;
    assert_eq!(codes(cases.ask_correction(&untrained, &counter).await), ["not_trained"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_the_guardian_sees_on_the_phone_what_the_school_took_in() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let code = world.binding_code(person).await;
    world.join(&Parent::father(1), by_code(&code)).await.unwrap();
    let dad = world.parent(&Parent::father(1)).await;
    let case = taken(&world, person, &[(Field::Health, "10")], paper(FATHER, "2026-09-01")).await.unwrap();

    let page = world.registry.guardians().my_page(&dad).await.unwrap();
    let told: Vec<_> = page.notices.iter().map(|notice| (notice.kind, notice.case)).collect();
    assert_eq!(told, [(NoticeKind::Correction, Some(case))]);
    assert_eq!(page.cases.iter().map(|line| line.id).collect::<Vec<_>>(), [case], "among one's own");
    assert_eq!(page.children[0].open_case.as_ref().map(|line| line.id), Some(case));
    let view = world.registry.cases().case_view(&dad, case).await.unwrap();
    assert!(view.intake.contains("学校柜台代为受理") && !view.intake.contains("申请人"), "{}", view.intake);
    assert!(view.guardian && view.changes.len() == 1 && !view.may_withdraw && !view.may_mend);
    // It is about no account, so there is nobody to report.
    let notice = page.notices[0].id;
    assert!(is_not_found(&world.registry.guardians().report_bond(&dad, notice).await));
    world.registry.guardians().read_notice(&dad, notice).await.unwrap();
    assert!(world.registry.guardians().guardian_notices(&dad).await.unwrap().is_empty());

    // The guardian of another child sees nothing of it.
    let stranger = guardian(world.pupil(SCHOOL, 2).await);
    assert!(is_not_found(&world.registry.cases().case_view(&stranger, case).await));
    assert!(world.registry.cases().cases_opened_by(&stranger).await.unwrap().is_empty());
    let withdraw = Command::Withdraw { reason: "不是家长提出的".into() };
    assert_eq!(codes(world.registry.cases().decide_case(&dad, case, withdraw.clone()).await), ["not_opener"]);
    let colleague = actor(Role::Registrar, SCHOOL, 7);
    let state = world.registry.cases().decide_case(&colleague, case, withdraw).await.unwrap();
    assert_eq!(state, CaseState::Withdrawn);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_the_counters_form_is_the_guardians_and_a_colleague_mends_what_came_back() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let cases = world.registry.cases();
    let by = registrar(SCHOOL);
    let before = cases.preparation(&by, person).await.unwrap();
    let offered: Vec<Applicant> = before.applicants.unwrap().iter().map(|(one, _)| *one).collect();
    let both = [FATHER, Applicant::Recorded(GuardianSlot::Second), Applicant::OtherGuardian];
    assert_eq!(offered, both, "a pupil of six years does not apply");
    assert!(cases.preparation(&guardian(person), person).await.unwrap().applicants.is_none());

    // What is wrong with the first page is told on the first page.
    assert_eq!(codes(cases.take_in(&by, person, &paper(FATHER, "2030-01-01")).await), ["dated"]);
    cases.take_in(&by, person, &paper(FATHER, "2026-09-01")).await.unwrap();
    let prepared = cases.preparation(&by, person).await.unwrap();
    let kept = prepared.draft.intake.clone().unwrap();
    assert!(kept.told_whole().contains(&Parent::father(1).name), "named as on the record");
    let answer =
        cases.problem_of_answer(&by, person, (Field::Phone, "12"), &Default::default()).await.unwrap();
    assert!(answer.is_some(), "checked like a guardian's");
    world.proof(&by, person).await;
    let draft = Draft {
        fields: vec![Field::Name],
        values: [(Field::Name, "司徒静".to_owned())].into(),
        same: Default::default(),
        statement: String::new(),
        confirmed: String::new(),
        intake: Some(kept),
    };
    let case = cases.send_correction(&by, person, &draft).await.unwrap();
    cases.forget_preparation(&by, person).await.unwrap();
    let back = Command::Return { reason: "材料看不清".into() };
    assert_eq!(cases.decide_case(&leader(SCHOOL), case, back).await.unwrap(), CaseState::Returned);

    // A guardian does not mend the school's; a colleague finds everything as it was, with the first one's proof.
    assert_eq!(codes(world.ask(&guardian(person), person, &[(Field::Name, "司徒安")]).await), ["not_opener"]);
    let colleague = actor(Role::Registrar, SCHOOL, 7);
    let mending = cases.preparation(&colleague, person).await.unwrap();
    assert_eq!(mending.returned.as_deref(), Some("材料看不清"));
    assert!(mending.proofs.len() == 1 && mending.draft.intake.is_some());
    let sent = cases.send_correction(&colleague, person, &mending.draft).await.unwrap();
    assert_eq!(sent, case, "the same case");
    // Nor does the colleague decide what was mended, by whatever account.
    let hat = actor(Role::Leader, SCHOOL, 7);
    let hat = domain::access::Actor { account: colleague.account, ..hat };
    assert!(!cases.case_view(&hat, case).await.unwrap().my_turn);
    assert_eq!(codes(cases.decide_case(&hat, case, agree()).await), ["four_eyes"]);
    let mut tied = actor(Role::Leader, SCHOOL, 9);
    tied.ties = Ties::none().and(colleague.account, Tie::SamePerson);
    assert_eq!(codes(cases.decide_case(&tied, case, agree()).await), ["tied"]);
    assert_eq!(decided(&world, case).await, CaseState::Approved);
    assert_eq!(whole(&world, person, Some(Field::Name)).await, "司徒静");
}
