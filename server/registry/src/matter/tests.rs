//! The lists that are asked for all day are read from an index, in its order, and no further than their page; and what was said of a
//! matter holds as long as the same desk holds it for the same day.

use super::remind::Watched;
use super::{Line, Matter, MatterKind, Subject, Words, put};
use crate::Registry;
use crate::clock::{Clock, Entropy};
use crate::keyset::Place;
use crate::store::{UnitOfWork, Vars};
use domain::access::Role;
use domain::calendar::Due;
use domain::matter::Holder;
use domain::org::OrgPath;
use serde_json::Value as Json;

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_and_what_is_open_of_a_unit_are_read_from_an_index() {
    let dir = tempfile::tempdir().unwrap();
    let location = crate::Location::in_memory(dir.path());
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
    let alive = registry.matters().alive();
    let asked = [
        (
            "matter_waiting",
            format!(
                "SELECT * FROM matter WHERE waiting CONTAINS $key AND {alive} ORDER BY sort_on, uid LIMIT 51"
            ),
        ),
        (
            "matter_waiting",
            format!(
                "SELECT * FROM matter WHERE waiting CONTAINS $key AND {beyond} AND {alive} \
                 ORDER BY sort_on, uid LIMIT 51",
                beyond = Place::beyond("sort_on", "uid")
            ),
        ),
        (
            "matter_due",
            format!(
                "SELECT * FROM matter WHERE open = true AND {} AND due_on < '2026-01-09' ORDER BY due_on, uid LIMIT 200",
                Place::beyond("due_on", "uid")
            ),
        ),
        (
            "matter_path",
            format!("SELECT * FROM matter WHERE path = $key AND open = true AND {alive} LIMIT 200"),
        ),
        (
            "matter_opener",
            "SELECT * FROM matter WHERE opener = $key ORDER BY opened_on DESC, uid DESC LIMIT 51".into(),
        ),
    ];
    for (index, text) in asked {
        let vars = Place::of("2026-01-01", "a").vars(Vars::new().with("key", "2132000001/leader"));
        let plan: Vec<Json> =
            registry.store.rows(&format!("EXPLAIN FORMAT JSON {text}"), vars).await.unwrap();
        let plan = serde_json::to_string(&plan).unwrap();
        assert!(
            plan.contains(index) && !plan.contains("TableScan") && !plan.contains("Sort"),
            "{text}\n{plan}"
        );
    }
}

/// A matter of any kind, which waits for a desk and is due on a day while it is open.
#[derive(Clone)]
struct Any {
    kind: MatterKind,
    key: String,
    state: &'static str,
    version: u64,
    holder: Holder,
    due_on: chrono::NaiveDate,
    open: bool,
}

impl domain::matter::Matter for Any {
    fn kind(&self) -> MatterKind {
        self.kind
    }

    fn subject(&self) -> Subject {
        Subject::Unit("2132000001".parse().unwrap())
    }

    fn holders(&self) -> Vec<Holder> {
        Some(self.holder.clone()).filter(|_| self.open).into_iter().collect()
    }

    fn due(&self) -> Option<Due> {
        self.open.then_some(Due { date: self.due_on, provisional: false })
    }

    fn is_open(&self) -> bool {
        self.open
    }

    fn sent_back(&self) -> bool {
        false
    }
}

fn desk(unit: &str, role: Role) -> Holder {
    Holder::of_unit(&unit.parse().unwrap(), role)
}

fn waiting(kind: MatterKind, key: &str, holder: Holder, due_on: chrono::NaiveDate) -> Any {
    Any { kind, key: key.into(), state: "待起草", version: 1, holder, due_on, open: true }
}

async fn write(registry: &Registry, one: &Any) {
    let line = Line {
        table: "letter",
        key: one.key.clone(),
        state: one.state,
        persons: Vec::new(),
        path: OrgPath::root(),
        opener: None,
        opener_unit: None,
        opened_on: one.due_on,
        class: String::new(),
        version: one.version,
        href: "/letters/one".into(),
        words: Words::default(),
    };
    let matter = &Matter::of(one, line);
    let attempt = || {
        Box::pin(async move {
            let mut work = UnitOfWork::new();
            put(&mut work, &*registry.vault, matter);
            Ok((work, ()))
        }) as futures::future::BoxFuture<'_, _>
    };
    registry.store.transact("matter", attempt).await.unwrap();
}

fn told(reminded: usize, escalated: usize) -> Watched {
    Watched { reminded, escalated }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_that_is_written_anew_is_not_reminded_anew_before_another_holds_it() {
    let dir = tempfile::tempdir().unwrap();
    let location = crate::Location::in_memory(dir.path());
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
    let today = registry.store.clock.today();
    let mut matter = waiting(MatterKind::Letter, "one", desk("2132000001", Role::Registrar), today);
    write(&registry, &matter).await;
    assert_eq!(registry.matters().watch_matters().await.unwrap(), told(1, 0));
    (matter.version, matter.state) = (2, "待补正");
    write(&registry, &matter).await;
    assert_eq!(registry.matters().watch_matters().await.unwrap(), told(0, 0), "the same desk, the same day");
    matter.holder = desk("2132000001", Role::Leader);
    write(&registry, &matter).await;
    assert_eq!(registry.matters().watch_matters().await.unwrap(), told(1, 0), "another desk");
    assert_eq!(registry.store.count("matter_reminder", "uid != ''").await.unwrap(), 1);
    matter.open = false;
    write(&registry, &matter).await;
    assert_eq!(registry.matters().watch_matters().await.unwrap(), told(0, 0));
    assert_eq!(registry.store.count("matter_reminder", "uid != ''").await.unwrap(), 0, "closed is forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_kind_a_matter_is_of_its_holder_is_reminded_and_the_authority_above_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let location = crate::Location::in_memory(dir.path());
    let registry = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
    registry.units().seed_units().await.unwrap();
    let today = registry.store.clock.today();
    let yesterday = today.pred_opt().unwrap();
    let county = desk("320102", Role::Registrar);
    let (mut others, mut told_above) = (0, 0);
    // Cases and letters are told in journals of their own, which want rows of their own: they are watched where their engines are tested.
    for kind in MatterKind::all().filter(|kind| !matches!(kind, MatterKind::Case(_) | MatterKind::Letter)) {
        let name = kind.as_str();
        write(&registry, &waiting(kind, &format!("{name}/soon"), county.clone(), today)).await;
        write(&registry, &waiting(kind, &format!("{name}/late"), county.clone(), yesterday)).await;
        // Codes run out by themselves. A package serves a letter, and that is what the authority above watches over; housekeeping is a
        // unit's own.
        others += usize::from(kind.reminded().days_before().is_some());
        told_above += usize::from(kind.reminded().told_above());
    }
    assert!(others >= 12, "{others}");
    assert_eq!(registry.matters().watch_matters().await.unwrap(), told(others, told_above));
    assert_eq!(registry.matters().watch_matters().await.unwrap(), told(0, 0), "each once");
}
