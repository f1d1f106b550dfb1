//! One matter of every kind, and for each the same proof: on the desks of who holds it, handed over with a registrar's work, told before
//! its school ends, told in a journal, its day counted again, its holder reminded, and the authority above told when it is late. What a
//! kind leaves out, the domain says of the kind (`AtSchoolsEnd`, `DueDay`, `Reminded`, `ToldIn`); no kind is left out here.

use super::*;
use domain::case::CaseKind;
use domain::journal::Event;
use domain::matter::{AtSchoolsEnd, DueDay, Reminded, ToldIn};

/// A matter that was opened, and what is known of it.
struct Opened {
    world: World,
    kind: MatterKind,
    /// Everybody who holds it.
    holders: Vec<Actor>,
    /// The school it concerns.
    school: &'static str,
    /// The unit whose journal may tell of it.
    unit: &'static str,
    /// The pupil it is about, and the event that tells of it in the pupil's journal.
    pupil: Option<(PersonId, Event)>,
}

/// In a year that is not announced, so that days counted in working days are provisional.
fn unannounced(world: &World) {
    world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 1, 29, 2, 0, 0).unwrap());
}

async fn opened(kind: MatterKind) -> Opened {
    let world = match kind {
        MatterKind::Letter => with_more_schools().await,
        MatterKind::Package => two_provinces().await,
        _ => World::in_memory().await,
    };
    if kind.due_day() == DueDay::Counted {
        unannounced(&world);
    }
    let (mut school, mut unit, mut pupil) = (SCHOOL, SCHOOL, None);
    let desks = |unit| vec![registrar(unit), leader(unit)];
    let holders = match kind {
        MatterKind::Case(_) => {
            let (person, case) = world.enter(SCHOOL, info(1)).await;
            world.registry.cases().decide_case(&leader(SCHOOL), case, agree()).await.unwrap();
            pupil = Some((person, Event::CaseOpened));
            vec![registrar(COUNTY)]
        }
        MatterKind::Letter => {
            let person = world.pupil(SCHOOL, 1).await;
            transfer(&world, person, SCHOOL, OTHER_SCHOOL, "2027-01-29").await;
            pupil = Some((person, Event::LetterOwed));
            vec![registrar(SCHOOL)]
        }
        MatterKind::Problem => {
            let (person, _) = twice(&world, OTHER_SCHOOL).await;
            check(&world).await;
            pupil = Some((person, Event::ProblemFound));
            vec![registrar(SCHOOL), registrar(OTHER_SCHOOL)]
        }
        MatterKind::Violation => {
            let violations = world.registry.violations();
            let entered = crate::violations::entered(ViolationKind::NoArchive, SCHOOL);
            let id = violations.enter_violation(&registrar(COUNTY), &entered).await.unwrap();
            let examined = ViolationCommand::Examine("属实".into());
            violations.act_on_violation(&registrar(COUNTY), id, &examined, None).await.unwrap();
            let order = crate::violations::order();
            violations.act_on_violation(&leader(COUNTY), id, &order, None).await.unwrap();
            vec![leader(SCHOOL)]
        }
        MatterKind::Disclosure => {
            let asked = disclosure(People::School);
            world.registry.disclosures().ask_disclosure(&registrar(SCHOOL), &asked).await.unwrap();
            vec![registrar(COUNTY)]
        }
        MatterKind::Package => {
            world.clock.set(chrono::Utc.with_ymd_and_hms(2026, 9, 7, 2, 0, 0).unwrap());
            let (person, case) = moved(&world).await;
            world.registry.packages().ask_package(&registrar(SCHOOL), case, None).await.unwrap();
            pupil = Some((person, Event::PackageAsked));
            vec![leader(SCHOOL)]
        }
        MatterKind::Review => {
            unit = COUNTY;
            let dates = crate::support::reviews::dates();
            world.registry.reviews().propose_review(&registrar(COUNTY), dates).await.unwrap();
            vec![leader(COUNTY)]
        }
        MatterKind::ReviewSchool => {
            world.open_review().await;
            world.registry.outbox().drain_outbox().await.unwrap();
            vec![registrar(SCHOOL)]
        }
        MatterKind::ReviewOwed => {
            unit = COUNTY;
            world.clock.set(chrono::Utc.with_ymd_and_hms(2026, 10, 20, 2, 0, 0).unwrap());
            Box::pin(world.registry.watch().look_round()).await.unwrap();
            vec![registrar(COUNTY)]
        }
        MatterKind::RegistrarHandOver => {
            let (old, new) = (world.in_post("registrar.one").await, world.in_post("registrar.two").await);
            let registrars = world.registry.registrars();
            let id = registrars.open_hand_over(&leader(SCHOOL), &hand_over(old, new)).await.unwrap();
            for account in [old, new] {
                let signs = Actor { account, ..registrar(SCHOOL) };
                registrars.step_hand_over(&signs, id, &HandOverCommand::Sign).await.unwrap();
            }
            vec![leader(SCHOOL)]
        }
        MatterKind::RegistrarReport => {
            world.in_post("registrar.one").await;
            desks(COUNTY)
        }
        MatterKind::PaperHandOver => {
            let (person, letter) = crate::paper::moved(&world).await;
            let papers = world.registry.papers();
            papers.list_hand_over(&registrar(SCHOOL), letter).await.unwrap();
            world.registry.letters().sign_letter(&leader(SCHOOL), letter).await.unwrap();
            papers.seal_hand_over(&leader(SCHOOL), letter, &crate::paper::seal()).await.unwrap();
            let found = [(1, Check::Received), (2, Check::Missing)].into();
            papers.receive_hand_over(&registrar(OTHER_SCHOOL), letter, found, "").await.unwrap();
            school = OTHER_SCHOOL;
            pupil = Some((person, Event::PaperReceived));
            vec![registrar(OTHER_SCHOOL)]
        }
        MatterKind::Bond => {
            let person = world.pupil(SCHOOL, 1).await;
            let father = Parent::father(1);
            let code = world.binding_code(person).await;
            assert!(matches!(world.join(&father, by_code(&code)).await, Ok(SignedUp::Made(_))));
            let account = world.parent(&father).await.account;
            let why = "电话核实不是本人";
            let guardians = world.registry.guardians();
            guardians.act_on_bond(&leader(SCHOOL), person, account, BondAct::Rest, why).await.unwrap();
            pupil = Some((person, Event::BondRested));
            desks(SCHOOL)
        }
        MatterKind::BindingCode => {
            let person = world.pupil(SCHOOL, 1).await;
            let guardians = world.registry.guardians();
            guardians.print_binding(&registrar(SCHOOL), person, GuardianSlot::First).await.unwrap();
            pupil = Some((person, Event::BindingPrinted));
            desks(SCHOOL)
        }
        MatterKind::SchoolChange => {
            let renamed = change(SCHOOL, Change::Rename { name: "玄武实验小学".into() });
            world.propose(&renamed).await.unwrap();
            vec![leader(COUNTY)]
        }
        MatterKind::Rules => {
            unit = "320000";
            let draft = crate::rules::draft(&[(RuleKey::ClassSizeMax, "45")]);
            world.registry.rules().propose_rules(&registrar("320000"), &draft).await.unwrap();
            vec![leader("320000")]
        }
        MatterKind::FollowUp => {
            let person = world.pupil(SCHOOL, 1).await;
            crate::follow_up::drops_out(&world, SCHOOL, person).await;
            world.clock.set(chrono::Utc.with_ymd_and_hms(2027, 2, 10, 2, 0, 0).unwrap());
            Box::pin(world.registry.watch().look_round()).await.unwrap();
            pupil = Some((person, Event::StatusChanged));
            vec![registrar(SCHOOL)]
        }
        MatterKind::Warning => {
            // One problem among so few pupils is a warning as loud as can be.
            twice(&world, OTHER_SCHOOL).await;
            check(&world).await;
            world.registry.warnings().measure_warnings().await.unwrap();
            desks(SCHOOL)
        }
        MatterKind::AlarmInquiry => {
            crate::alarms::curious(&world, SCHOOL).await;
            world.wait(chrono::Duration::days(1));
            world.registry.access_log().open_inquiries().await.unwrap();
            vec![leader(SCHOOL)]
        }
        MatterKind::AccountConfirmation => {
            let new = new_account(SCHOOL, Role::Registrar, "registrar.one");
            world.registry.accounts().create_account(&system_admin(COUNTY), &new).await.unwrap();
            [COUNTY, "320100"].into_iter().flat_map(administrators).collect()
        }
        MatterKind::PaperLoan => {
            let person = world.pupil(SCHOOL, 1).await;
            lent(&world, person).await;
            pupil = Some((person, Event::PaperLoanAsked));
            vec![registrar(SCHOOL)]
        }
        MatterKind::Complaint => {
            let (_, parent, case) = crate::complaints::refused(&world).await;
            world.registry.complaints().complain(&parent, case, "退回了三次").await.unwrap();
            desks(COUNTY)
        }
        MatterKind::Import => {
            checked_import(&world, &registrar(SCHOOL)).await;
            vec![registrar(SCHOOL)]
        }
    };
    Opened { world, kind, holders, school, unit, pupil }
}

impl Opened {
    /// Its line on a desk; of several of the kind the first.
    async fn line_of(&self, holder: &Actor) -> MatterLine {
        desk(&self.world, holder, self.kind).await.remove(0)
    }

    /// On the desk of everybody who holds it, and on no other.
    async fn is_on_its_desks(&self) -> MatterLine {
        assert_eq!(self.world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
        let line = self.line_of(&self.holders[0]).await;
        assert!(!line.from.is_empty() && line.href.starts_with('/') && line.open, "{line:?}");
        for unit in UNITS {
            for actor in [registrar(unit), leader(unit)].into_iter().chain(administrators(unit)) {
                let there = desk(&self.world, &actor, self.kind).await.iter().any(|one| one.id == line.id);
                let holds = self.holders.iter().any(|one| one.account == actor.account);
                assert_eq!(there, holds, "{:?} at {}", self.kind, actor.name);
            }
        }
        line
    }

    /// Handed over with the work of every registrar who holds it.
    async fn is_handed_over(&self) {
        for holder in self.holders.iter().filter(|one| one.role == Role::Registrar) {
            let unit = holder.unit.as_ref().unwrap();
            let work = self.world.registry.registrars().owned_work(&unit.id).await.unwrap();
            let found =
                work.iter().any(|one| one.found.kind == ItemKind::of(self.kind) && one.found.count > 0);
            assert!(found, "{:?} of {}: {work:?}", self.kind, unit.name);
        }
    }

    /// Told before its school ends, as the domain says of the kind.
    async fn is_told_before_its_school_ends(&self) {
        let told = in_the_way(&self.world, self.school).await;
        match self.kind.at_schools_end() {
            AtSchoolsEnd::Finished(heading) | AtSchoolsEnd::FinishedAt(heading, _) => {
                assert!(told.contains(&heading.to_owned()), "{:?}: {told:?}", self.kind);
            }
            AtSchoolsEnd::WithRecord => {
                assert!(!told.iter().any(|heading| heading.contains(self.kind.label())), "{told:?}");
            }
            AtSchoolsEnd::OfAuthority => assert_eq!(told, Vec::<String>::new(), "{:?}", self.kind),
        }
    }

    /// Told in the journal of the pupil or of the unit.
    async fn is_in_a_journal(&self) {
        match (self.kind.told_in(), self.pupil) {
            (ToldIn::Unit, None) => {
                assert!(journalled(&self.world, self.unit, self.kind).await > 0, "{:?}", self.kind);
            }
            (ToldIn::Pupil | ToldIn::PupilOrUnit, Some((person, event))) => {
                // Of who went to another province the school there reads the record now.
                let reader =
                    if self.kind == MatterKind::Package { crate::support::packages::FIRST } else { COUNTY };
                let view = self.world.registry.pupils().pupil(&registrar(reader), person).await.unwrap();
                let told: Vec<Event> = view.timeline.iter().map(|line| line.event).collect();
                assert!(view.chain_holds && told.contains(&event), "{:?}: {told:?}", self.kind);
            }
            (told_in, pupil) => panic!("{:?} is told in {told_in:?}, of {pupil:?}", self.kind),
        }
    }

    /// Its day is counted again when the year is announced, where it was counted in working days. Gives the day.
    async fn is_counted_again(&self) -> Option<NaiveDate> {
        let before = self.line_of(&self.holders[0]).await;
        let due_day = self.kind.due_day();
        assert_eq!(before.due_on.is_some(), due_day != DueDay::Open, "{before:?}");
        assert_eq!(before.provisional, due_day == DueDay::Counted, "{before:?}");
        let nation = actor(Role::SystemAdmin, "000000", 3);
        let year = crate::calendar::year_2027();
        self.world.registry.working_days().publish_calendar(&nation, &year).await.unwrap();
        self.world.registry.outbox().drain_outbox().await.unwrap();
        let after = self.line_of(&self.holders[0]).await;
        assert!(!after.provisional && after.due_on >= before.due_on, "{before:?} {after:?}");
        assert_eq!(self.world.registry.matters().matters_unsound().await.unwrap(), Vec::new());
        after.due_on
    }

    /// Who holds it is reminded on the day, and the authority above is told on the next.
    async fn is_reminded_and_told_above(&self, due: NaiveDate) {
        let world = &self.world;
        let line = self.line_of(&self.holders[0]).await;
        let at = |on: NaiveDate| world.clock.set(on.and_hms_opt(2, 0, 0).unwrap().and_utc());
        at(due);
        world.registry.watch().look_round().await.unwrap();
        let on_the_day = self.line_of(&self.holders[0]).await;
        at(due.succ_opt().unwrap());
        world.registry.watch().look_round().await.unwrap();
        let unit = self.holders[0].unit.as_ref().unwrap();
        let above = world.registry.units().unit(&unit.id).await.unwrap().parent.unwrap();
        let mut late = Vec::new();
        for actor in [registrar(above.as_str()), leader(above.as_str())] {
            late.extend(world.registry.matters().late_matters(&actor).await.unwrap_or_default());
        }
        let is_late = late.iter().any(|one| one.id == line.id);
        match self.kind.reminded() {
            Reminded::AtDesk => {
                assert_eq!(on_the_day.reminded_on, Some(due), "{:?}", self.kind);
                assert!(is_late, "{:?} at {above}: {late:?}", self.kind);
            }
            Reminded::AtOwnDesk => {
                assert_eq!((on_the_day.reminded_on, is_late), (Some(due), false), "{:?}", self.kind);
            }
            Reminded::InCase => {
                assert_eq!((on_the_day.reminded_on, is_late), (Some(due), true), "{:?}", self.kind);
                let (person, _) = self.pupil.unwrap();
                let view = world.registry.pupils().pupil(&registrar(COUNTY), person).await.unwrap();
                let told: Vec<Event> = view.timeline.iter().map(|line| line.event).collect();
                assert!(
                    told.contains(&Event::DeadlineNear) && told.contains(&Event::CaseEscalated),
                    "{told:?}"
                );
            }
            Reminded::Never => {
                assert_eq!((on_the_day.reminded_on, is_late), (None, false));
                assert!(desk(world, &self.holders[0], self.kind).await.is_empty(), "it has run out");
            }
        }
    }
}

async fn proved(kind: MatterKind) {
    let opened = opened(kind).await;
    opened.is_on_its_desks().await;
    opened.is_handed_over().await;
    opened.is_told_before_its_school_ends().await;
    opened.is_in_a_journal().await;
    if let Some(due) = opened.is_counted_again().await {
        opened.is_reminded_and_told_above(due).await;
    }
}

macro_rules! every_kind {
    ($($name:ident: $kind:expr;)*) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                proved($kind).await;
            }
        )*

        const PROVED: &[MatterKind] = &[$($kind),*];
    };
}

every_kind! {
    every_kind_a_case: MatterKind::Case(CaseKind::Registration);
    every_kind_a_letter: MatterKind::Letter;
    every_kind_a_problem: MatterKind::Problem;
    every_kind_an_order: MatterKind::Violation;
    every_kind_a_request_for_data: MatterKind::Disclosure;
    every_kind_a_package: MatterKind::Package;
    every_kind_a_review: MatterKind::Review;
    every_kind_a_school_in_a_review: MatterKind::ReviewSchool;
    every_kind_a_review_that_is_owed: MatterKind::ReviewOwed;
    every_kind_a_registrars_hand_over: MatterKind::RegistrarHandOver;
    every_kind_a_registrars_report: MatterKind::RegistrarReport;
    every_kind_a_hand_over_of_papers: MatterKind::PaperHandOver;
    every_kind_a_guardians_bond: MatterKind::Bond;
    every_kind_a_binding_code: MatterKind::BindingCode;
    every_kind_a_change_of_a_school: MatterKind::SchoolChange;
    every_kind_a_draft_of_rules: MatterKind::Rules;
    every_kind_a_warning: MatterKind::Warning;
    every_kind_a_follow_up: MatterKind::FollowUp;
    every_kind_an_alarm_that_is_looked_into: MatterKind::AlarmInquiry;
    every_kind_an_account_to_be_confirmed: MatterKind::AccountConfirmation;
    every_kind_a_loan_of_papers: MatterKind::PaperLoan;
    every_kind_an_import: MatterKind::Import;
    every_kind_a_complaint: MatterKind::Complaint;
}

#[test]
fn every_kind_is_proved() {
    // Of cases one stands for all: they are one engine, and go through `kinds.rs` one by one.
    for kind in MatterKind::all() {
        let one = if matches!(kind, MatterKind::Case(_)) { PROVED[0] } else { kind };
        assert!(PROVED.contains(&one), "{kind:?}");
    }
}
