//! What holds after every command, and what holds of the whole register.

use crate::model::{Matter, Model, Seen, Violation, violated};
use crate::society::World;
use domain::case::Case;
use domain::codes::PupilStatus;
use domain::id::{AccountId, CaseId, PersonId, UnitId};
use registry::case::CaseRow;
use registry::person::Standing;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

async fn rows<T: DeserializeOwned>(world: &World, text: &str) -> Result<Vec<T>, Violation> {
    match world.registry().store.inspect(text).await {
        Ok(rows) => Ok(rows),
        Err(error) => violated("the store reads", format!("{text}: {error:?}")),
    }
}

/// After every command: what changed, looked at; and what was there before, still there.
pub async fn every_step(
    world: &World,
    model: &mut Model,
    before: &Seen,
    now: &Seen,
) -> Result<(), Violation> {
    let people: BTreeSet<PersonId> = now.people.iter().map(|row| row.uid).collect();
    if let Some(gone) = model.people.keys().find(|id| !people.contains(id)) {
        return violated("nothing acknowledged is gone", format!("person {gone}"));
    }
    open_matters(now)?;
    // Cases that were open and are not any more.
    let open: BTreeSet<CaseId> = now.cases.iter().map(|row| row.uid).collect();
    let left: Vec<String> = before
        .cases
        .iter()
        .filter(|row| !open.contains(&row.uid))
        .map(|row| format!("'{}'", row.uid))
        .collect();
    let mut changed: Vec<CaseRow> = Vec::new();
    if !left.is_empty() {
        let closed: Vec<CaseRow> =
            rows(world, &format!("SELECT * FROM case WHERE uid IN [{}]", left.join(", "))).await?;
        if closed.len() != left.len() {
            return violated("nothing acknowledged is gone", format!("a case of {}", left.join(", ")));
        }
        changed.extend(closed);
    }
    changed
        .extend(now.cases.iter().filter(|row| model.versions.get(&row.uid) != Some(&row.version)).cloned());
    for row in &changed {
        case_holds(world, model, row)?;
        model.versions.insert(row.uid, row.version);
    }
    Ok(())
}

/// Every open case has a holder and a due day, and is the one its pupil names; no pupil names one that is not open.
fn open_matters(now: &Seen) -> Result<(), Violation> {
    for row in &now.cases {
        if row.waiting.is_none() || row.due_on.is_none() {
            return violated("an open matter has a holder and a due day", format!("case {}", row.uid));
        }
        let Some(person) = now.person(row.person) else {
            return violated("a case is about a pupil that is there", row.uid.to_string());
        };
        if person.open_case != Some(row.uid) {
            return violated(
                "one pupil has one open case",
                format!("{}: {:?}, {}", row.person, person.open_case, row.uid),
            );
        }
    }
    for person in &now.people {
        let named = person.open_case.map(|case| now.cases.iter().any(|row| row.uid == case));
        if named == Some(false) {
            return violated("no pupil waits for a case that is over", person.uid.to_string());
        }
        let expected = [PupilStatus::InSchool, PupilStatus::Lost].map(Standing::Pupil);
        if person.absent_since.is_some() && !expected.contains(&person.standing) {
            return violated("who need not be at school is not absent", person.uid.to_string());
        }
    }
    Ok(())
}

/// Nobody decides twice in a round, everybody in the right place; what was acknowledged stands in it; its due day is not earlier
/// than the one that was shown.
fn case_holds(world: &World, model: &mut Model, row: &CaseRow) -> Result<(), Violation> {
    let case: Case = match row.case(&*world.registry().vault) {
        Ok(case) => case,
        Err(error) => return violated("a case opens", format!("{}: {error:?}", row.uid)),
    };
    let mut hands: BTreeSet<(u32, AccountId)> = BTreeSet::new();
    let mut steps: BTreeSet<(u32, usize)> = BTreeSet::new();
    for step in &case.steps {
        if !steps.insert((step.round, step.link)) {
            return violated("one step is decided once", format!("case {} link {}", case.id, step.link));
        }
        let Some(decision) = &step.decision else { continue };
        let by = &decision.by;
        if by.account == case.opened_by.account || !hands.insert((step.round, by.account)) {
            return violated("nobody decides twice in one chain", format!("case {}: {}", case.id, by.name));
        }
        let link = case.chain.get(step.link);
        if link.is_none_or(|link| by.unit.as_ref() != Some(&link.unit) || by.role != link.role) {
            return violated("nobody decides outside the scope", format!("case {}: {}", case.id, by.name));
        }
    }
    for told in model.decided.get(&case.id).into_iter().flatten() {
        let stands = case.steps.iter().any(|step| {
            (step.round, step.link) == (told.round, told.link)
                && step.decision.as_ref().is_some_and(|decision| decision.by.account == told.by)
        });
        if !stands {
            return violated("nothing acknowledged is gone", format!("a decision in case {}", case.id));
        }
    }
    match model.closed.get(&case.id) {
        Some(state) if *state != case.state => {
            return violated(
                "nothing acknowledged is gone",
                format!("case {} was {state:?}, is {:?}", case.id, case.state),
            );
        }
        _ if !case.state.is_open() => {
            model.closed.insert(case.id, case.state);
        }
        _ => {}
    }
    let stage = format!("{:?}/{}", case.state, case.steps.len());
    shown(model, &format!("case {}", case.id), stage, row.due_on)
}

/// No day that was shown gets earlier while the matter stands where it stands. A calendar that is announced moves provisional days
/// later only; when a matter goes on to its next step it gets the next step's day, the same when the unit stays the same.
fn shown(
    model: &mut Model,
    what: &str,
    stage: String,
    due: Option<chrono::NaiveDate>,
) -> Result<(), Violation> {
    let Some(due) = due else {
        model.due.remove(what);
        return Ok(());
    };
    match model.due.get(what) {
        Some((before, earlier)) if *before == stage && due < *earlier => {
            violated("no deadline that was shown gets shorter", format!("{what}: {earlier} became {due}"))
        }
        _ => {
            model.due.insert(what.to_owned(), (stage, due));
            Ok(())
        }
    }
}

#[derive(Deserialize)]
struct Numbered {
    key: String,
    person: PersonId,
    #[serde(default)]
    retired_on: Option<chrono::NaiveDate>,
}

#[derive(Deserialize)]
struct Documented {
    uid: PersonId,
    status: String,
    #[serde(default)]
    document_hash: Option<String>,
}

/// A school whose pupils are being moved.
#[derive(Deserialize)]
struct Running {
    #[serde(default)]
    school: Option<UnitId>,
}

#[derive(Deserialize)]
struct Bond {
    account: AccountId,
    person: PersonId,
}

/// Of the whole register: figures, journals, access log, custody, numbers, documents, and everything that was acknowledged.
pub async fn whole(world: &World, model: &mut Model, now: &Seen) -> Result<(), Violation> {
    verified(world, now).await?;
    numbers(world, model, now).await?;
    documents(world).await?;
    matters(world, model).await?;
    let cases: Vec<CaseRow> = rows(world, "SELECT * FROM case ORDER BY uid").await?;
    let there: BTreeSet<CaseId> = cases.iter().map(|row| row.uid).collect();
    if let Some(gone) = model.cases.keys().chain(model.decided.keys()).find(|id| !there.contains(id)) {
        return violated("nothing acknowledged is gone", format!("case {gone}"));
    }
    for row in &cases {
        case_holds(world, model, row)?;
    }
    acknowledged(world, model).await
}

async fn verified(world: &World, now: &Seen) -> Result<(), Violation> {
    let registry = world.registry();
    let failed = |error: registry::error::Error| Violation {
        rule: "the register verifies",
        told: format!("{error:?}"),
    };
    let wrong = registry.figures().verify_figures().await.map_err(failed)?;
    if !wrong.is_empty() {
        return violated("the tallies equal a recount", format!("{wrong:?}"));
    }
    let wrong = registry.matters().matters_unsound().await.map_err(failed)?;
    if !wrong.is_empty() {
        return violated("the table of matters says what the engines say", format!("{wrong:?}"));
    }
    // What a school has that has just been closed is moved with the next hour.
    let running: Vec<Running> =
        rows(world, "SELECT school FROM school_change WHERE state = 'running' ORDER BY school").await?;
    let moves = |id: &PersonId| {
        now.person(*id).is_some_and(|row| running.iter().any(|one| one.school.as_ref() == Some(&row.school)))
    };
    let mut unkept = registry.schools().verify_custody().await.map_err(failed)?;
    unkept.retain(|id| !moves(id));
    if !unkept.is_empty() {
        return violated("every record has one custodian", format!("{unkept:?}"));
    }
    let journal = registry.journal().verify_journal().await.map_err(failed)?;
    if !journal.broken.is_empty() {
        return violated("every journal is whole", format!("{:?}", journal.broken));
    }
    let access = registry.access_log().verify_access().await.map_err(failed)?;
    if !access.broken.is_empty() || !access.forged.is_empty() {
        return violated("the access log is whole", format!("{access:?}"));
    }
    Ok(())
}

/// 一人一号: a number is one person's and stays the person's, or its merged record's; nobody has two that hold.
async fn numbers(world: &World, model: &mut Model, now: &Seen) -> Result<(), Violation> {
    let numbers: Vec<Numbered> =
        rows(world, "SELECT record::id(id) AS key, person, retired_on FROM number ORDER BY key").await?;
    model.merged.extend(now.people.iter().filter_map(|row| row.merged_into.map(|into| (row.uid, into))));
    let of_records = now.people.iter().flat_map(|row| row.merged_from.iter().map(|from| (*from, row.uid)));
    let merged: BTreeSet<(PersonId, PersonId)> = model.merged.iter().copied().chain(of_records).collect();
    // Of three records of one child the second is merged into the third with everything it had from the first.
    let leads = |one: PersonId, other: PersonId| {
        let mut reached = BTreeSet::from([one]);
        loop {
            let next = merged.iter().filter(|(from, _)| reached.contains(from)).map(|(_, into)| *into);
            let wider: BTreeSet<PersonId> = next.chain(reached.iter().copied()).collect();
            if wider.len() == reached.len() {
                return reached.contains(&other);
            }
            reached = wider;
        }
    };
    let mut holding: BTreeMap<PersonId, usize> = BTreeMap::new();
    for number in &numbers {
        if number.retired_on.is_none() {
            *holding.entry(number.person).or_default() += 1;
        }
        if now.person(number.person).is_none() {
            return violated("one number, one person", format!("a number of nobody: {}", number.person));
        }
        let first = model.numbers.entry(number.key.clone()).or_insert(number.person);
        if *first != number.person && !leads(*first, number.person) && !leads(number.person, *first) {
            return violated("one number, one person", format!("{first} became {}", number.person));
        }
    }
    if let Some((person, _)) = holding.iter().find(|(_, count)| **count > 1) {
        return violated("one person, one number", person.to_string());
    }
    let there: BTreeSet<&String> = numbers.iter().map(|number| &number.key).collect();
    if let Some((_, person)) = model.numbers.iter().find(|(key, _)| !there.contains(key)) {
        return violated("nothing acknowledged is gone", format!("a number of {person}"));
    }
    for row in &now.people {
        let enrolled = matches!(row.standing, Standing::Pupil(_));
        if enrolled && !row.number_mask.is_empty() && !holding.contains_key(&row.uid) {
            return violated("one person, one number", format!("{} shows a number that is nowhere", row.uid));
        }
    }
    Ok(())
}

/// No document stands on two records of pupils.
async fn documents(world: &World) -> Result<(), Violation> {
    let people: Vec<Documented> =
        rows(world, "SELECT uid, status, document_hash FROM person ORDER BY uid").await?;
    let mut taken: BTreeMap<&String, PersonId> = BTreeMap::new();
    for row in people.iter().filter(|row| !["candidate", "none", "merged"].contains(&row.status.as_str())) {
        let Some(hash) = &row.document_hash else { continue };
        if let Some(other) = taken.insert(hash, row.uid) {
            return violated("identity documents are unique", format!("{other} and {}", row.uid));
        }
    }
    Ok(())
}

/// Letters, problems and disclosures: whatever is open has a holder, and a due day where it has a term; what was signed stays signed.
async fn matters(world: &World, model: &mut Model) -> Result<(), Violation> {
    let letters: Vec<Matter> = rows(world, "SELECT * FROM letter ORDER BY uid").await?;
    for row in &letters {
        let open = ["owed", "drafted", "signed"].contains(&row.state.as_str());
        if open && (!row.waiting.is_string() || row.due_on.is_none()) {
            return violated(
                "an open matter has a holder and a due day",
                format!("letter {} ({})", row.uid, row.state),
            );
        }
        shown(model, &format!("letter {}", row.uid), row.state.clone(), row.due_on.filter(|_| open))?;
        let told = model.letters.get(&row.uid);
        if told.is_some_and(|told| *told != row.state && row.state != "received") {
            return violated("nothing acknowledged is gone", format!("letter {} is {}", row.uid, row.state));
        }
    }
    let problems: Vec<Matter> = rows(world, "SELECT * FROM problem WHERE open = true ORDER BY uid").await?;
    for row in &problems {
        let held = row.waiting.as_array().is_some_and(|waiting| !waiting.is_empty());
        if !held || row.due_on.is_none() {
            return violated(
                "an open matter has a holder and a due day",
                format!("problem {} ({})", row.uid, row.state),
            );
        }
        shown(model, &format!("problem {}", row.uid), row.state.clone(), row.due_on)?;
    }
    complaints(world, model).await?;
    let disclosures: Vec<Matter> = rows(world, "SELECT * FROM disclosure ORDER BY uid").await?;
    for row in &disclosures {
        if ["asked", "examined"].contains(&row.state.as_str()) && !row.waiting.is_string() {
            return violated(
                "an open matter has a holder and a due day",
                format!("disclosure {} ({})", row.uid, row.state),
            );
        }
    }
    let there: BTreeSet<String> = disclosures.into_iter().map(|row| row.uid).collect();
    if let Some(gone) = model.disclosures.iter().find(|id| !there.contains(&id.to_string())) {
        return violated("nothing acknowledged is gone", format!("disclosure {gone}"));
    }
    let there: BTreeSet<String> = letters.into_iter().map(|row| row.uid).collect();
    if let Some((gone, _)) = model.letters.iter().find(|(id, _)| !there.contains(*id)) {
        return violated("nothing acknowledged is gone", format!("letter {gone}"));
    }
    Ok(())
}

/// Complaints that are open wait for a desk of the authority above, by the day that was shown.
async fn complaints(world: &World, model: &mut Model) -> Result<(), Violation> {
    let open: Vec<Matter> = rows(world, "SELECT * FROM complaint WHERE open = true ORDER BY uid").await?;
    for row in &open {
        let held = row.waiting.as_array().is_some_and(|waiting| !waiting.is_empty());
        if !held || row.due_on.is_none() {
            return violated(
                "an open matter has a holder and a due day",
                format!("complaint {} ({})", row.uid, row.state),
            );
        }
        shown(model, &format!("complaint {}", row.uid), row.state.clone(), row.due_on)?;
    }
    Ok(())
}

async fn acknowledged(world: &World, model: &Model) -> Result<(), Violation> {
    #[derive(Deserialize)]
    struct Account {
        uid: AccountId,
        sealed_off: bool,
        dormant: bool,
    }
    let accounts: Vec<Account> =
        rows(world, "SELECT uid, sealed_off, dormant FROM account ORDER BY uid").await?;
    for known in &model.accounts {
        let Some(row) = accounts.iter().find(|row| row.uid == known.id) else {
            return violated("nothing acknowledged is gone", format!("account {}", known.login));
        };
        if known.sealed == Some(true) && !row.sealed_off && !row.dormant {
            return violated("nothing acknowledged is gone", format!("account {} was sealed", known.login));
        }
    }
    let bonds: Vec<Bond> = rows(world, "SELECT account, person FROM bond ORDER BY account, person").await?;
    let bonds: BTreeSet<(AccountId, PersonId)> =
        bonds.into_iter().map(|bond| (bond.account, bond.person)).collect();
    for (account, person) in &model.bonds {
        // A merge takes the guardians along to the record that stays.
        let merged = bonds.iter().any(|(there, _)| there == account);
        if !bonds.contains(&(*account, *person)) && !merged {
            return violated("nothing acknowledged is gone", format!("a bond of {person}"));
        }
    }
    Ok(())
}
