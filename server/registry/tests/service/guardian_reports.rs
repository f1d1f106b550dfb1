//! «This is nobody of my family»: who is called in question may leave, and so may who said it. The school looks all the same, and who is still
//! bound follows it and takes it back (第十条, 第二十五条).

use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use contract::portal::BondReport;
use domain::access::Actor;
use domain::access_log::Function;
use domain::form::GuardianSlot;
use domain::guardian::{BondAct, BondState};
use domain::id::PersonId;
use domain::journal::Event;

/// A child with its parents: the mother was there first, and is told of the father.
struct Family {
    world: World,
    person: PersonId,
    mother: Actor,
    father: Actor,
}

impl Family {
    async fn new() -> Self {
        let world = World::in_memory().await;
        let person = world.pupil(SCHOOL, 1).await;
        let (first, second) = (Parent::mother(1), Parent::father(1));
        let letter = world.code_for(person, GuardianSlot::Second).await;
        world.join(&first, by_code(&letter)).await.unwrap();
        let letter = world.binding_code(person).await;
        world.join(&second, by_code(&letter)).await.unwrap();
        let (mother, father) = (world.parent(&first).await, world.parent(&second).await);
        Self { world, person, mother, father }
    }

    /// Whether the school was asked by the mother's word on what she was told first.
    async fn report(&self) -> bool {
        let guardians = self.world.registry.guardians();
        let mut notices = guardians.guardian_notices(&self.mother).await.unwrap();
        let first = notices.pop().expect("she was told of the father's account");
        guardians.report_bond(&self.mother, first.id).await.unwrap()
    }

    async fn leaves(&self, actor: &Actor) {
        self.world.registry.guardians().leave_child(actor, self.person).await.unwrap();
    }

    async fn seen_by(&self, actor: &Actor) -> Vec<BondReport> {
        self.world.registry.guardians().open_reports(actor).await.unwrap()
    }

    async fn take_back(&self, actor: &Actor) -> registry::error::Result<()> {
        let guardians = self.world.registry.guardians();
        guardians.take_report_back(actor, self.person, self.father.account).await
    }

    /// How many bonds wait for the school; the table of matters agrees.
    async fn waiting(&self) -> usize {
        let registry = &self.world.registry;
        assert_eq!(registry.matters().matters_unsound().await.unwrap(), Vec::new());
        on_desk(registry, &registrar(SCHOOL), MatterKind::Bond).await.len()
    }

    async fn told(&self) -> Vec<Event> {
        let view = self.world.registry.pupils().pupil(&registrar(SCHOOL), self.person).await.unwrap();
        assert!(view.chain_holds);
        view.timeline.iter().map(|line| line.event).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_who_has_left_is_reported_all_the_same_and_the_school_looks() {
    let family = Family::new().await;
    family.leaves(&family.father).await;
    assert_eq!(family.waiting().await, 0);
    assert!(family.report().await, "he saw the child until he left");
    assert_eq!(family.waiting().await, 1, "the school sees it");
    assert!(family.told().await.contains(&Event::BondReported));
    let seen = family.seen_by(&family.mother).await;
    assert_eq!(seen.len(), 1);
    assert!(seen[0].is_over && seen[0].may_take_back, "{seen:?}");
    assert!(seen[0].who.contains('*') && seen[0].child.contains('*'), "masked: {seen:?}");
    let looks =
        family.world.registry.access_log().looks_at(&leader(SCHOOL), family.person, None).await.unwrap();
    assert!(looks.rows.iter().any(|look| look.function == Function::Bonds), "the look is in the log");

    let (guardians, dad) = (family.world.registry.guardians(), family.father.account);
    let act =
        async |act| guardians.act_on_bond(&leader(SCHOOL), family.person, dad, act, "已当面核对户口簿").await;
    act(BondAct::End).await.unwrap();
    assert_eq!(family.waiting().await, 0);
    assert!(family.seen_by(&family.mother).await.is_empty(), "it is answered");
    let mut notices = guardians.guardian_notices(&family.mother).await.unwrap();
    let left = notices.pop().expect("she was told that he left");
    assert!(!guardians.report_bond(&family.mother, left.id).await.unwrap(), "the school has looked");
    assert_eq!(family.waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reported_takes_it_back_and_nobody_else_while_she_is_bound() {
    let family = Family::new().await;
    assert!(family.report().await);
    family.leaves(&family.father).await;
    assert_eq!(family.waiting().await, 1, "his leaving answers nothing");
    let (aunt, stranger) = (guardian_number(1, family.person), guardian(PersonId::new(uuid::Uuid::nil())));
    let followed = family.seen_by(&aunt).await;
    assert!(followed.len() == 1 && !followed[0].may_take_back, "{followed:?}");
    assert!(family.seen_by(&family.father).await.is_empty(), "who is called in question follows nothing");
    assert!(family.seen_by(&registrar(SCHOOL)).await.is_empty(), "the school has its desk");
    for other in [&aunt, &stranger, &family.father, &registrar(SCHOOL)] {
        assert!(is_not_found(&family.take_back(other).await), "{}", other.name);
    }
    assert_eq!(family.waiting().await, 1);
    family.take_back(&family.mother).await.unwrap();
    assert_eq!(family.waiting().await, 0);
    assert!(family.told().await.contains(&Event::BondReportTakenBack));
    assert!(is_not_found(&family.take_back(&family.mother).await), "nothing is left to be taken back");
    let bonds =
        family.world.registry.guardians().bonds_view(&registrar(SCHOOL), family.person).await.unwrap();
    let his = bonds.bonds.iter().find(|bond| bond.account == family.father.account).unwrap();
    assert_eq!((his.state, his.reported), (BondState::Ended, false), "what he ended stays ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_who_reported_has_left_another_who_is_bound_ends_it_and_never_who_it_is_about() {
    let family = Family::new().await;
    assert!(family.report().await);
    family.leaves(&family.mother).await;
    assert_eq!(family.waiting().await, 1, "the school has it still");
    assert!(is_not_found(&family.take_back(&family.father).await));
    assert!(family.seen_by(&family.father).await.is_empty());
    let aunt = guardian_number(1, family.person);
    assert!(family.seen_by(&aunt).await[0].may_take_back);
    family.take_back(&aunt).await.unwrap();
    assert_eq!(family.waiting().await, 0);
    let bonds = family.world.registry.guardians().children_of(family.father.account).await.unwrap();
    assert_eq!(bonds, [family.person], "the bond itself stays as it was");
}
